"""Comparison and its parts: what was asked, each trial and its outcome."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from irpart.base.errors import InputError
from irpart.graph.types import DependenceGraph
from irpart.partitioning.cut import METHODS, check_request
from irpart.partitioning.execution_model import ExecutionEstimate, ExecutionModel
from irpart.partitioning.quality import Quality
from irpart.replay.execute import ENGINES


class TrialKey(NamedTuple):
    """Which trial: one method on one graph, with a number of clusters, a seed and an edge order (0: as it is)."""

    graph: str
    order: int
    seed: int
    k: int
    method: str


@dataclass(frozen=True, slots=True)
class ExecutionSettings:
    """How partitions are executed for real.

    Attributes
    ----------
    backend
        Engine, a name of ``irpart.replay.execute.ENGINES``.
    repeat
        Repetitions, of the clusters and of the serial replay.
    timeout_seconds
        A run in which nothing happens for so long is given up.

    Raises
    ------
    InputError
        A value makes no sense, or there is no such engine.
    """

    backend: str = "threads"
    repeat: int = 5
    timeout_seconds: float = 30.0

    def __post_init__(self) -> None:
        ENGINES.get(self.backend)
        if not isinstance(self.repeat, int) or isinstance(self.repeat, bool) or self.repeat < 1:
            raise InputError(f"The number of repetitions must be a whole number >= 1, got {self.repeat!r}.")
        if not self.timeout_seconds > 0:
            raise InputError("The time-out of an execution must be a number of seconds above 0, got "
                             f"{self.timeout_seconds!r}.")


@dataclass(frozen=True, slots=True)
class Measured:
    """What came out when the clusters of a partition were executed, all values compared with those of the serial replay.

    Attributes
    ----------
    workers
        Workers; fewer than clusters where these were placed on the processors of this machine.
    seconds, least_seconds, most_seconds
        Wall time: median, least and most of the repetitions.
    serial_seconds
        Median wall time of the serial replay, just before.
    speedup
        ``serial_seconds / seconds``.
    wait_share
        Share of the workers' time in which they waited.
    messages, values
        Batches, and values in them.
    """

    workers: int
    seconds: float
    least_seconds: float
    most_seconds: float
    serial_seconds: float
    speedup: float
    wait_share: float
    messages: int
    values: int

    @property
    def spread(self) -> float:
        """Range of the repetitions over their median."""
        return (self.most_seconds - self.least_seconds) / self.seconds if self.seconds else 0.0


@dataclass(frozen=True, slots=True)
class Trial:
    """Outcome of one trial.

    Attributes
    ----------
    key
        Which trial.
    quality
        Of the partition of the graph in the order that the method saw; None when the trial failed. Its ``seconds`` are
        those of the method alone.
    execution
        What the execution model says; None when the trial failed, or no model was asked for, or it refused the graph.
    peak_bytes
        Most memory of the method's process while it ran, less what it held before; None where that is not known.
    failure, failure_kind
        A sentence, and ``timeout``, ``crash`` (the process ended) or ``error`` (an exception); empty for success.
    limit_seconds
        The limit under which a trial timed out.
    note
        Why there is no execution estimate although one was asked for.
    gap_to_bound
        km1 over what is proven to be needed; None where nothing is (see ``LowerBound.gap``).
    measured
        The clusters executed for real; None when that was not asked for, or the trial failed.
    """

    key: TrialKey
    quality: Quality | None = None
    execution: ExecutionEstimate | None = None
    peak_bytes: int | None = None
    failure: str = ""
    failure_kind: str = ""
    limit_seconds: float | None = None
    note: str = ""
    gap_to_bound: float | None = None
    measured: Measured | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain data; ``trial_from_json`` is its inverse."""
        quality = None if self.quality is None else asdict(self.quality)
        return {**self.key._asdict(), "quality": quality,
                "execution": None if self.execution is None else asdict(self.execution), "peak_bytes": self.peak_bytes,
                "failure": self.failure, "failure_kind": self.failure_kind, "limit_seconds": self.limit_seconds,
                "note": self.note, "gap_to_bound": self.gap_to_bound,
                "measured": None if self.measured is None else asdict(self.measured)}


