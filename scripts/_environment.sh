# Sourced by scripts/demo and scripts/test: an environment of their own for this checkout, made and kept up to date.
#
# Needs Python 3.11 or newer and pip. Sets ROOT (the checkout) and PYTHON (the environment's interpreter).
#   IRPART_VENV    folder of the environment (default: .venv in the checkout)
#   IRPART_PYTHON  interpreter to make it with (default: the first suitable one on the PATH)

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

say() { printf '\033[1m%s\033[0m\n' "== $*" >&2; }

find_python() {
    local candidate
    for candidate in ${IRPART_PYTHON:-python3 python3.13 python3.12 python3.11 python}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    echo "irpart needs Python 3.11 or newer; install it, or name one with IRPART_PYTHON=/path/to/python." >&2
    return 1
}

# Install with the environment's own pip, or with the outer one where the system cannot put pip into environments.
install() {
    local pip=("$PYTHON" -m pip)
    "${pip[@]}" --version >/dev/null 2>&1 || pip=("$(find_python)" -m pip --python "$PYTHON")
    "${pip[@]}" install --quiet --disable-pip-version-check "$@"
}

prepare_environment() {
    local folder base wanted
    folder="${IRPART_VENV:-$ROOT/.venv}"
    mkdir -p "$folder"
    folder="$(cd "$folder" && pwd)"
    PYTHON="$folder/bin/python"
    if ! "$PYTHON" -c '' 2>/dev/null; then
        base="$(find_python)"
        say "making an environment in $folder with $("$base" --version)"
        "$base" -m venv --clear "$folder" >/dev/null 2>&1 || "$base" -m venv --clear --without-pip "$folder"
    fi
    wanted="$("$PYTHON" - "$ROOT" <<'STAMP'
import hashlib, pathlib, sys
root = pathlib.Path(sys.argv[1])
parts = [sys.version, str(root), *((root / name).read_text() for name in ("pyproject.toml", "constraints.txt"))]
print(hashlib.sha256("\n".join(parts).encode()).hexdigest())
STAMP
)"
    if [ "$(cat "$folder/.irpart-stamp" 2>/dev/null)" != "$wanted" ]; then
        say "installing irpart and what it needs (constraints.txt)"
        install -c "$ROOT/constraints.txt" -e "$ROOT[dev]"
        printf '%s\n' "$wanted" > "$folder/.irpart-stamp"
    fi
}
