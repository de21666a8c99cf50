"""What parallelized functions promise whatever the workers are: the same bits, no more workers, honest counts, an end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import irpart
from irpart.execution.watching import CallWatcher
from irpart.reporting.parallel import print_calls
from tests.execution.teams import team_of
from tests.structure.sources import ROOT

RANDOM = np.random.default_rng(9)


def statistics_of(x, y, rows):
    """Sums, a product, a dot product and sums by rows: each rounds in the order of its parts."""
    total, product, mixed = 0.0, 1.0, 0.0
    for i in range(x.shape[0]):
        total += x[i] * 1.1
        product *= 1.0 + x[i] * 1e-6
        mixed += x[i] * y[i]
    for i in range(rows.shape[0]):
        s = 0.0
        for j in range(rows.shape[1]):
            s += rows[i, j]
        rows[i, 0] = s
    return total, product, mixed


def histogram(values, at, counts):
    """A float histogram: copies for each chunk, added up in order."""
    for i in range(values.shape[0]):
        counts[at[i]] += values[i]


def transposed(a, x, y):
    """Runs in another order of loops, if they are long enough."""
    for i in range(a.shape[0]):
        for j in range(a.shape[0]):
            x[i] += a[j, i] * y[j]


@pytest.mark.parametrize("deterministic", [True, False])
def test_any_number_of_workers_gives_the_same_bits(teams, deterministic):
    """``deterministic`` says how it is anyway: 1 to 8 workers, again and again, and the option ``workers``."""
    x, y, rows = RANDOM.random(300_000), RANDOM.random(300_000), RANDOM.random((400, 300))
    at, seen = RANDOM.integers(0, 40, 300_000), set()
    sums = irpart.parallelize(statistics_of, deterministic=deterministic, cache=False)
    counted = irpart.parallelize(histogram, deterministic=deterministic, cache=False)
    for size in range(1, 9):
        with team_of(teams[size]):
            for _ in range(3):
                own, counts = rows.copy(), np.zeros(40)
                result = sums(x, y, own)
                counted(x, at, counts)
                seen.add((np.array(result).tobytes(), own.tobytes(), counts.tobytes()))
    assert len(seen) == 1
    assert sums.statistics().parallel > 0
    limited = irpart.parallelize(statistics_of, deterministic=deterministic, workers=2, cache=False)
    with team_of(teams[8]):
        own = rows.copy()
        assert np.array(limited(x, y, own)).tobytes() == next(iter(seen))[0]


@pytest.mark.parametrize(("variable", "option", "expected"), [("2", 4, 2), ("4", 2, 2), ("4", 4, 4), ("3", None, 3)])
def test_the_option_workers_only_limits(tmp_path, variable, option, expected):
    """As many as the process has, of these at most as many as the function may use."""
    script = tmp_path / "app.py"
    script.write_text(f"""
import numpy as np
import irpart
from irpart.execution import recording

@irpart.parallelize(workers={option})
def work(x):
    for i in range(x.shape[0]):
        for k in range(200):
            x[i] = x[i] * 0.5 + 1.0

x = np.zeros(200_000)
work(x)
with recording() as timeline:
    work(x)
print({{one.workers for one in timeline.slices if one.kind == "region"}}, timeline.workers)
""")
    given = os.environ | {"PYTHONPATH": str(ROOT), "IRPART_NUM_WORKERS": variable, "XDG_CACHE_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, str(script)], env=given, capture_output=True, text=True, timeout=300, check=False)
    assert (done.stdout, done.stderr) == (f"{{{expected}}} {variable}\n", "")


def test_small_calls_are_counted_apart(capsys):
    """Sizes that are not worth another order of loops are no failed guard; arrays that overlap are."""
    function = irpart.parallelize(transposed, cache=False)
    watcher = CallWatcher()
    for n in (4, 5, 6, 60):
        watcher.call(function, (RANDOM.random((n, n)), np.zeros(n), RANDOM.random(n)))
    told = function.statistics()
    assert told.small == 3
    assert not any(told.guards.values())
    x = np.zeros(60)
    watcher.call(function, (RANDOM.random((60, 60)), x, x))
    told = function.statistics()
    assert (told.small, sum(told.guards.values())) == (3, 1)
    (report,) = watcher.reports
    assert report.small == report.to_json()["small"] == 3
    assert [count for _, count in report.failed_guards] == [1]
    print_calls([report])
    text = capsys.readouterr().err
    assert "transposed, small: ran the original order 3 times." in text
    assert "share no memory" in text
    assert "long enough" not in text


PROGRAMS = {
    "spinning": ("work(x)", ""),
    "blocked": ("work(x); time.sleep(0.05)", ""),
    "recording": ("with recording():\n    work(x)\n    raise SystemExit", ""),
    "forked while a timeline is recorded": ("""
with recording() as timeline:
    work(x)
    child = os.fork()
    work(x)
    if child == 0:
        os._exit(0 if (x == x[0]).all() else 1)
    print(os.waitpid(child, 0)[1], timeline.workers)
""", "0 2\n"),
    "forked by a pool while another thread works": ("""
stop = []
def again():
    y = np.zeros(200_000)
    while not stop:
        work(y)
thread = threading.Thread(target=again)
thread.start()
def child(k):
    z = np.full(200_000, float(k))
    work(z)
    return bool((z == z[0]).all())
with multiprocessing.get_context("fork").Pool(2) as pool:
    print(pool.map(child, range(6)))
stop.append(1)
thread.join()
""", "[True, True, True, True, True, True]\n"),
    "interrupted while a timeline is recorded": ("""
threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
try:
    with recording() as timeline:
        while True:
            work(x)
except KeyboardInterrupt:
    print("interrupted", len(timeline.slices) > 0)
z = np.zeros(200_000)
work(z)
print((z == z[0]).all())
""", "interrupted True\nTrue\n"),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_processes(tmp_path: Path, name: str) -> None:
    """Ends, forks and interrupts while workers spin, sleep, work and are recorded: no hang, no message."""
    code, expected = PROGRAMS[name]
    script = tmp_path / "app.py"
    script.write_text(f"""
import multiprocessing, os, signal, threading, time
import numpy as np
import irpart
from irpart.execution import recording

@irpart.parallelize(nogil=True)
def work(x):
    for i in range(x.shape[0]):
        for k in range(200):
            x[i] = x[i] * 0.5 + 1.0

x = np.zeros(200_000)
work(x)
{code}
""")
    given = os.environ | {"PYTHONPATH": str(ROOT), "IRPART_NUM_WORKERS": "2", "XDG_CACHE_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-W", "ignore::DeprecationWarning", str(script)], env=given, capture_output=True,
                          text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, expected, "")
