"""The commands as a user types them, with right and with wrong input."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

SCRIPT = '''
import sys
import numpy as np
from numba import njit

@njit
def scan(x, times=1):
    total = 0.0
    for _ in range(times):
        for i in range(1, x.shape[0]):
            x[i] += 0.5 * x[i - 1]
            total += x[i]
    return total

def plain(x: "float64[:]") -> float:
    total = 0.0
    for i in range(x.shape[0]):
        total += x[i] * x[i]
    return total

if __name__ == "__main__":
    print("arguments", sys.argv[1:])
    data = np.arange(200.0)
    print(repr(scan(data)), repr(scan(data, times=2)), float(plain(data)))
'''


def irpart(*arguments: str, cwd: Path, check: int | None = 0) -> subprocess.CompletedProcess[str]:
    """Run the command; by default it must succeed."""
    run = subprocess.run([sys.executable, "-m", "irpart.cli.main", *arguments], cwd=cwd, capture_output=True, text=True,
                         timeout=300, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
    if check is not None:
        assert run.returncode == check, run.stderr
    return run


def refused(run: subprocess.CompletedProcess[str]) -> str:
    """The one sentence of a refusal."""
    lines = run.stderr.strip().splitlines()
    assert len(lines) == 1, run.stderr
    assert lines[0].startswith("irpart: ")
    assert run.returncode == 2
    return lines[0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a script and its profile."""
    place = tmp_path_factory.mktemp("user")
    (place / "app.py").write_text(SCRIPT)
    irpart("profile", "--timing", "model", "app.py", "a", "--size", "3", cwd=place)
    return place


def test_the_script_does_what_it_does_without_irpart(folder: Path) -> None:
    """Same standard output, its own arguments, nothing else on it."""
    plain = subprocess.run([sys.executable, "app.py", "a", "--size"], cwd=folder, capture_output=True, text=True, check=True)
    traced = irpart("profile", "-o", "other.irpg", "app.py", "a", "--size", cwd=folder)
    assert traced.stdout == plain.stdout
    assert "parallelism" in traced.stderr
    assert "scan (1 call), plain (1 call)" in traced.stderr


def test_info_partition_export(folder: Path) -> None:
    """The chain of the README, with JSON."""
    info = json.loads(irpart("info", "app.irpg", "--json", "--verify", cwd=folder).stdout)
    assert info["kind"] == "profile"
    assert info["calls"] == {"scan": 1, "plain": 1}
    assert "parallelism" in irpart("info", "app.irpg", cwd=folder).stdout
    made = json.loads(irpart("partition", "app.irpg", "-k", "4", "--json", cwd=folder).stdout)
    assert made["file"] == "app.k4.irpp"
    assert made["balance_by_weight"] <= 1.03 * (1 + 1e-9)
    assert made["lower_bound"] >= 3
    assert made["gap_to_bound"] == made["connectivity"] / made["lower_bound"]
    assert json.loads(irpart("info", "app.k4.irpp", "--json", cwd=folder).stdout)["k"] == 4
    assert "method" in irpart("info", "app.k4.irpp", cwd=folder).stdout
    table = irpart("partition", "app.irpg", "-k", "4", "--method", "all", cwd=folder).stdout
    assert "wb-libra" in table
    assert f"km1 over {made['lower_bound']}" in table
    assert "gap to bound" in irpart("partition", "app.irpg", "-k", "4", cwd=folder).stdout
    rows = json.loads(irpart("partition", "app.irpg", "-k", "4", "--method", "all", "--json", cwd=folder).stdout)
    assert {"chunks", "hdrf", "metis"} <= {row["method"] for row in rows}
    assert {row["lower_bound"] for row in rows} == {made["lower_bound"]}
    assert all(row["gap_to_bound"] is None or row["gap_to_bound"] >= 1 for row in rows)
    for target, name in (("metis", "app.metis"), ("hmetis", "app.hgr"), ("graphml", "app.graphml")):
        irpart("export", "app.irpg", "--to", target, cwd=folder)
        assert (folder / name).stat().st_size > 1000
    irpart("export", "app.irpg", "--to", "edgelist", "-o", "e.el", "--partition", "app.k4.irpp", "--json", cwd=folder)
    assert len((folder / "e.el").read_text().splitlines()) == info["edges"] + 1
    again = json.loads(irpart("partition", "app.metis", "-k", "3", "--json", cwd=folder).stdout)
    assert again["n_clusters"] == 3


