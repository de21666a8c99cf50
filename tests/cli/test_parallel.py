"""``irpart run``, ``explain`` and ``parallelize`` as a user types them, on scripts as users write them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.test_commands import ROOT, irpart, refused

APP = '''"""An application."""
import sys

import numpy as np
from numba import njit

SCALE = 0.5


@njit
def smooth(A, B, steps):
    for t in range(steps):
        for i in range(1, A.shape[0] - 1):
            for j in range(1, A.shape[1] - 1):
                B[i, j] = SCALE * (A[i - 1, j] + A[i + 1, j])
        for i in range(1, A.shape[0] - 1):
            for j in range(1, A.shape[1] - 1):
                A[i, j] = B[i, j]


def doubled(A: "float64[:, :]", factor: int = 2):
    for i in range(A.shape[0]):
        for j in range(A.shape[1]):
            A[i, j] = A[i, j] * factor


@njit
def running(A):
    for i in range(1, A.shape[0]):
        A[i] = A[i - 1] + A[i]


if __name__ == "__main__":
    A = np.arange(120_000.0).reshape(300, 400) % 17
    smooth(A, A.copy(), 3)
    smooth(A, A, 1)
    smooth(A.astype(np.float32), A.astype(np.float32), 1)
    doubled(A)
    running(A[0])
    print("sum", A.sum(), *sys.argv[1:])
'''

HABITS = '''
import functools

import numpy as np
from numba import njit

run_range = 4
at_least = "x"


def timed(f):
    @functools.wraps(f)
    def called(*arguments):
        print("calling", f.__name__)
        return f(*arguments)
    return called


@timed
@njit
def decorated(x):
    for i in range(x.size):
        x[i] += 1


def hinted(x: "float64[:]"):
    for i in range(x.size):
        x[i] *= 2
    return x


fast = njit(hinted)


@njit
def scaled(x, factor=3):
    for i in range(x.size):
        x[i] *= factor


def scaled_sequential(x):
    return "mine"


def scaled_parallel(x):
    return "mine, too"


@njit("void(float64[:])")
def shifted(x):
    for i in range(x.size):
        x[i] += 2


@njit
def named(x):
    for i in range(x.size):
        x[i] += run_range


if __name__ == "__main__":
    x = np.arange(300_000.0)
    decorated(x); scaled(x); scaled(x, 4); shifted(x); named(x)
    print(hinted(x.copy()).sum(), fast(x).sum(), run_range, at_least, scaled_sequential(x), scaled_parallel(x))
    try:
        shifted(np.arange(3))
    except TypeError as error:
        print(error)
'''


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with scripts."""
    place = tmp_path_factory.mktemp("app")
    (place / "app.py").write_text(APP)
    (place / "habits.py").write_text(HABITS)
    (place / "broken.py").write_text("import numba\n\n@numba.njit\ndef f(n):\n    return 1 // n\n\nf(0)\n")
    (place / "none.py").write_text("print('nothing')\n")
    (place / "leaves.py").write_text(APP + "    sys.exit(7)\n")
    return place


def output(folder: Path, script: str, *arguments: str) -> str:
    """What a script prints when Python runs it."""
    done = subprocess.run([sys.executable, script, *arguments], cwd=folder, capture_output=True, text=True, check=True,
                          env={**os.environ, "PYTHONPATH": str(ROOT)})
    return done.stdout


def told(folder: Path, *arguments: str) -> tuple[str, Any]:
    """Standard output before the line of JSON, and what that says."""
    text, _, line = irpart(*arguments, cwd=folder).stdout.rstrip("\n").rpartition("\n")
    return text, json.loads(line)


def test_run_and_check(folder: Path) -> None:
    """The script prints what it prints under Python; every call is compared; the guard that fails is told."""
    text, summary = told(folder, "run", "--workers", "2", "--check", "--json", "app.py", "--its-own", "7")
    assert text + "\n" == output(folder, "app.py", "--its-own", "7")
    functions = {one["function"]: one for one in summary["functions"]}
    assert summary["status"] == 0
    assert {name: one["agreement"] for name, one in functions.items()} == dict.fromkeys(
        ("smooth", "doubled", "running"), "equal")
    assert (functions["smooth"]["calls"], functions["smooth"]["checked"], len(functions["smooth"]["plans"])) == (3, 3, 2)
    assert sum(functions["smooth"]["failed_guards"].values()) >= 1
    assert any("share no memory" in text for text in functions["smooth"]["failed_guards"])
    assert functions["doubled"]["plans"][0]["regions"]
    assert functions["doubled"]["gain"] > 0
    assert not functions["running"]["plans"][0]["regions"]


