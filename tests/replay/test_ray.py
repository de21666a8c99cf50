"""The Ray engine on two local actors: the values of the serial engine, whatever dies, and nothing left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from irpart.base.errors import BackendError, InputError
from irpart.replay.dataflow import DataflowProgram
from irpart.replay.engines import ray as engine
from irpart.replay.engines._ray_exchange import CallExchange, GraphExchange
from irpart.replay.engines._ray_team import RayTeam
from irpart.replay.execute import execute
from irpart.replay.plan import plan_workers
from irpart.replay.windows import cut_windows, order_by_windows
from irpart.replay.workers import ExecutionPlan
from irpart.topology.ray_session import ray_session
from tests.replay.dataflow_programs import interpreted, make_program

MARK = "IRPART_TEST_MARK"


def make_windowed(n: int, k: int, seed: int, run: int = 40, by_window: bool = True) -> tuple[DataflowProgram, ExecutionPlan]:
    """A random program, stretches of ``run`` vertices on random workers."""
    program = make_program(n, seed)
    worker = np.random.default_rng(seed + 1).integers(0, k, n // run + 1).repeat(run)[:n]
    return program, plan_workers(program, worker, k, order_by_windows(program, worker) if by_window else None)


def check(program: DataflowProgram, run: Any) -> None:
    """All values, bit for bit."""
    np.testing.assert_array_equal(run.values_of(np.arange(program.n_vertices)), interpreted(program))


def marked(mark: str) -> list[str]:
    """Processes that inherited the mark."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdecimal() and int(process.name) != os.getpid() and mark in (
                    process / "environ").read_text("latin-1"):
                found.append((process / "cmdline").read_text("latin-1").replace("\0", " "))
        except OSError:
            continue
    return found


@pytest.fixture
def mark(monkeypatch: pytest.MonkeyPatch) -> str:
    """A text in the environment of every process that the test starts."""
    text = f"{os.getpid()}-{time.monotonic_ns()}"
    monkeypatch.setenv(MARK, text)
    return text


def gone(mark: str) -> bool:
    """Whether all marked processes end within seconds."""
    until = time.monotonic() + 10
    while marked(mark) and time.monotonic() < until:
        time.sleep(0.1)
    return not marked(mark)


def folders() -> set[Path]:
    """Folders of Ray that irpart started."""
    return set(Path("/tmp").glob("irpart-ray-*"))


