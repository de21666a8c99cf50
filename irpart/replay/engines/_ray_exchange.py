"""Ways to drive the actors through the windows: a call for each segment, or a compiled graph executed for each window."""

from __future__ import annotations

from collections import deque
from typing import Any, Protocol

import numpy as np

from irpart.base.errors import BackendError
from irpart.replay.engines._ray_actors import DONE
from irpart.replay.engines._ray_team import ActorLost, RayTeam

WINDOWS_AHEAD = 32
"""Windows submitted before the first of them must have ended."""
GRAPHS_AHEAD = 8
"""The same for compiled graphs, which have a channel of fixed size per call."""
MOST_ARGUMENTS = 64
"""Batches given with one call."""


def segment_steps(team: RayTeam) -> Any:
    """Steps of each segment, int64."""
    stop, starts = team.windows.segment_stop, team.windows.segment_start
    steps = np.diff(stop, prepend=0)
    first = starts[:-1][np.diff(starts) > 0]
    steps[first] = stop[first]
    return steps


class Exchange(Protocol):
    """Drives a team from a window to the end."""

    def prepare(self) -> None:
        """What is done once, before the time is taken, and again when actors were made anew."""

    def advance(self, window: int) -> None:
        """Execute all windows from ``window`` on."""

    def close(self) -> None:
        """Leave the actors as they were before ``prepare``."""


