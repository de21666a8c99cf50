"""The actors of a run: made, watched, and made again when they die."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from typing import Any

import numpy as np

from irpart.base.errors import BackendError
from irpart.replay.engines._ray_actors import DAMAGED, LOST, Status, WindowWorker, ship
from irpart.replay.measured import sent_vertices
from irpart.replay.windows import WindowPlan
from irpart.replay.workers import ExecutionPlan

START_SECONDS = 60.0
"""At least so long an actor may take to start."""
STEP_SECONDS = 1e-6
"""Added to the time-out for each step under way: a long segment is no standstill."""


class ActorLost(Exception):
    """An actor, or a batch that it made, is gone; ``RayTeam.recover`` may help."""


class RayTeam:
    """One actor for each worker that has something to do.

    Parameters
    ----------
    package
        The module ray, connected.
    plan, windows
        What is executed, and how it is cut.
    nodes
        For each worker the node that it should be on if that is possible, or "".
    pinned
        Whether actors are bound to one processor each.
    timeout
        Seconds without progress after which the run is given up.
    """

    def __init__(self, package: Any, plan: ExecutionPlan, windows: WindowPlan, nodes: Sequence[str], pinned: bool,
                 timeout: float) -> None:
        self.package, self.plan, self.windows, self.timeout = package, plan, windows, timeout
        self.busy = [w for w in range(plan.n_workers) if len(plan.workers[w].step)]
        self.actors: dict[int, Any] = {}
        self.pids: dict[int, int] = {}
        self.node: dict[int, str] = {}
        self.clock: dict[int, int] = {}
        self.done = [0] * plan.n_workers
        """Segments that need not be executed again."""
        self.pending: list[list[Any]] = [[] for _ in range(plan.n_workers)]
        """References to batches that a worker must be given with its next call."""
        self._nodes, self._pinned = nodes, pinned
        self._class = package.remote(max_restarts=0, max_task_retries=0)(WindowWorker)
        self._shipped = {w: package.put(ship(plan, windows, w)) for w in self.busy}
        self._share = self._cpus()
        try:
            self._make(self.busy)
        except ActorLost as error:
            self.kill()
            reason = (str(error).strip().splitlines() or ["they died"])[-1][:200]
            raise BackendError(f"The actors of the Ray engine did not start ({reason}); compare the versions of irpart and "
                               "of its packages on the nodes of the cluster.") from None
        except BaseException:
            self.kill()
            raise

    def _cpus(self) -> float:
        """CPUs that an actor asks for: 1 when there is room, else the fraction that makes all fit."""
        room = sum(int(node.get("Resources", {}).get("CPU", 0)) for node in self.package.nodes() if node.get("Alive"))
        room = min(room, int(self.package.available_resources().get("CPU", 0)))
        if room >= len(self.busy):
            return 1.0
        return math.floor(1e4 / math.ceil(len(self.busy) / room)) / 1e4 if room else 0.0

    def _make(self, workers: Sequence[int]) -> None:
        """New actors with their programs, ready to begin."""
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

        allowed = sorted(os.sched_getaffinity(0)) if self._pinned and hasattr(os, "sched_getaffinity") else []
        for w in workers:
            strategy = NodeAffinitySchedulingStrategy(self._nodes[w], soft=True) if self._nodes[w] else "DEFAULT"
            self.actors[w] = self._class.options(num_cpus=self._share, scheduling_strategy=strategy).remote(self._shipped[w])
        ready = [self.actors[w].prepare.remote(allowed[w % len(allowed)] if allowed else None) for w in workers]
        told = self.get(ready, [(w, -1) for w in workers], max(self.timeout, START_SECONDS))
        for w, (self.pids[w], self.node[w], self.clock[w]) in zip(workers, told, strict=True):
            self.done[w] = 0

    def start(self) -> None:
        """All workers to the beginning."""
        self.pending = [[] for _ in self.pending]
        self.ask("start")
        self.done = [0] * len(self.done)

    def ask(self, name: str, arguments: Sequence[Any] | None = None) -> list[Any]:
        """Call a method of all workers, with an argument for each or none; what they return."""
        given = [()] * len(self.busy) if arguments is None else [(argument,) for argument in arguments]
        calls = [getattr(self.actors[w], name).remote(*argument) for w, argument in zip(self.busy, given, strict=True)]
        return self.get(calls, [(w, -1) for w in self.busy], steps=self.plan.n_vertices)

    def get(self, references: Sequence[Any], what: Sequence[tuple[int, int]], seconds: float = 0.0,
            steps: int = 0) -> list[Any]:
        """Results of calls; ``what`` says worker and window (-1: none) of each.

        Raises
        ------
        ActorLost
            When an actor or an object is gone.
        BackendError
            When an actor fails otherwise, or none of the calls ends for ``seconds`` (the time-out when 0) and a microsecond
            for each of ``steps``.
        """
        errors, ended = self.package.exceptions, 0
        seconds = (seconds or self.timeout) + STEP_SECONDS * steps
        while True:
            try:
                return list(self.package.get(list(references), timeout=seconds))
            except errors.GetTimeoutError:
                found, missing = self.package.wait(list(references), num_returns=len(references), timeout=0,
                                                   fetch_local=False)
                if not missing or len(found) > ended:
                    ended = len(found)
                    continue
                raise self._stuck(what[references.index(missing[0])], seconds) from None
            except errors.RayTaskError as error:
                raise self._failed(error) from None
            except errors.RayError as error:
                raise ActorLost(str(error)) from None

    def get_window(self, references: Sequence[Any], what: Sequence[tuple[int, int]], steps: int) -> list[Any]:
        """Results of an execution of a compiled graph, as ``get``."""
        errors, seconds = self.package.exceptions, self.timeout + STEP_SECONDS * steps
        try:
            return list(self.package.get(list(references), timeout=seconds))
        except errors.RayChannelTimeoutError:
            raise self._stuck(what[0], seconds) from None
        except errors.RayTaskError as error:
            raise self._failed(error) from None
        except errors.RayError as error:
            raise ActorLost(str(error)) from None

    def _stuck(self, what: tuple[int, int], seconds: float) -> BackendError:
        where = f"in window {what[1]} of {self.windows.n_windows}" if what[1] >= 0 else "outside of windows"
        return BackendError(f"Worker {what[0]} of the Ray engine did not get on for {seconds:g} s {where}; see 'ray status' "
                            "and its logs, or give it more time with a longer time-out.")

    def _failed(self, error: Any) -> Exception:
        """What the error of a task means: lost, or wrong."""
        if isinstance(error.cause, self.package.exceptions.RayError):
            return ActorLost(str(error.cause))
        reason = (str(error.cause).strip().splitlines() or [type(error.cause).__name__])[0][:200]
        return BackendError(f"An actor of the Ray engine failed: {reason}; compare the versions of irpart and of its "
                            "packages on the nodes of the cluster.")

    def check(self, statuses: Sequence[Status], what: Sequence[tuple[int, int]]) -> None:
        """Refuse a batch that is lost or damaged.

        Raises
        ------
        BackendError
            With window, sender, receiver and the instruction of the first missing value.
        """
        for (code, pair, came), (w, window) in zip(statuses, what, strict=True):
            if code not in (LOST, DAMAGED):
                continue
            vertices, sender = sent_vertices(self.plan, pair), int(self.plan.pair_sender[pair])
            value = f"the value of instruction {int(vertices[came])}" if came < len(vertices) else f"value {came}"
            if code == DAMAGED:
                raise BackendError(f"Worker {w} was given a batch of worker {sender} in window {window} that is not what "
                                   f"was sent (its checksum differs), from {value} on; run again, and see the logs of Ray.")
            raise BackendError(f"Worker {w} lacks {value} of worker {sender} in window {window}: a batch was lost, or came "
                               "short; run again, and see the logs of Ray.")

    def recover(self) -> int:
        """Make actors that died again and bring all to where they can go on; the window to go on with.

        One that died executes again what lies before the first window that the others have not completed, with the values
        that those keep. When several died, all begin anew.

        Raises
        ------
        ActorLost
            When another one dies meanwhile.
        """
        asked = {w: self.actors[w].position.remote() for w in self.busy}
        positions, dead = {}, []
        for w, reference in asked.items():
            try:
                positions[w] = self.get([reference], [(w, -1)])[0]
            except ActorLost:
                dead.append(w)
        self.pending = [[] for _ in self.pending]
        if len(dead) > 1 or not positions:
            self.kill()
            self._make(self.busy)
            return 0
        if dead:
            self._make(dead)
        came = {w: position[2] for w, position in positions.items()}
        came.update({w: np.zeros(len(self.plan.pair_sender), np.int64) for w in dead})
        ends = self.windows.n_windows
        window = min(ends if at < 0 else at for _, at, _ in positions.values())
        for w in positions:
            self.done[w] = positions[w][0]
            self._resend(w, came)
        for w in dead:
            batches, self.pending[w] = self.pending[w], []
            self.check(self.get([self.actors[w].restore.remote(window, *batches)], [(w, window)],
                                steps=len(self.plan.workers[w].step)), [(w, window)])
            self.done[w] = self.get([self.actors[w].position.remote()], [(w, window)])[0][0]
            self._resend(w, came)
        return int(window)

    def _resend(self, w: int, came: dict[int, Any]) -> None:
        """Let a worker send what its receivers have not got."""
        pairs = np.flatnonzero(self.plan.pair_sender == w).tolist()
        if not pairs:
            return
        receivers = [int(self.plan.pair_receiver[pair]) for pair in pairs]
        found = self.actors[w].resend.options(num_returns=len(pairs)).remote(
            pairs, [int(came[receiver][pair]) for pair, receiver in zip(pairs, receivers, strict=True)])
        for receiver, reference in zip(receivers, found if len(pairs) > 1 else [found], strict=True):
            self.pending[receiver].append(reference)

    def kill(self) -> None:
        """End all actors."""
        for actor in self.actors.values():
            self.package.kill(actor)
        self.actors = {}