def test_timeline(folder: Path) -> None:
    """A timeline of regions, with the busy share of each worker in the summary and in text; not over the script."""
    done = irpart("run", "--workers", "2", "--timeline", "app.timeline.json", "--json", "app.py", cwd=folder)
    events = json.loads((folder / "app.timeline.json").read_text())
    names = {event["name"] for event in events["traceEvents"] if event["ph"] == "X"}
    assert any(name.startswith(("smooth_line_", "doubled_line_")) for name in names)
    shares = json.loads(done.stdout.rstrip("\n").rpartition("\n")[2])["busy_percent"]
    assert len(shares) == 2 == events["otherData"]["workers"]
    assert shares == events["otherData"]["busy_percent"]
    assert "Busy while a region was under way: worker 0" in done.stderr
    assert "app.py" in refused(irpart("run", "--timeline", "app.py", "app.py", cwd=folder, check=None))


def test_a_difference_is_found(folder: Path) -> None:
    """A wrong plan (all guards removed, loops that are not parallel called so) does not pass the check."""
    code = ("import sys\nimport irpart.regions.verdicts as v\nimport irpart.planning.plan as p\n"
            "right = v.verdicts_of\n"
            "import dataclasses\n"
            "def wrong(*a, **k):\n"
            "    return tuple(dataclasses.replace(x, kind='parallel', blockers=()) for x in right(*a, **k))\n"
            "p.verdicts_of = wrong\n"
            "from irpart.cli.main import main\n"
            "sys.argv = ['irpart', 'run', '--workers', '2', '--check', 'wrong.py']\nmain()\n")
    (folder / "wrong.py").write_text("import numpy as np\nimport numba\n\n@numba.njit\ndef carried(A):\n"
                                     "    for i in range(1, A.shape[0]):\n        A[i] = np.sqrt(A[i - 1]) + A[i]\n\n"
                                     "A = np.ones(2_000_000)\nfor _ in range(5):\n    carried(A)\n")
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False,
                          env={**os.environ, "PYTHONPATH": str(ROOT), "NUMBA_CACHE_DIR": str(folder / "cache")})
    assert done.returncode == 1, done.stderr
    assert "DIFFERENT" in done.stderr
    assert "argument 'A'[" in done.stderr


def test_explain(folder: Path) -> None:
    """Every loop with its verdict and reason; the script's output does not mix with the report."""
    text = irpart("explain", "--no-measure", "app.py", cwd=folder).stdout
    for part in ("smooth  app.py, line 10, 3 calls", "line 13   for i in range(1, A.shape[0] - 1)",
                 "parallel: no dependence", "runs in parallel as smooth_line_13", "running  app.py",
                 "flow dependence on A: written in line 30", "checked at each call: A and B share no memory"):
        assert part in text, text
    assert "sum" not in text.split()
    _, document = told(folder, "explain", "--no-measure", "-f", "running", "--json", "app.py")
    assert [one["function"] for one in document["functions"]] == ["running"]
    assert [loop["verdict"] for loop in document["functions"][0]["plans"][0]["loops"]] == ["sequential"]
    assert document["functions"][0]["sequential_seconds"] is None
    assert not document["functions"][0]["evidence"]
    text = irpart("explain", "--no-measure", "--evidence", "-f", "running", "app.py", cwd=folder).stdout
    assert "observed in line 29: ran once, 399 iterations" in text


def test_parallelize(folder: Path) -> None:
    """The written script is Python without the decorator, says the same, and has a version for each set of types."""
    _, document = told(folder, "parallelize", "app.py", "--json")
    assert (document["parallel"], list(document["kept"])) == (["smooth", "doubled"], ["running"])
    written = (folder / "app_par.py").read_text()
    assert "irpart.parallelize" not in written
    assert written.count("def smooth_sequential") == 1
    assert "'array(float32, 2d, C), array(float32, 2d, C), int64': smooth_parallel_1," in written
    assert "# Line 13: for i in range(1, A.shape[0] - 1)" in written
    assert output(folder, "app_par.py", "x") == output(folder, "app.py", "x")
    said = irpart("parallelize", "app.py", "-o", "again.py", cwd=folder).stdout
    assert said.startswith("again.py: smooth, doubled in parallel.")
    assert (folder / "again.py").read_text() == written