def test_ray_of_its_own_leaves_nothing(mark: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Started, pinned, right, measured, stopped."""
    import ray

    program, plan = make_windowed(400, 2, 0)
    before, seen = folders(), []

    def look(team: RayTeam) -> None:
        seen.append({w: {frozenset(os.sched_getaffinity(int(task.name))) for task in Path(f"/proc/{pid}/task").iterdir()}
                     for w, pid in team.pids.items()})
        seen.append(len(marked(mark)))
        start(team)

    start = RayTeam.start
    monkeypatch.setattr(RayTeam, "start", look)
    run = execute(plan, "ray", repeat=2)
    check(program, run)
    assert not ray.is_initialized()
    assert gone(mark)
    assert folders() <= before
    allowed = sorted(os.sched_getaffinity(0))
    assert seen[0] == {w: {frozenset({allowed[w % len(allowed)]})} for w in range(2)}
    assert seen[1] > 2
    windows = cut_windows(plan)
    assert len(run.repeat_seconds) == 2
    assert run.wall_seconds == run.repeat_seconds.min()
    assert len(run.window_overhead_seconds) == windows.n_windows
    assert run.window_overhead_seconds.sum() == pytest.approx(run.finish_seconds.max(), rel=0.5)
    assert run.pair_messages.tolist() == np.bincount(windows.batch_pair).tolist()
    assert (run.busy_seconds > 0).all()
    parts = run.busy_seconds + run.wait_seconds + run.send_seconds + run.receive_seconds
    np.testing.assert_allclose(parts, run.finish_seconds, rtol=0.01)
    assert run.waits.tolist() == (np.diff(windows.segment_start) - 1).tolist()
    assert (run.wait_stop_seconds >= run.wait_start_seconds).all()
    assert (run.wait_worker != run.wait_sender).all()
    assert (run.worker[run.wait_vertex] == run.wait_worker).all()


def test_ctrl_c_leaves_nothing(mark: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """While windows are under way."""
    _, plan = make_windowed(2000, 2, 1, 10)
    submit, before = CallExchange.submit, folders()

    def interrupted(self: Any, s: int, w: int, number: int, window: int) -> None:
        if window == 20:
            signal.raise_signal(signal.SIGINT)
        submit(self, s, w, number, window)

    monkeypatch.setattr(CallExchange, "submit", interrupted)
    with pytest.raises(KeyboardInterrupt, match=r"^$"):
        execute(plan, "ray", exchange="calls")
    assert gone(mark)
    assert folders() <= before


def test_ctrl_c_that_is_dropped_while_ray_starts(mark: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As what a hook of ``fork`` raises is: it is raised again."""
    import ray

    _, plan = make_windowed(400, 2, 0)
    start, before = ray.init, folders()

    def interrupted(**settings: Any) -> None:
        with contextlib.suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        start(**settings)

    monkeypatch.setattr(ray, "init", interrupted)
    with pytest.raises(KeyboardInterrupt, match=r"^$"):
        execute(plan, "ray")
    assert not ray.is_initialized()
    assert gone(mark)
    assert folders() <= before


def test_ctrl_c_while_ray_stops_leaves_nothing(mark: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is raised when all is cleared away."""
    import ray

    _, plan = make_windowed(400, 2, 0)
    shutdown, before = ray.shutdown, folders()

    def interrupted() -> None:
        signal.raise_signal(signal.SIGINT)
        shutdown()

    monkeypatch.setattr(ray, "shutdown", interrupted)
    with pytest.raises(KeyboardInterrupt, match=r"^$"):
        execute(plan, "ray")
    assert not ray.is_initialized()
    assert gone(mark)
    assert folders() <= before


@pytest.mark.parametrize(("address", "kind", "match"), [
    ("127.0.0.1:1", BackendError, r"No Ray cluster answers at 127\.0\.0\.1:1 "),
    ("nowhere", InputError, "'nowhere' is no address")])
def test_nobody_answers(address: str, kind: type[Exception], match: str) -> None:
    """Quickly, in one sentence; Ray itself would try for minutes."""
    begin = time.monotonic()
    with pytest.raises(kind, match=match):
        execute(make_windowed(10, 2, 0)[1], "ray", address=address)
    assert time.monotonic() - begin < 8


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A connection that the engine uses and keeps."""
    with ray_session("", 2, 0) as (package, started):
        assert started
        yield package
        assert package.is_initialized()


@pytest.mark.parametrize(("exchange", "n", "k", "run", "by_window"), [
    ("calls", 600, 2, 40, True), ("calls", 500, 3, 25, True), ("calls", 60, 2, 5, False), ("calls", 0, 2, 1, True),
    ("compiled", 400, 2, 25, True), ("compiled", 0, 2, 1, True)])
def test_values_are_those_of_the_interpreter(cluster: Any, exchange: str, n: int, k: int, run: int, by_window: bool) -> None:
    """Two and three workers, any order, nothing at all."""
    program, plan = make_windowed(n, k, n, run, by_window)
    found = execute(plan, "ray", exchange=exchange)
    check(program, found)
    assert found.restarts == 0


def test_workers_without_instructions_and_one_alone(cluster: Any) -> None:
    """Workers 0 and 2 of three have nothing to do."""
    program = make_program(80, 5)
    run = execute(plan_workers(program, np.ones(80, np.int64), 3), "ray")
    check(program, run)
    assert run.busy_seconds[0] == 0.0


def test_some_values(cluster: Any) -> None:
    """Only those that are asked for are kept."""
    program, plan = make_windowed(300, 2, 7)
    wanted = np.array([299, 5, 5, 130])
    run = execute(plan, "ray", vertices=wanted)
    np.testing.assert_array_equal(run.values_of(wanted), interpreted(program)[wanted])
    assert sum(len(values) for values in run.results) == 3
    with pytest.raises(InputError, match="The value of vertex 6 was not kept"):
        run.values_of(np.array([5, 6]))


@pytest.mark.parametrize(("exchange", "k", "windows"), [(CallExchange, 3, (30, 60)), (GraphExchange, 2, (20,))])
def test_a_killed_actor_changes_nothing(cluster: Any, exchange: Any, k: int, windows: tuple[int, ...],
                                        monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed while windows are under way; it begins anew with what the others keep, and they go on."""
    program, plan = make_windowed(1500, k, 11, 10)
    killed, submit, anew = [], exchange.submit, []

    def deadly(self: Any, *arguments: Any) -> Any:
        if arguments[-1] in windows and arguments[-1] not in killed:
            killed.append(arguments[-1])
            os.kill(self._team.pids[len(killed) % k], signal.SIGKILL)
        return submit(self, *arguments)

    make = RayTeam._make
    monkeypatch.setattr(RayTeam, "_make", lambda self, workers: (anew.append(len(workers)), make(self, workers))[1])
    monkeypatch.setattr(exchange, "submit", deadly)
    run = execute(plan, "ray", exchange=exchange.name)
    check(program, run)
    assert run.restarts == len(windows)
    assert anew == [k] + [1] * len(windows)


def test_all_actors_killed(cluster: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run begins anew; and is given up when that happens too often."""
    program, plan = make_windowed(800, 2, 12, 20)
    submit, times = CallExchange.submit, [1]

    def deadly(self: Any, *arguments: Any) -> Any:
        if arguments[-1] == 10 and times[0]:
            times[0] -= 1
            for pid in self._team.pids.values():
                os.kill(pid, signal.SIGKILL)
        return submit(self, *arguments)

    monkeypatch.setattr(CallExchange, "submit", deadly)
    run = execute(plan, "ray", exchange="calls")
    check(program, run)
    assert run.restarts == 1
    times[0] = 9
    with pytest.raises(BackendError, match=r"Actors of the Ray engine were lost 2 times \("):
        execute(plan, "ray", exchange="calls", most_restarts=1)


def test_a_lost_batch_is_named(cluster: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first batch that a worker should get is not given to it."""
    _, plan = make_windowed(400, 2, 13, 20)
    submit, lost = CallExchange.submit, []

    def careless(self: Any, s: int, w: int, number: int, window: int) -> None:
        if self._team.pending[w] and not lost:
            lost.append((w, window))
            self._team.pending[w] = self._team.pending[w][1:]
        submit(self, s, w, number, window)

    monkeypatch.setattr(CallExchange, "submit", careless)
    with pytest.raises(BackendError, match=r"lacks the value of instruction \d+ of worker [01] in window \d+") as caught:
        execute(plan, "ray", exchange="calls")
    w, window = lost[0]
    assert f"Worker {w} lacks" in str(caught.value)
    assert f"in window {window}:" in str(caught.value)


def test_no_progress_ends(cluster: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An actor that stands still."""
    _, plan = make_windowed(400, 2, 14, 20)
    submit = CallExchange.submit

    def stopped(self: Any, s: int, w: int, number: int, window: int) -> None:
        if window == 3:
            os.kill(self._team.pids[w], signal.SIGSTOP)
        submit(self, s, w, number, window)

    monkeypatch.setattr(CallExchange, "submit", stopped)
    with pytest.raises(BackendError, match=r"Worker [01] .* did not get on for 2\.?\d* s in window \d+ of \d+; see"):
        execute(plan, "ray", exchange="calls", timeout=2.0)


def test_actors_go_where_the_topology_says(cluster: Any) -> None:
    """A topology of Ray's has the nodes of its processors; another one has not."""
    from irpart.topology.reading import read_topology
    from irpart.topology.sources.ray import ray as describe

    program, plan = make_windowed(100, 2, 15)
    here = describe("")
    node = cluster.nodes()[0]["NodeID"]
    assert engine.nodes_of(cluster, plan, here) == [node, node]
    assert engine.nodes_of(cluster, plan, read_topology("mesh:2")) == ["", ""]
    check(program, execute(plan, "ray", topology=here))


def test_no_such_exchange() -> None:
    """Refused before Ray is started."""
    with pytest.raises(InputError, match="no exchange 'mail'; choose one of: auto, calls, compiled"):
        execute(make_windowed(10, 2, 0)[1], "ray", exchange="mail")


def test_calls_where_ray_compiles_no_graph(cluster: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only when nobody asked for a compiled graph."""
    program, plan = make_windowed(100, 2, 16)

    def refuse(driver: GraphExchange) -> None:
        raise BackendError("Ray could not compile the graph")

    monkeypatch.setattr(GraphExchange, "prepare", refuse)
    check(program, execute(plan, "ray"))
    with pytest.raises(BackendError, match="could not compile"):
        execute(plan, "ray", exchange="compiled")


def test_results_under_way_end_with_the_graph(cluster: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of an interrupted run are let go while Ray is there: freed after it, they crashed the process at its end."""
    _, plan = make_windowed(400, 2, 0)
    collect, drivers = GraphExchange._collect, []

    def interrupted(self: GraphExchange) -> None:
        drivers.append(self)
        signal.raise_signal(signal.SIGINT)
        collect(self)

    monkeypatch.setattr(GraphExchange, "_collect", interrupted)
    with pytest.raises(KeyboardInterrupt, match=r"^$"):
        execute(plan, "ray", exchange="compiled")
    assert drivers
    assert not drivers[0]._flight