def trial_from_json(data: dict[str, Any]) -> Trial:
    """A trial from what ``Trial.to_json`` made; KeyError, TypeError or AttributeError when it is something else."""
    rest = dict(data)
    key = TrialKey(**{name: rest.pop(name) for name in TrialKey._fields})
    quality, execution, measured = rest.pop("quality"), rest.pop("execution"), rest.pop("measured", None)
    return Trial(key, None if quality is None else Quality(**quality),
                 None if execution is None else ExecutionEstimate(**execution),
                 measured=None if measured is None else Measured(**measured), **rest)


@dataclass(frozen=True, slots=True)
class ComparisonSettings:
    """What a comparison does on each graph.

    Attributes
    ----------
    ks, methods
        Numbers of clusters and registered methods, in the order they run; all methods when none is named.
    balance
        Bound on the heaviest cluster, as a factor of the mean.
    seeds, orders
        How many: seeds 0, 1, ... and edge orders 0 (the graph as it is), 1, ... (random, see ``permuted``).
    timeout_seconds
        Limit on a method's run in one trial; None: no limit.
    model
        Execution model; None: execution is not estimated.
    execution
        How partitions are executed for real; None: they are not.

    Raises
    ------
    InputError
        A value makes no sense, or there is no such method.
    """

    ks: tuple[int, ...]
    methods: tuple[str, ...] = ()
    balance: float = 1.03
    seeds: int = 1
    orders: int = 1
    timeout_seconds: float | None = None
    model: ExecutionModel | None = field(default_factory=ExecutionModel)
    execution: ExecutionSettings | None = None

    def __post_init__(self) -> None:
        if not self.ks:
            raise InputError("A comparison needs at least one number of clusters k.")
        for k in self.ks:
            check_request(k, self.balance)
        known = METHODS.names()
        methods = [name.replace("_", "-") for name in self.methods] or METHODS.available()
        for name in methods:
            if name not in known:
                raise InputError(f"There is no method '{name}'; choose among: {', '.join(known)}.")
        for what, count in (("seeds", self.seeds), ("orders", self.orders)):
            if not isinstance(count, int) or isinstance(count, bool) or count < 1:
                raise InputError(f"The number of {what} must be a whole number >= 1, got {count!r}.")
        limit = self.timeout_seconds
        if limit is not None and (not isinstance(limit, int | float) or not math.isfinite(limit) or limit <= 0):
            raise InputError(f"The timeout must be a number of seconds above 0, got {limit!r}.")
        if self.model is not None and self.model.order == "given":
            raise InputError("The order 'given' of the execution model needs partitions that say one; the methods compared "
                             "here do not: use critical-path or trace.")
        object.__setattr__(self, "ks", tuple(dict.fromkeys(self.ks)))
        object.__setattr__(self, "methods", tuple(dict.fromkeys(methods)))

    def keys(self, graph: str) -> Iterator[TrialKey]:
        """The trials of one graph, in the order they run."""
        return (TrialKey(graph, order, seed, k, method) for order in range(self.orders) for seed in range(self.seeds)
                for k in self.ks for method in self.methods)

    def to_json(self) -> dict[str, Any]:
        """Plain data; without ``execution`` where there is none."""
        told = {**asdict(self), "ks": list(self.ks), "methods": list(self.methods)}
        if self.execution is None:
            del told["execution"]
        return told


@dataclass(frozen=True, slots=True)
class GraphFacts:
    """A compared graph without its columns: name, size, checksum."""

    name: str
    n_vertices: int
    n_edges: int
    checksum: str

    @classmethod
    def of(cls, name: str, graph: DependenceGraph) -> GraphFacts:
        """The facts of a graph; O(n + m) for the checksum."""
        return cls(name, graph.n_vertices, graph.n_edges, graph.checksum())

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)


@dataclass(frozen=True, slots=True, repr=False)
class Comparison:
    """All trials of a comparison, in the order of ``ComparisonSettings.keys``.

    Attributes
    ----------
    settings, graphs
        What was asked.
    trials
        One per key, failed ones included.
    resumed
        How many of them were read from a journal instead of run.
    """

    settings: ComparisonSettings
    graphs: tuple[GraphFacts, ...]
    trials: tuple[Trial, ...]
    resumed: int = 0

    def __repr__(self) -> str:
        return (f"Comparison({len(self.graphs)} graphs, k={list(self.settings.ks)}, {len(self.settings.methods)} methods, "
                f"{len(self.trials)} trials, {len(self.failed())} failed)")

    def failed(self) -> list[Trial]:
        """Trials that failed."""
        return [trial for trial in self.trials if trial.failure_kind]
