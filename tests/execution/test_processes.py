"""What happens to processes: Ctrl-C, forks, and ends of the program while workers sleep or run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.structure.sources import ROOT

BEGIN = """
import os, signal, sys, threading, time
import numpy as np
from irpart.execution.packing import pack_graph
from irpart.execution.team import Team
from tests.execution.compiled import count_body, make_graph
words = np.zeros(16 * 64, np.int64)
words[15] = 100_000
def run(team, n=200):
    return team.run_graph(make_graph(n, [], team.size), count_body(), words)
"""


def run(code, *, wait=120, interrupt_at=None):
    """Run a program, perhaps with Ctrl-C when it prints a line; exit status and what it printed."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, "-W", "ignore::DeprecationWarning", "-c", BEGIN + code], cwd=ROOT, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
    first = ""
    if interrupt_at is not None:
        first = process.stdout.readline()
        assert first.strip() == interrupt_at, process.communicate()
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
    printed, errors = process.communicate(timeout=wait)
    return process.returncode, first + printed, errors


@pytest.mark.parametrize("size", [1, 2, 4])
def test_interrupts_end_a_region(size):
    """Ctrl-C during a region of many minutes: KeyboardInterrupt within a moment, and the team can be used again."""
    code = f"""
team = Team({size})
run(team)
print("ready", flush=True)
begin = time.perf_counter()
try:
    run(team, 5_000_000)
except KeyboardInterrupt:
    print("interrupted", time.perf_counter() - begin < 60)
words[:] = 0
done = run(team)
print(done.status, words[[0, 16, 32, 48]].sum())
"""
    status, printed, errors = run(code, interrupt_at="ready")
    assert (status, errors) == (0, "")
    assert printed.split("\n")[:3] == ["ready", "interrupted True", "0 200"]


def test_interrupts_that_the_program_handles_itself():
    """With a handler of its own the region runs to its end, and the handler is called once."""
    code = """
came = []
signal.signal(signal.SIGINT, lambda *_: came.append(1))
team = Team(2)
run(team)
print("ready", flush=True)
done = run(team, 20_000)
print(done.status, len(came))
"""
    status, printed, _ = run(code, interrupt_at="ready")
    assert (status, printed.split("\n")[1]) == (0, "0 1")


def test_interrupts_between_regions_are_pythons():
    """The handler before ours is called as ever; a later region is not ended by an interrupt that came before."""
    code = """
team = Team(2)
run(team)
try:
    print("ready", flush=True)
    time.sleep(60)
except KeyboardInterrupt:
    print("interrupted", run(team).status, signal.getsignal(signal.SIGINT) is signal.default_int_handler)
"""
    status, printed, _ = run(code, interrupt_at="ready")
    assert (status, printed.split("\n")[1]) == (0, "interrupted 0 True")


def test_a_forked_child_starts_workers_of_its_own():
    """Parent and child both run regions after the fork, and both end."""
    code = """
team = Team(4)
run(team)
child = os.fork()
words[:16 * 8] = 0
words[15] = 1000
done = run(team)
assert done.status == 0 and done.workers == 4 and words[[0, 16, 32, 48]].sum() == 200, (done, words[::16])
if child == 0:
    sys.exit(7)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    status, printed, errors = run(code)
    assert (status, printed, errors) == (0, "7\n", "")


def test_a_fork_during_a_region_of_another_thread():
    """The child finds a team that nobody uses."""
    code = """
team = Team(3)
run(team)
thread = threading.Thread(target=run, args=(team, 20_000))
thread.start()
time.sleep(0.05)
child = os.fork()
if child == 0:
    mine = np.zeros(16 * 64, np.int64)
    done = team.run_graph(make_graph(100, [], 3), count_body(), mine)
    os._exit(0 if done.workers == 3 and mine[[0, 16, 32]].sum() == 100 else 1)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
thread.join()
"""
    status, printed, _ = run(code)
    assert (status, printed) == (0, "0\n")


@pytest.mark.parametrize("blocking", ["futex", "condition"])
def test_the_program_ends_while_workers_sleep(blocking):
    """No deadlock, no message; teams that are still there, dropped, closed and never used."""
    code = f"""
teams = [Team(4, blocking="{blocking}") for _ in range(3)]
run(teams[0])
Team(2)
time.sleep(0.02)
teams[1].close()
print("end", flush=True)
"""
    begin = time.monotonic()
    assert run(code) == (0, "end\n", "")
    assert time.monotonic() - begin < 60


def test_the_program_ends_while_a_region_runs():
    """A daemon thread in a region of minutes does not keep the program alive."""
    code = """
team = Team(2)
run(team)
threading.Thread(target=run, args=(team, 5_000_000), daemon=True).start()
time.sleep(0.2)
print("end", flush=True)
"""
    status, printed, errors = run(code, wait=60)
    assert (status, printed, errors) == (0, "end\n", "")


def test_dropped_teams_leave_no_threads():
    """A team without references ends its workers."""
    code = """
def threads():
    return len(os.listdir("/proc/self/task"))
if not os.path.isdir("/proc/self/task"):
    sys.exit()
run(Team(2))
before = threads()
for _ in range(20):
    run(Team(5))
print(threads() == before)
"""
    status, printed, _ = run(code)
    assert (status, printed) in ((0, "True\n"), (0, ""))


def test_other_threading_layers_work_beside_it():
    """prange and BLAS in turn with regions, in one process."""
    code = """
import numba
@numba.njit(parallel=True)
def total(x):
    s = 0.0
    for i in numba.prange(x.size):
        s += x[i]
    return s
x = np.ones(100_000)
team = Team(2)
for _ in range(20):
    assert run(team).status == 0
    assert total(x) == 100_000
    assert (np.ones((200, 200)) @ np.ones((200, 200)))[0, 0] == 200
print("well")
"""
    status, printed, _ = run(code, wait=240)
    assert (status, printed) == (0, "well\n")