def test_partition_as_a_stream(folder: Path) -> None:
    """--stream writes a partition of the same graph, prints a table or JSON, and takes the replicas that may be paid."""
    made = json.loads(irpart("partition", "app.irpg", "-k", "4", "--stream", "-o", "st.irpp", "--json", cwd=folder).stdout)
    assert made["file"] == "st.irpp"
    assert made["is_exact"]
    assert made["keeps_bound"]
    irpart("partition", "app.irpg", "-k", "4", "-O", "effort=0", "-o", "whole.irpp", cwd=folder)
    stored, whole = (json.loads(irpart("info", name, "--json", cwd=folder).stdout) for name in ("st.irpp", "whole.irpp"))
    assert stored["graph_checksum"] == whole["graph_checksum"] == made["graph_checksum"]
    assert (stored["method"], stored["edges"]) == ("irpart-stream", whole["edges"])
    irpart("export", "app.irpg", "--to", "edgelist", "-o", "st.el", "--partition", "st.irpp", cwd=folder)
    table = irpart("partition", "app.irpg", "-k", "4", "--stream", "-O", "replication=1", "-o", "st.irpp", cwd=folder).stdout
    assert "pieces per cluster  1" in table
    assert "replication factor" in table


def test_model_timing_is_reproducible(folder: Path) -> None:
    """Two runs in two processes give the same graph, to the bit."""
    sums = []
    for name in ("one.irpg", "two.irpg"):
        irpart("profile", "--timing", "model", "-o", name, "app.py", cwd=folder)
        made = json.loads(irpart("partition", name, "-k", "2", "--json", "-o", "x.irpp", cwd=folder).stdout)
        stored = json.loads(irpart("info", "x.irpp", "--json", cwd=folder).stdout)
        sums.append((stored["graph_checksum"], made["connectivity"]))
    assert sums[0] == sums[1]


def test_functions_calls_and_bounds(folder: Path) -> None:
    """--function, --calls, --max-instructions, --latencies, --plot."""
    (folder / "slow.toml").write_text("L1 = 50\nsimple = 2\n")
    run = irpart("profile", "--function", "scan", "--calls", "2", "--timing", "model", "--latencies", "slow.toml", "--plot",
                 "d.png", "--json", "-o", "two.irpg", "app.py", cwd=folder)
    summary = json.loads(run.stdout.splitlines()[-1])
    assert summary["calls"] == {"scan": 2}
    assert not summary["cut"]
    assert (folder / "d.png").read_bytes().startswith(b"\x89PNG")
    bounded = irpart("profile", "--max-instructions", "500", "--json", "-o", "cut.irpg", "app.py", cwd=folder)
    summary = json.loads(bounded.stdout.splitlines()[-1])
    assert summary["cut"]
    assert summary["instructions"] <= 500
    assert "--max-instructions was reached" in bounded.stderr


@pytest.mark.parametrize("timing", ["sampled", "every", "none"])
def test_other_timings(folder: Path, timing: str) -> None:
    """The file records which."""
    irpart("profile", "--timing", timing, "-o", f"{timing}.irpg", "app.py", cwd=folder)
    assert json.loads(irpart("info", f"{timing}.irpg", "--json", cwd=folder).stdout)["timing"] == timing


WRONG_SCRIPTS = {
    "none.py": ("print('nothing jitted')\n\ndef work(n):\n    return sum(i * i for i in range(n))\n\nwork(3000000)\n",
                "none.py called no jitted function, so there is nothing to trace. The functions that took the most time: "
                "work. Type: irpart profile --function work none.py"),
    "unsupported.py": ("from numba import njit\nimport numpy as np\n\n@njit\ndef f(x):\n    return undefined(x)\n\nf(1)\n",
                       "Numba cannot compile 'f' (unsupported.py, line"),
    "hinted.py": ("import numpy as np\n\ndef f(x: 'float64[:]'):\n    return x[0]\n\nf(np.ones(3, np.float32))\n",
                  "Argument 'x' of 'f' is hinted as a 1-d array of float64, but the call passes a 1-d array of float32"),
}


