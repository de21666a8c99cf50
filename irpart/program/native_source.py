"""IR of native programs: .ll and .bc files as they are, .c and .rs files through the compiler on the PATH."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from irpart.base.errors import BackendError, InputError, UnsupportedProgram
from irpart.program.lowering import native_target, parse_ir

SUFFIXES = (".ll", ".bc", ".c", ".rs")
_CLANGS = ("clang-19", "clang", "clang-20", "clang-18", "clang-17", "clang-16", "clang-15")


def read_native(path: Path) -> str:
    """IR text of a native program.

    Raises
    ------
    InputError
        The file cannot be read, or is of no kind that irpart knows.
    BackendError
        No compiler for it is on the PATH.
    UnsupportedProgram
        The compiler refuses it, or it is not valid IR; with the compiler's own message.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"Cannot read {path}: {error.strerror or error}.") from None
    if path.suffix == ".ll":
        text = content.decode("utf-8", errors="replace")
        parse_ir(text, str(path))
        return text
    if path.suffix == ".bc":
        return _from_bitcode(content, path)
    if path.suffix == ".c":
        compiler = next((found for name in _CLANGS if (found := shutil.which(name))), None)
        options = ["-O1", "-g", "-emit-llvm", "-S", "-fno-vectorize", "-fno-slp-vectorize", "-fno-unroll-loops"]
        return _compiled(compiler, options, path, "clang")
    if path.suffix == ".rs":
        options = ["--emit=llvm-ir", "-C", "opt-level=1", "-C", "debuginfo=1", "-C", "panic=abort", "--crate-type", "bin"]
        return _compiled(shutil.which("rustc"), options, path, "rustc")
    raise InputError(f"{path} is none of {', '.join(SUFFIXES)} and no Python script (.py).")


def _from_bitcode(content: bytes, path: Path) -> str:
    import llvmlite.binding as llvm

    native_target()
    try:
        return str(llvm.parse_bitcode(content))
    except RuntimeError as error:
        said = " ".join(str(error).split())
        version = llvm.llvm_version_info[0]
        raise UnsupportedProgram(f"{path} is not LLVM bitcode that LLVM {version} can read: {said}") from None


def _compiled(compiler: str | None, options: list[str], path: Path, name: str) -> str:
    if compiler is None:
        raise BackendError(f"{path} needs {name}, which is not on the PATH; install it, or give the .ll file.")
    with tempfile.TemporaryDirectory(prefix="irpart-") as folder:
        output = Path(folder) / "program.ll"
        run = subprocess.run([compiler, *options, str(path), "-o", str(output)], capture_output=True, text=True, check=False)
        if run.returncode != 0 or not output.exists():
            errors = [line for line in run.stderr.splitlines() if "error" in line]
            said = errors[0] if errors else f"exit status {run.returncode}"
            raise UnsupportedProgram(f"{name} cannot compile {path.name}: {said}")
        return output.read_text()


def load_libraries(text: str, path: Path) -> None:
    """Make the shared libraries a module needs known to LLVM; every symbol must be found before it runs.

    Raises
    ------
    UnsupportedProgram
        Names the first symbols that are nowhere to be found.
    """
    import llvmlite.binding as llvm

    module = parse_ir(text, str(path))
    declared = [f.name for f in module.functions if f.is_declaration]
    declared += [g.name for g in module.global_variables if g.is_declaration]
    wanted = [name for name in declared if not name.startswith("llvm.")]
    for library in _candidates(wanted):
        if all(llvm.address_of_symbol(name) for name in wanted):
            return
        try:
            llvm.load_library_permanently(library)
        except RuntimeError:
            continue  # a candidate that is not installed; what is missing in the end is said below
    missing = [name for name in wanted if not llvm.address_of_symbol(name)]
    if missing:
        more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
        raise UnsupportedProgram(f"{path.name} calls functions that no loaded library has: {', '.join(missing[:3])}{more}; "
                                 "link them into the module (llvm-link), or compile with the toolchain that is installed.")


def _candidates(wanted: list[str]) -> list[str]:
    libraries = ["libc.so.6", "libm.so.6"]
    if any(re.match(r"_Z(?!N3std2rt)|__cxa|__gxx", name) for name in wanted):
        libraries.append("libstdc++.so.6")
    if any(name.startswith(("_R", "_ZN3std", "_ZN4core", "_ZN5alloc", "__rust", "rust_")) for name in wanted):
        libraries += _rust_libraries()
    return [*libraries, "libc.so.6"]


def _rust_libraries() -> list[str]:
    rustc = shutil.which("rustc")
    if rustc is None:
        return []
    run = subprocess.run([rustc, "--print", "sysroot"], capture_output=True, text=True, check=False)
    folder = Path(run.stdout.strip())
    return sorted(str(found) for found in folder.glob("lib/**/libstd-*.so"))
