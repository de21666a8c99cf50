"""Experiment: a declared grid. ExperimentTable: a row per cell of it, with what was measured or why it failed."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from irpart.base.errors import InputError
from irpart.simulation.types import SimulationModel

PLACEHOLDERS = ("{k}", "{side}")
"""What a machine's description may contain: the number of clusters, and the side of the least square that holds as many."""


@dataclass(frozen=True, slots=True)
class Workload:
    """A profile or graph file, or a script of which a profile is made.

    Attributes
    ----------
    name
        In tables.
    file
        Of the profile or graph; None for a script.
    script, function, arguments, timing
        As ``irpart profile`` takes them; function may be "" (what that traces by itself).
    """

    name: str
    file: Path | None = None
    script: Path | None = None
    function: str = ""
    arguments: tuple[str, ...] = ()
    timing: str = "model"

    def fingerprint(self) -> str:
        """sha256, shortened, of the file's or script's content and what else makes the profile."""
        source = self.file or self.script
        assert source is not None
        try:
            content = hashlib.sha256(source.read_bytes()).hexdigest()
        except OSError as error:
            raise InputError(f"Cannot read {source}: {error.strerror}; name a file that can be read.") from None
        return digest([content, self.function, self.arguments, self.timing if self.script else ""])


@dataclass(frozen=True, slots=True)
class Choice:
    """A registered method and options of its own (pairs of name and value, by name)."""

    name: str
    options: tuple[tuple[str, Any], ...] = ()

    @property
    def label(self) -> str:
        """Name and options as one text, such as ``irpart effort=0``."""
        return " ".join([self.name, *(f"{name}={value}" for name, value in self.options)])


class CellKey(NamedTuple):
    """Which cell: the texts and numbers that stand in its row."""

    workload: str
    method: str
    k: int
    machine: str
    mapping: str
    seed: int
    order: str
    model: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the grid, with all that its outcome depends on."""

    workload: Workload
    method: Choice
    k: int
    machine: str
    mapping: Choice
    seed: int
    order: str
    model_label: str
    model: SimulationModel
    balance: float

    @property
    def key(self) -> CellKey:
        """What names it in tables."""
        return CellKey(self.workload.name, self.method.label, self.k, self.machine, self.mapping.label, self.seed,
                       self.order, self.model_label)

    @property
    def cut(self) -> tuple[Any, ...]:
        """What its partition depends on: cells in which this is equal share it."""
        return self.workload.name, self.method, self.k, self.seed, self.balance


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a cell.

    Attributes
    ----------
    key
        Which cell.
    figures, seconds
        By the names in ``FIGURES`` and ``SECONDS``; empty when it failed.
    failure, failure_kind
        A sentence, and ``timeout``, ``crash``, ``error`` or ``profile``; empty for success.
    limit_seconds
        The limit under which it timed out.
    """

    key: CellKey
    figures: dict[str, float]
    seconds: dict[str, float]
    failure: str = ""
    failure_kind: str = ""
    limit_seconds: float | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain data; ``outcome_from_json`` is its inverse."""
        return {**asdict(self), "key": list(self.key)}


def outcome_from_json(data: dict[str, Any]) -> Outcome:
    """An outcome from what ``Outcome.to_json`` made; KeyError or TypeError when it is something else."""
    return Outcome(**{**data, "key": CellKey(*data["key"])})


@dataclass(frozen=True, slots=True)
class Experiment:
    """A declared grid: every combination of its lists is a cell.

    Attributes
    ----------
    name
        Of the experiment.
    workloads, methods, ks, machines, mappings, seeds, orders
        The axes. A machine may contain ``PLACEHOLDERS``. Orders are those of execution: ``critical-path`` or ``trace``.
    models
        Labels (the fields that the file names, with their values) and assumptions of the simulation.
    balance
        Bound on the heaviest cluster, as a factor of the mean.
    timeout_seconds
        Limit on a partitioning method's run; None: no limit.
    reference
        Label of the method that the summary compares with; "" for none.
    results
        Folder of the results.
    """

    name: str
    workloads: tuple[Workload, ...]
    methods: tuple[Choice, ...]
    ks: tuple[int, ...]
    machines: tuple[str, ...]
    mappings: tuple[Choice, ...]
    seeds: tuple[int, ...]
    orders: tuple[str, ...]
    models: tuple[tuple[str, SimulationModel], ...]
    balance: float
    timeout_seconds: float | None
    reference: str
    results: Path

    def cells(self) -> Iterator[Cell]:
        """All cells; those that share a partition follow each other."""
        for workload in self.workloads:
            for k in self.ks:
                for method in self.methods:
                    for seed in self.seeds:
                        for machine in dict.fromkeys(machine_for(text, k) for text in self.machines):
                            for mapping in self.mappings:
                                for order in self.orders:
                                    for label, model in self.models:
                                        yield Cell(workload, method, k, machine, mapping, seed, order, label, model,
                                                   self.balance)

    @property
    def n_cells(self) -> int:
        """Number of cells."""
        return sum(1 for _ in self.cells())


FIGURES = ("vertices", "edges", "replication_factor", "connectivity", "weighted_communication", "balance", "messages",
           "message_bytes", "mapping_cost", "locality", "message_nanoseconds", "model_speedup", "parallelism", "cycles",
           "baseline_cycles", "speedup", "processors_used", "busy_fraction", "stall_fraction", "overhead_fraction",
           "idle_fraction", "processor_messages", "network_bytes", "memory_bytes", "l1_hits", "l2_hits", "l3_hits",
           "energy_microjoules", "busiest_link")
"""Columns that are the same whenever and wherever a cell runs (with ``timing = "model"``)."""
WHOLE = frozenset({"vertices", "edges", "connectivity", "messages", "message_bytes", "processors_used", "processor_messages",
                   "network_bytes", "memory_bytes"})
"""Those of them that are whole numbers."""
SECONDS = ("method_seconds", "mapping_seconds", "simulation_seconds")
"""Columns of wall time."""
COLUMNS = (*CellKey._fields, *FIGURES, "failure_kind", "failure", *SECONDS)
"""Columns of a table, in order."""


@dataclass(frozen=True, slots=True, repr=False)
class ExperimentTable:
    """All cells of an experiment with their outcomes, in the order of ``Experiment.cells``.

    Attributes
    ----------
    experiment
        What was asked.
    outcomes
        One per cell, failed ones included.
    resumed
        How many of them were read from the journal instead of run.
    """

    experiment: Experiment
    outcomes: tuple[Outcome, ...]
    resumed: int = 0

    def __repr__(self) -> str:
        return f"ExperimentTable({self.experiment.name}: {len(self.outcomes)} cells, {len(self.failed())} failed)"

    def failed(self) -> list[Outcome]:
        """Cells that failed."""
        return [outcome for outcome in self.outcomes if outcome.failure_kind]

    def rows(self) -> Iterator[dict[str, Any]]:
        """A dictionary per cell, by ``COLUMNS``; None where a failed cell has no value."""
        for outcome in self.outcomes:
            values = {**outcome.key._asdict(), **outcome.figures, **outcome.seconds, "failure_kind": outcome.failure_kind,
                      "failure": outcome.failure}
            yield {name: values.get(name) for name in COLUMNS}


def machine_for(text: str, k: int) -> str:
    """A machine's description with its placeholders filled in."""
    return text.replace("{k}", str(k)).replace("{side}", str(math.isqrt(k - 1) + 1 if k > 1 else 1))


def digest(data: Any) -> str:
    """16 hexadecimal digits that tell plain data from others."""
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:16]
