"""ray: one actor per worker on a Ray cluster, values exchanged between windows of DAG time."""

from __future__ import annotations

import gc
import time
import traceback
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import BackendError, InputError
from irpart.base.registry import method
from irpart.replay.engines._ray_exchange import CallExchange, Exchange, GraphExchange
from irpart.replay.engines._ray_measured import measured_windows
from irpart.replay.engines._ray_team import ActorLost, RayTeam
from irpart.replay.runs import NOT_KEPT, ReplayRun
from irpart.replay.windows import cut_windows
from irpart.replay.workers import ExecutionPlan
from irpart.topology.ray_session import ray_session
from irpart.topology.sources.ray import nodes_of_processors
from irpart.topology.types import Topology

EXCHANGES = ("auto", "calls", "compiled")


@method(parallel=True, windowed=True)
def ray(plan: ExecutionPlan, *, timeout: float, repeat: int, address: str = "", exchange: str = "auto",
        topology: Topology | None = None, vertices: NDArray[Any] | None = None, most_restarts: int = 3) -> ReplayRun:
    """One actor per worker, in windows within which no worker needs what another computes in the same one.

    Plans in the order of ``order_by_windows`` have the fewest windows. Programs are shipped and kernels compiled before the
    time is taken. Without an address Ray is started on this machine and stopped again; there actors are pinned to one
    processor each.

    Parameters
    ----------
    plan, timeout, repeat
        As for ``execute``.
    address
        Of a running cluster, or ``auto``; "": one of its own. A program that is connected to Ray uses that connection.
    exchange
        ``calls``: a call per segment, batches by reference; ``compiled``: a compiled graph executed per window; ``auto``:
        compiled where this Ray can, else calls (docs/replay.md, "Ray").
    topology
        Of the plan's placement; when Ray described it, actors go to the nodes of their processors if possible.
    vertices
        Integers: keep only the values of these; None: of all.
    most_restarts
        How often actors that died are made again before the run is given up.

    Raises
    ------
    InputError
        When there is no such exchange, or the address is none.
    BackendError
        When no cluster answers, a batch is lost, nothing happens until the time-out, or actors die again and again.

    References
    ----------
    Valiant, "A bridging model for parallel computation", CACM 33(8), 1990 (supersteps); Moritz et al., "Ray: a distributed
    framework for emerging AI applications", OSDI 2018, section 4 (actors, object store).
    """
    if exchange not in EXCHANGES:
        raise InputError(f"There is no exchange '{exchange}'; choose one of: {', '.join(EXCHANGES)}.")
    windows, restarts = cut_windows(plan), 0
    runs: list[tuple[int, int, list[NDArray[np.int64]]]] = []
    busy = sum(bool(len(program.step)) for program in plan.workers)
    store = 3 * plan.nbytes + 16 * (2 * plan.n_vertices + 2 * plan.n_values)
    with ray_session(address, max(1, busy), store) as (package, own):
        team = RayTeam(package, plan, windows, nodes_of(package, plan, topology), own, timeout)
        driver: Exchange = CallExchange(team)
        try:
            driver = _prepared(team, exchange)
            for _ in range(repeat):
                team.start()
                begin = time.perf_counter_ns()
                restarts += _through(team, driver, most_restarts)
                runs.append((time.perf_counter_ns() - begin, begin, team.ask("times")))
            driver.close()
            results, place = _gathered(team, vertices)
            here = package.get_runtime_context().get_node_id()
            clocks = {w: None if team.node[w] == here else team.clock[w] for w in team.busy}
        except BaseException as error:
            driver.close()
            traceback.clear_frames(error.__traceback__)
            raise
        finally:
            driver.close()
            team.kill()
            gc.collect()  # what is left of a compiled graph must not outlive Ray: freed later, it crashes the process
    runs.sort(key=lambda run: run[0])
    _, begin, told = runs[(len(runs) - 1) // 2]
    walls = np.array([run[0] for run in runs]) / 1e9
    times = dict(zip(team.busy, told, strict=True))
    return measured_windows(plan, windows, walls, begin, times, clocks, restarts, results, place)


def _prepared(team: RayTeam, exchange: str) -> Exchange:
    """The way to drive the actors: a compiled graph where this Ray can, unless calls are asked for."""
    driver: Exchange = CallExchange(team) if exchange == "calls" else GraphExchange(team)
    try:
        driver.prepare()
    except BackendError:
        if exchange != "auto":
            raise
        driver = CallExchange(team)
        driver.prepare()
    return driver


def _through(team: RayTeam, driver: Exchange, most_restarts: int) -> int:
    """All windows, whatever dies; how often something died."""
    window, restarts, broken = 0, 0, False
    while True:
        try:
            if broken:
                driver.close()
                window = team.recover()
                driver.prepare()
                broken = False
            driver.advance(window)
            return restarts
        except ActorLost as error:
            restarts, broken = restarts + 1, True
            if restarts > most_restarts:
                reason = (str(error).strip().splitlines() or ["it died"])[0][:200]
                raise BackendError(f"Actors of the Ray engine were lost {restarts} times ({reason}); see 'ray status' and "
                                   "the logs of Ray.") from None


def nodes_of(package: Any, plan: ExecutionPlan, topology: Topology | None) -> list[str]:
    """The node of each worker's processor in a topology that Ray described; "" where that is not known."""
    found = nodes_of_processors(package.nodes()) if topology is not None and topology.source == "ray" else []
    if topology is not None and len(found) != topology.n_processors:
        found = []
    return [found[at] if at < len(found) else "" for at in plan.processor.tolist()]


def _gathered(team: RayTeam, vertices: NDArray[Any] | None) -> tuple[list[NDArray[np.uint64]], NDArray[np.uint32]]:
    """Values by worker, and the place of each vertex among them."""
    plan, place = team.plan, team.plan.place
    places: list[NDArray[np.uint32] | None] = [None] * len(team.busy)
    if vertices is not None:
        kept = np.unique(np.asarray(vertices, np.int64))
        place = np.full(plan.n_vertices, NOT_KEPT, np.uint32)
        for i, w in enumerate(team.busy):
            mine = kept[plan.worker[kept] == w]
            places[i] = plan.place[mine]
            place[mine] = np.arange(len(mine), dtype=np.uint32)
    found = team.ask("values", places)
    results: list[NDArray[np.uint64]] = [np.empty(0, np.uint64)] * plan.n_workers
    for w, values in zip(team.busy, found, strict=True):
        results[w] = np.array(values)  # a copy: Ray's memory goes with Ray
    return results, place