@pytest.mark.parametrize("name", WRONG_SCRIPTS)
def test_scripts_that_cannot_be_profiled(tmp_path: Path, name: str) -> None:
    """One sentence, exit status 2, no file."""
    text, sentence = WRONG_SCRIPTS[name]
    (tmp_path / name).write_text(text)
    assert sentence in refused(irpart("profile", name, cwd=tmp_path, check=None))
    assert sorted(p.name for p in tmp_path.iterdir()) == [name]


def test_a_script_that_raises(tmp_path: Path) -> None:
    """Python's traceback of the script alone, then the sentence; no file."""
    (tmp_path / "bad.py").write_text(SCRIPT + "    raise ValueError('my own')\n")
    run = irpart("profile", "bad.py", cwd=tmp_path, check=2)
    assert "ValueError: my own" in run.stderr
    assert 'File "bad.py"' in run.stderr
    assert "irpart/profiles" not in run.stderr
    assert run.stderr.strip().splitlines()[-1] == "irpart: bad.py raised ValueError, so no profile was written."
    assert [p.name for p in tmp_path.iterdir()] == ["bad.py"]


def test_exit_status_and_syntax_errors(tmp_path: Path) -> None:
    """sys.exit is noted; a syntax error is shown as Python shows it."""
    (tmp_path / "leave.py").write_text(SCRIPT + "    sys.exit(3)\n")
    assert "exited with status 3" in irpart("profile", "--timing", "none", "leave.py", cwd=tmp_path).stderr
    (tmp_path / "syntax.py").write_text("def f(:\n")
    run = irpart("profile", "syntax.py", cwd=tmp_path, check=2)
    assert "SyntaxError" in run.stderr