class CallExchange:
    """A call per segment; batches go from actor to actor by reference, and the driver sees only that a segment has ended."""

    name = "calls"

    def __init__(self, team: RayTeam) -> None:
        self._team = team
        windows, plan = team.windows, team.plan
        counts = np.diff(windows.segment_start)
        self._order = np.argsort(windows.segment_window, kind="stable")
        self._worker = np.repeat(np.arange(plan.n_workers), counts)
        self._steps = segment_steps(team)
        self._methods: dict[tuple[int, int], Any] = {}
        self._made: list[tuple[int, Any]] = []
        self._flight: deque[tuple[Any, tuple[int, int], int]] = deque()

    def prepare(self) -> None:
        """Handles of actors may be new."""
        self._methods = {}

    def close(self) -> None:
        """Nothing is kept between calls."""

    def advance(self, window: int) -> None:
        """Submit segments in the order of windows, some windows ahead of those that have ended."""
        windows, team = self._team.windows, self._team
        self._flight.clear()
        self._made = []
        first = int(np.searchsorted(windows.segment_window[self._order], window))
        for s in self._order[first:].tolist():
            w, at = int(self._worker[s]), int(windows.segment_window[s])
            number = s - int(windows.segment_start[w])
            if number < team.done[w]:
                continue
            if at != window:
                window = at
                self._release()
            self.submit(s, w, number, at)
            if at - self._flight[0][1][1] >= WINDOWS_AHEAD:
                self._collect(at - WINDOWS_AHEAD // 2)
        self._collect(windows.n_windows)

    def _release(self) -> None:
        """What was made in a window can be given to calls of later ones."""
        for receiver, reference in self._made:
            self._team.pending[receiver].append(reference)
        self._made = []

    def submit(self, s: int, w: int, number: int, window: int) -> None:
        """One segment, with the batches that wait for its worker."""
        team, windows = self._team, self._team.windows
        while len(team.pending[w]) > MOST_ARGUMENTS:
            taken, team.pending[w] = team.pending[w][:MOST_ARGUMENTS], team.pending[w][MOST_ARGUMENTS:]
            self._flight.append((team.actors[w].take.remote(*taken), (w, window), 0))
        rows = range(int(windows.batch_start[s]), int(windows.batch_start[s + 1]))
        method = self._methods.get((w, len(rows)))
        if method is None:
            method = self._methods[w, len(rows)] = team.actors[w].segment.options(num_returns=1 + len(rows))
        made = method.remote(number, *team.pending[w])
        team.pending[w] = []
        if rows:
            for row, reference in zip(rows, made[1:], strict=True):
                self._made.append((int(team.plan.pair_receiver[windows.batch_pair[row]]), reference))
        self._flight.append((made[0] if rows else made, (w, window), int(self._steps[s])))

    def _collect(self, until: int) -> None:
        """Wait for the calls of windows before ``until``."""
        ended = []
        while self._flight and self._flight[0][1][1] < until:
            ended.append(self._flight.popleft())
        if ended:
            what = [call[1] for call in ended]
            statuses = self._team.get([call[0] for call in ended], what, steps=sum(call[2] for call in ended))
            self._team.check(statuses, what)
            if any(status[0] != DONE for status in statuses):
                raise ActorLost("A segment was skipped, since one before it was lost.")


class GraphExchange:
    """A compiled graph of all actors, executed once per window: everyone computes, everyone takes what it was sent."""

    name = "compiled"

    def __init__(self, team: RayTeam) -> None:
        self._team, self._graph = team, None
        self._steps = np.bincount(team.windows.segment_window, weights=segment_steps(team), minlength=team.windows.n_windows)
        self._flight: deque[tuple[list[Any], int]] = deque()

    def prepare(self) -> None:
        """Compile the graph.

        Raises
        ------
        BackendError
            When this Ray cannot.
        """
        self.close()
        try:
            self._graph = self._compiled() if self._team.busy else None
        except Exception as error:  # an experimental part of Ray: whatever it raises, there is another way
            self.close()
            reason = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
            raise BackendError(f"Ray could not compile the graph of {len(self._team.busy)} actors ({reason}); exchange by "
                               "calls instead: --set exchange=calls") from None

    def _compiled(self) -> Any:
        from ray.dag import InputNode, MultiOutputNode

        team, plan = self._team, self._team.plan
        made: dict[int, Any] = {}
        outputs: dict[int, Any] = {}
        with InputNode() as number:
            for w in team.busy:
                pairs = np.flatnonzero(plan.pair_sender == w).tolist()
                method = team.actors[w].window
                result = (method.options(num_returns=len(pairs)) if len(pairs) > 1 else method).bind(number)
                made.update(zip(pairs, result if len(pairs) > 1 else [result], strict=False))
                outputs[w] = result
            for w in team.busy:
                pairs = np.flatnonzero(plan.pair_receiver == w).tolist()
                if pairs:
                    outputs[w] = team.actors[w].exchanged.bind(*(made[pair] for pair in pairs))
                elif np.any(plan.pair_sender == w):
                    del outputs[w]
            graph = MultiOutputNode(list(outputs.values()))
        self._told = list(outputs)
        return graph.experimental_compile(_max_inflight_executions=GRAPHS_AHEAD + 1)

    def advance(self, window: int) -> None:
        """Execute the graph once per window, some windows ahead."""
        team, graph = self._team, self._graph
        self._flight.clear()
        given = [w for w in team.busy if team.pending[w]]
        what = [(w, window) for w in given]
        team.check(team.get([team.actors[w].take.remote(*team.pending[w]) for w in given], what), what)
        team.pending = [[] for _ in team.pending]
        errors = team.package.exceptions
        for k in range(window, team.windows.n_windows):
            try:
                self._flight.append((self.submit(graph, k), k))
            except errors.RayError as error:
                raise ActorLost(str(error)) from None
            if len(self._flight) >= GRAPHS_AHEAD:
                self._collect()
        while self._flight:
            self._collect()

    def submit(self, graph: Any, window: int) -> Any:
        """One window."""
        return graph.execute(window)

    def _collect(self) -> None:
        """Wait for the earliest window under way."""
        references, window = self._flight.popleft()
        what = [(w, window) for w in self._told]
        self._team.check(self._team.get_window(references, what, int(self._steps[window])), what)

    def close(self) -> None:
        """End the loops of the graph; the actors live on."""
        graph, self._graph = self._graph, None
        if graph is not None:
            graph.teardown(kill_actors=False)
        self._flight.clear()