def test_scripts_that_jit_by_calls_and_have_our_names(folder: Path) -> None:
    """A function that is jitted by a call is jitted, not what took its place; names of irpart's do not meet the script's."""
    text, summary = told(folder, "run", "--check", "--json", "habits.py")
    assert text + "\n" == output(folder, "habits.py")
    found = [(one["function"], one["agreement"], bool(one["plans"])) for one in summary["functions"]]
    names = ("decorated", "scaled", "shifted", "named", "hinted", "hinted")
    assert found == [(name, "equal", name != "named") for name in names]
    _, document = told(folder, "parallelize", "habits.py", "--json")
    assert document["parallel"] == ["scaled", "shifted"]
    assert {name: reason.partition(" (")[0].partition(" in line")[0] for name, reason in document["kept"].items()} == {
        "decorated": "it has a decorator that is not Numba's", "hinted": "it is jitted by a call",
        "named": "'run_range' in 'named'"}
    assert output(folder, "habits_par.py") == output(folder, "habits.py")


def test_written_scripts_choose_by_type(folder: Path) -> None:
    """Versions are for defaults that are left out, too, and for signatures that are given ahead."""
    irpart("parallelize", "habits.py", "-o", "chosen.py", cwd=folder)
    code = ("import numpy as np, chosen\nfrom numba.core.types import Omitted\nx = np.ones(9)\n"
            "chosen.scaled(x); chosen.scaled(x, 4); chosen.shifted(x)\n"
            "def seen(f):\n    version, = f.versions.values()\n    return version.signatures\n"
            "left_out = sum(isinstance(kind, Omitted) for kinds in seen(chosen.scaled) for kind in kinds)\n"
            "print(left_out, len(seen(chosen.scaled)), len(seen(chosen.shifted)), x[0])\n")
    (folder / "look.py").write_text(code)
    assert output(folder, "look.py") == "1 2 1 14.0\n"


def test_the_scripts_own_status(folder: Path) -> None:
    """It is the command's."""
    assert irpart("run", "leaves.py", cwd=folder, check=7).stdout.startswith("sum")


def test_options_behind_the_script(folder: Path) -> None:
    """They are the script's; that is told of those which it does not name."""
    said = irpart("run", "app.py", "--check", "--workers=2", "--other", cwd=folder).stderr
    assert "irpart: --check stands behind app.py and is the script's; options of irpart stand before it." in said
    assert "--workers=2 stands behind" in said
    assert "--other" not in said
    (folder / "own.py").write_text("import sys\nif '--check' in sys.argv:\n    print('mine')\n")
    said = irpart("parallelize", "app.py", "--steps", "4", cwd=folder, check=2).stderr
    assert "Options of the script stand behind --, at the end: irpart parallelize app.py -o app_par.py -- --steps" in said
    assert "stands behind" not in irpart("explain", "own.py", "--check", cwd=folder).stderr


def test_scripts_that_raise(folder: Path) -> None:
    """Python's status and traceback, without irpart's frames; what was seen until then is told."""
    done = irpart("run", "--check", "broken.py", cwd=folder, check=1)
    assert "1 equal bit for bit" in done.stderr
    assert 'line 7, in <module>' in done.stderr
    assert str(ROOT / "irpart") not in done.stderr
    assert "irpart: broken.py raised ZeroDivisionError, so it was not run to its end." in done.stderr
    (folder / "syntax.py").write_text("def f(:\n")
    lines = irpart("run", "syntax.py", cwd=folder, check=2).stderr.splitlines()
    assert lines[0].strip() == 'File "syntax.py", line 1'
    assert "SyntaxError: invalid syntax" in lines


def test_refusals(folder: Path) -> None:
    """One sentence and status 2; nothing is written."""
    def says(sentence: str, *arguments: str) -> None:
        run = irpart(*arguments, cwd=folder, check=2)
        assert sentence in run.stderr.rstrip().splitlines()[-1]

    assert "There is no file gone.py" in refused(irpart("run", "gone.py", cwd=folder, check=2))
    assert "--workers is 1 to 1024, not 0" in refused(irpart("run", "--workers", "0", "app.py", cwd=folder, check=2))
    assert "is the file that is read" in refused(irpart("parallelize", "app.py", "-o", "app.py", cwd=folder, check=2))
    assert "there is no folder gone" in refused(irpart("parallelize", "app.py", "-o", "gone/app.py", cwd=folder, check=2))
    says("neither defines nor calls a function 'gone'", "explain", "-f", "gone", "app.py")
    says("broken.py raised ZeroDivisionError", "explain", "broken.py")
    says("none.py called no jitted function", "parallelize", "none.py")
    assert not (folder / "none_par.py").exists()