@pytest.mark.parametrize(("arguments", "sentence"), [
    (["profile", "missing.py"], "There is no file missing.py."),
    (["profile", "--function", "nope", "app.py"], "app.py defines no function 'nope', so there is nothing to trace."),
    (["profile", "--function", "nomodule:f", "app.py"], "cannot import the module 'nomodule'"),
    (["profile", "--function", "json:nothing", "app.py"], "'json' has no 'nothing'"),
    (["profile", "--calls", "0", "app.py"], "At least one call must be traced, got --calls 0."),
    (["profile", "-o", "nofolder/a.irpg", "app.py"], "nofolder"),
    (["profile", "--plot", "a.txt", "app.py"], "A plot is written as .png, .svg or .pdf, not as 'a.txt'."),
    (["profile", "--latencies", "app.py", "app.py"], "is not valid TOML"),
    (["partition", "missing.irpg", "-k", "2"], "There is no file missing.irpg."),
    (["partition", "app.py", "-k", "2"], "The format of app.py cannot be told from its name"),
    (["partition", "app.irpg", "-k", "0"], "k must be a whole number from 1 to 65536, got 0."),
    (["partition", "app.irpg", "-k", "2", "--method", "best"], "There is no method 'best'; choose one of:"),
    (["partition", "app.irpg", "-k", "2", "-O", "x"], "An option of a method is given as name=value, got 'x'."),
    (["partition", "app.irpg", "-k", "2", "--method", "hdrf", "-O", "x=1"], "Method 'hdrf' has no option 'x'"),
    (["partition", "app.irpg", "-k", "2", "-o", "nofolder/a.irpp"], "nofolder"),
    (["partition", "app.py", "-k", "2", "--stream"], "--stream cuts profiles (.irpg) only, and app.py is none; leave"),
    (["partition", "no.irpg", "-k", "2", "--stream"], "There is no file no.irpg."),
    (["partition", "app.irpg", "-k", "2", "--stream", "--method", "hdrf"], "leave --method hdrf out."),
    (["partition", "app.irpg", "-k", "2", "--stream", "-O", "effort=0"], "leave -O effort out."),
    (["partition", "app.irpg", "-k", "2", "--stream", "-o", "nofolder/a.irpp"], "nofolder"),
    (["info", "app.py"], "app.py"),
    (["info", "short.irpg"], "short.irpg"),
    (["export", "app.irpg", "--to", "metis", "-o", "nofolder/a"], "Cannot write nofolder/a"),
])
def test_wrong_input(folder: Path, arguments: list[str], sentence: str) -> None:
    """One clear sentence and exit status 2."""
    whole = (folder / "app.irpg").read_bytes()
    (folder / "short.irpg").write_bytes(whole[: len(whole) // 2])
    assert sentence in refused(irpart(*arguments, cwd=folder, check=None))
    assert not [p.name for p in folder.iterdir() if p.name.startswith(".")]


def test_wrong_options_and_debug(folder: Path) -> None:
    """Usage errors come from the parser; --debug shows the traceback."""
    assert irpart("partition", "app.irpg", cwd=folder, check=2).stderr.startswith("Usage")
    assert irpart("profile", "--timing", "magic", "app.py", cwd=folder, check=2).stderr.startswith("Usage")
    assert "Traceback" in irpart("--debug", "info", "app.py", cwd=folder, check=1).stderr


LOOP_FOR_EVER = """
import numpy as np
from numba import njit

@njit
def spin(x):
    while x[0] >= 0.0:
        x[0] += 1.0
    return x[0]

print("started", flush=True)
spin(np.zeros(1))
"""


def test_ctrl_c_leaves_nothing(tmp_path: Path) -> None:
    """An interrupt inside compiled code ends the command at once, without a file."""
    (tmp_path / "spin.py").write_text(LOOP_FOR_EVER)
    command = [sys.executable, "-m", "irpart.cli.main", "profile", "--timing", "none", "spin.py"]
    running = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert running.stdout is not None
    assert running.stdout.readline() == "started\n"
    time.sleep(6)
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "interrupted; no file was left half-written" in errors
    assert [p.name for p in tmp_path.iterdir()] == ["spin.py"]


ABORTS = "declare void @abort()\ndefine i32 @main(i32 %c, ptr %v) {\n  call void @abort()\n  unreachable\n}\n"
LEAVES = """
declare void @exit(i32)
declare i32 @puts(ptr)
@text = constant [6 x i8] c"hello\\00"
define i32 @main(i32 %c, ptr %v) {
  %x = call i32 @puts(ptr @text)
  call void @exit(i32 %c)
  unreachable
}
define double @half(double %x, i64 %n) {
  %y = fmul double %x, 0.5
  ret double %y
}
define void @needs(ptr %x) {
  ret void
}
"""


def test_native_programs(tmp_path: Path) -> None:
    """main with arguments, exit, another function, options behind the file, a crash."""
    (tmp_path / "leaves.ll").write_text(LEAVES)
    run = irpart("profile", "leaves.ll", "--timing", "model", "-o", "l.irpg", "--", "one", "two", cwd=tmp_path)
    assert run.stdout == "hello\n"
    assert "exited with status 3" in run.stderr
    irpart("profile", "leaves.ll", "--function", "half", "-o", "h.irpg", "--timing", "none", "--", "2.5", "7", cwd=tmp_path)
    assert json.loads(irpart("info", "h.irpg", "--json", cwd=tmp_path).stdout)["instructions"] == 2
    for arguments, sentence in (
        (["--function", "half"], "'half' takes 2 numbers, but 0 were given after --."),
        (["--function", "half", "--", "a", "1"], "is not a number"),
        (["--function", "needs", "--", "1"], "'needs' takes a ptr, which cannot be given on the command line"),
        (["--function", "other"], "defines no function 'other'; it defines: main, half, needs."),
    ):
        assert sentence in refused(irpart("profile", "leaves.ll", *arguments, cwd=tmp_path, check=None))
    (tmp_path / "aborts.ll").write_text(ABORTS)
    run = irpart("profile", "aborts.ll", "--timing", "model", cwd=tmp_path, check=2)
    assert "aborts.ll was ended by signal 6 while it was traced; no profile was written" in run.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["aborts.ll", "h.irpg", "l.irpg", "leaves.ll"]


@pytest.mark.parametrize("name", ["wordcount", "sparse_grid"])
def test_the_c_samples(tmp_path: Path, name: str) -> None:
    """The stored IR runs under the tracer; the source too where clang is there."""
    run = irpart("profile", str(ROOT / "data" / "ir" / f"{name}.ll"), "--json", "--", "300", cwd=tmp_path)
    printed, summary = run.stdout.splitlines()
    assert json.loads(summary)["instructions"] > 10_000
    compiler = shutil.which("clang-19") or shutil.which("clang")
    if compiler is not None:
        source = str(ROOT / "data" / "ir" / f"{name}.c")
        from_source = irpart("profile", source, "-o", "c.irpg", "--", "300", cwd=tmp_path)
        assert from_source.stdout == printed + "\n"
