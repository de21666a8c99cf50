"""Generated modules on disk and what processes do with them: planned once, changes noticed, never in the way."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from numba import njit

import irpart
from irpart.execution import fingerprint, store
from irpart.execution.table import start_team
from tests.execution import planned
from tests.structure.sources import ROOT

HEAD = """
import sys
from tests.execution import planned
sys.modules["irpart.planning.plan"] = planned
import numpy as np
import irpart
from numba import njit
SCALE = 2.0
@njit
def twice(y):
    return y * 2
@irpart.parallelize
def work(x, rounds):
    for i in range(x.shape[0]):
        for _ in range(rounds):
            x[i] = twice(x[i]) * SCALE % 1000.0 + 1
    return x.shape[0]
"""
TELL = """
x = np.ones(1000)
work(x, 3)
stats = [getattr(module, "work").stats for module in work._modules]
print(planned.calls, [sum(s.cache_hits.values()) for s in stats], [sum(s.cache_misses.values()) for s in stats], x.sum())
"""


def start(tmp_path, code, **environment):
    """Run a program that has the stand-in for planning; its caches lie in ``tmp_path``, irpart's kernels' where they are."""
    script = tmp_path / "program.py"
    script.write_text(code)
    given = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(tmp_path / "cache"), "IRPART_NUM_WORKERS": "2"}
    given.pop("NUMBA_CACHE_DIR", None)
    return subprocess.Popen([sys.executable, "-W", "ignore::DeprecationWarning", str(script)], cwd=ROOT, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**given, **environment})


def run(tmp_path, code, **environment):
    """What a program printed; it must end well."""
    process = start(tmp_path, code, **environment)
    printed, errors = process.communicate(timeout=240)
    assert process.returncode == 0, errors
    assert "Exception ignored" not in errors
    return printed.strip()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A cache of the test's own for this process."""
    start_team()
    monkeypatch.setitem(sys.modules, "irpart.planning.plan", planned)
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    planned.calls.clear()
    return tmp_path / "irpart" / "parallel"


def test_a_second_process_neither_plans_nor_compiles(tmp_path):
    """The first plans and compiles, the second finds both; a change of source, callee or constant is noticed."""
    planned_and_compiled, found = "['work'] [0] [1]", "[] [1] [0]"
    assert run(tmp_path, HEAD + TELL).startswith(planned_and_compiled)
    assert run(tmp_path, HEAD + TELL).startswith(found)
    for old, new in (("SCALE = 2.0", "SCALE = 3.0"), ("y * 2", "y * 3"), ("% 1000.0", "% 999.0"),
                     ("@irpart.parallelize", "@irpart.parallelize(workers=1)")):
        changed = HEAD.replace(old, new) + TELL
        assert run(tmp_path, changed).startswith(planned_and_compiled), new
    assert run(tmp_path, changed).startswith(found)
    assert run(tmp_path, changed.replace("workers=1", "cache=False")).startswith(planned_and_compiled)


def test_damaged_files_are_written_again(tmp_path):
    """Whatever is wrong with a module or its record: it is planned again, and the next process finds it whole."""
    expected = run(tmp_path, HEAD + TELL).rpartition("]")[2]
    cache = tmp_path / "cache" / "irpart" / "parallel"
    module, record = next(cache.glob("*.py")), next(cache.glob("*.json"))
    good = record.read_text()
    for damage in ("module", "record", "text"):
        if damage == "module":
            module.write_bytes(module.read_bytes()[:-20])
        record.write_text({"module": good, "record": "{", "text": good.replace('"plan"', '"plans"')}[damage])
        again = run(tmp_path, HEAD + TELL)
        assert again.startswith("['work']")
        assert again.endswith(expected)
        assert record.read_text() == good
    assert run(tmp_path, HEAD + TELL).startswith("[] [1]")


def test_processes_that_begin_at_once(tmp_path):
    """Each plans or finds; all have the result, none a half-written file."""
    processes = [start(tmp_path, HEAD + TELL) for _ in range(3)]
    results = {process.communicate(timeout=240)[0].strip().rpartition("]")[2] for process in processes}
    assert len(results) == 1
    assert [process.returncode for process in processes] == [0] * 3
    assert run(tmp_path, HEAD + TELL).startswith("[]")


def test_cached_callers(tmp_path):
    """Numba's own cache of a jitted caller that contains regions: loaded in a new process it finds that process's team."""
    code = HEAD + """
@njit(cache=True)
def caller(x):
    return work(x, 2) + 1
x = np.ones(5000)
print(caller(x), x.sum(), sum(caller.stats.cache_hits.values()))
"""
    first, second = run(tmp_path, code), run(tmp_path, code)
    assert first.rpartition(" ")[0] == second.rpartition(" ")[0]
    assert (first[-1], second[-1]) == ("0", "1")


@pytest.mark.parametrize("workers", ["1", "2", "8"])
def test_numbers_of_workers(tmp_path, workers):
    """The result is the same with any, and so is the code."""
    code = HEAD + """
from irpart.execution.generated import workers
@njit
def size():
    return workers()
x = np.arange(50_000.0)
for _ in range(20):
    work(x, 2)
print(size(), x.sum(), work.statistics().parallel > 0)
"""
    size, total, parallel = run(tmp_path, code, IRPART_NUM_WORKERS=workers).split()
    x = np.arange(50_000.0)
    for _ in range(40):
        x = x * 2 * 2.0 % 1000.0 + 1
    assert (size, float(total), parallel) == (workers, x.sum(), str(workers != "1"))


def test_wrong_numbers_of_workers_are_told(tmp_path):
    """When the function is decorated, not later."""
    process = start(tmp_path, HEAD, IRPART_NUM_WORKERS="many")
    assert "InputError: IRPART_NUM_WORKERS is 'many'" in process.communicate(timeout=120)[1]


def test_forked_children_and_the_end(tmp_path):
    """os.fork between calls, in the middle of another thread's, and a daemon thread that works at the end."""
    code = HEAD + """
import os, threading, time
x = np.ones(20_000)
work(x, 3)
thread = threading.Thread(target=work, args=(np.ones(20_000), 3000))
thread.start()
time.sleep(0.05)
child = os.fork()
before = work.statistics().parallel
work(np.ones(20_000), 3)
if child == 0:
    os._exit(0 if work.statistics().parallel == before + 1 else 1)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
thread.join()
threading.Thread(target=work, args=(np.ones(200_000), 10_000_000), daemon=True).start()
time.sleep(0.1)
print("end", flush=True)
"""
    code = code.replace("@irpart.parallelize\n", "@irpart.parallelize(nogil=True)\n")
    begin = time.monotonic()
    assert run(tmp_path, code).split() == ["0", "end"]
    assert time.monotonic() - begin < 120


@pytest.mark.parametrize("nested", [False, True])
def test_interrupts(tmp_path, nested):
    """Ctrl-C in a region of some seconds: KeyboardInterrupt once, and the function works afterwards."""
    call = "caller(x)" if nested else "work(x, 100_000)"
    code = HEAD + f"""
import time
@njit
def caller(x):
    return work(x, 100_000)
x = np.ones(3000)
work(x, 1)
caller(x[:1])
print("ready", flush=True)
begin = time.perf_counter()
try:
    {call}
    print("too early")
except KeyboardInterrupt:
    for _ in range(1000):
        time.sleep(0.0001)
    print("interrupted", time.perf_counter() - begin < 100)
print(work(np.ones(1000), 2), flush=True)
"""
    process = start(tmp_path, code)
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    printed, errors = process.communicate(timeout=240)
    assert (printed.split("\n")[:2], errors) == (["interrupted True", "1000"], "")


def test_folders(tmp_path, monkeypatch):
    """NUMBA_CACHE_DIR, XDG_CACHE_HOME, the home, and one of this process where those cannot be used."""
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "x"))
    assert store.cache_folder() == tmp_path / "x" / "irpart" / "parallel"
    assert stat.S_IMODE(store.cache_folder().stat().st_mode) & 0o022 == 0
    store.cache_folder().chmod(0o777)
    assert store.cache_folder() == store.private_folder()
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "n"))
    assert store.cache_folder() == tmp_path / "n" / "irpart" / "parallel"
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "h"))
    assert store.cache_folder() == tmp_path / "h" / ".cache" / "irpart" / "parallel"
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert store.cache_folder() == store.private_folder()
    assert stat.S_IMODE(Path(store.private_folder()).stat().st_mode) == 0o700


def test_plans_survive_the_disk(folder):
    """A plan that is read is the plan that was written."""
    @irpart.parallelize
    def add(x):
        for i in range(x.shape[0]):
            x[i] += 1

    add(np.ones(100))
    plan = next(iter(add.plans.values()))
    record = next(folder.glob("*.json"))
    key = record.stem.removeprefix("irpart_")
    read = store.read_plan(folder, key)
    assert read is not plan
    for name in plan.__dataclass_fields__:
        assert getattr(read, name) == getattr(plan, name), name
    assert store.read_plan(folder, "0" * 40) is None


def global_of(value):
    """A function that reads a value from outside."""
    def read(x):
        return x + value

    return read


def test_fingerprints():
    """Equal for equal content, other for other; unknown content is said to be unknown."""
    values = [1, 1.0, True, "1", (1, 2), (1, 2.0), np.float64(1), np.ones(3), np.ones(3, np.float32), np.zeros(3),
              njit(global_of(1)), njit(global_of(2)), np.sqrt, np.sin, None]
    prints = [fingerprint.fingerprint(global_of(value)) for value in values]
    assert len(set(prints)) == len(values)
    assert prints == [fingerprint.fingerprint(global_of(value)) for value in values]
    assert fingerprint.fingerprint(njit(global_of(1))) != fingerprint.fingerprint(njit(fastmath=True)(global_of(1)))
    with pytest.raises(fingerprint.Unknown, match="object has no content"):
        fingerprint.fingerprint(global_of(object()))


def test_functions_of_unknown_content_are_not_shared(folder):
    """They work, from the folder of this process."""
    class Strange:
        """Nothing to compare."""

    strange = Strange()

    @irpart.parallelize
    def add(x):
        for i in range(x.shape[0]):
            x[i] += 1
        if False:
            strange()

    x = np.ones(100)
    add(x)
    assert np.all(x == 2)
    assert not folder.exists() or not list(folder.glob("*.py"))
