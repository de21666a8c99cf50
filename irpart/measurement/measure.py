"""From a partition or placement to a measurement: seat, plan, run serially, run on workers, check, predict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.base.registry import Method
from irpart.mapping.types import Placement
from irpart.measurement.checking import check_run
from irpart.measurement.orders import check_order, priority_of
from irpart.measurement.predicting import SIMULATED_INSTRUCTIONS, one_each, predict_by_model, predict_by_simulation
from irpart.measurement.subject import Subject
from irpart.measurement.teams import labels_of, this_machine, usable_processors
from irpart.measurement.types import Measurement, Prediction
from irpart.partitioning.messages import MessagePlan, plan_messages
from irpart.partitioning.types import Partition
from irpart.replay.dataflow import CONSTANT_BIT
from irpart.replay.execute import ENGINES, execute
from irpart.replay.order import order_of_graph
from irpart.replay.plan import plan_workers, workers_of
from irpart.replay.windows import order_by_windows

Show = Callable[[str, int], None]
_GIVEN = ("topology", "vertices")
"""Options that engines are given here, not by the user."""


def check_engine(backend: str, options: dict[str, Any]) -> None:
    """Refuse engines and options of engines that there are not, before anything long begins.

    Raises
    ------
    InputError
        When it is so.
    """
    own = [name for name in ENGINES.get(backend).options if name not in _GIVEN]
    unknown = sorted(set(options) - set(own))
    if unknown:
        able = [name for name in ENGINES.names() if unknown[0] in ENGINES.get(name).options and unknown[0] not in _GIVEN]
        other = f", an option of: {', '.join(able)}" if able else ""
        raise InputError(f"The engine {backend} has no option {unknown[0]}{other}; {backend} has: "
                         f"{', '.join(own) or 'none'}.")


def measure(subject: Subject, placed: Partition | Placement, *, backend: str = "threads", order: str = "deadline",
            check: bool = False, repeat: int = 1, timeout: float = 30.0, predict: bool | None = None, strict: bool = False,
            messages: MessagePlan | None = None, show: Show | None = None, **options: Any) -> Measurement:
    """Execute the clusters of a partition, a worker for each, or of a placement, a worker for each processor used.

    Parameters
    ----------
    backend, timeout, repeat, options
        Engine and its options; see ``irpart.replay.execute.execute``. An engine of one worker runs all clusters itself. Half
        of the serial repetitions come before, half behind those of the engine, so that what else the machine does touches
        both.
    order
        One of ``irpart.measurement.orders.ORDERS``.
    check
        Compare every value with that of the serial replay, and the results with the run's.
    predict
        Whether models are asked, too; None: unless the graph is large, and the simulator only then.
    strict
        Refuse more workers than there are processors here.
    messages
        Of graph and partition, where they are known.
    show
        Called with a stage and an amount.

    Raises
    ------
    InputError
        A value is wrong, or the partition is of another graph.
    BackendError
        A value never came, or the time-out was reached.
    """
    report = show or (lambda stage, amount: None)
    partition, placement = (placed.partition, placed) if isinstance(placed, Placement) else (placed, None)
    check_engine(backend, options)
    check_order(order, partition)
    n = subject.graph.n_vertices
    report("planning, instructions", n)
    engine = ENGINES.get(backend)
    alone = not engine.capabilities.get("parallel", True)
    crew = _Crew.of(subject, partition, placement, messages, alone=alone)
    notes = _crowding(crew.n_workers, strict, remote=bool(options.get("address")))
    priority = priority_of(order, subject.graph, partition, subject.dataflow, crew.worker, crew.n_workers)
    if engine.capabilities.get("windowed"):
        priority = order_by_windows(subject.dataflow, crew.worker, priority)
    report("replaying serially, instructions", n)
    first: NDArray[np.uint16] = np.zeros(n, np.uint16)
    whole = plan_workers(subject.dataflow, first, 1)
    serial = execute(whole, "serial", timeout=timeout, repeat=(repeat + 1) // 2)
    serial_seconds, reference = serial.repeat_seconds, serial if check else None
    del serial
    report("planning, instructions", n)
    plan = plan_workers(subject.dataflow, crew.worker, crew.n_workers, priority, crew.processor)
    given = _given_options(engine, subject, placement, every_value=check)
    report(f"running on {crew.n_workers} workers, instructions", n)
    run = execute(plan, backend, timeout=timeout, repeat=repeat, **given, **options)
    if repeat > 1:
        report("replaying serially again, instructions", n)
        again = execute(whole, "serial", timeout=timeout, repeat=repeat // 2)
        serial_seconds = np.concatenate([serial_seconds, again.repeat_seconds])
    compared = None
    if reference is not None:
        report("comparing, instructions", n)
        compared = check_run(subject, run, reference, crew.messages.master)
    predictions, reasons = _predict(subject, crew, priority, predict, report)
    return Measurement(run, serial_seconds, order, partition.n_clusters, crew.labels, plan.bytes_per_instruction,
                       dict(subject.dataflow.recorded), compared, predictions, (*crew.notes, *notes, *reasons))


def _given_options(engine: Method, subject: Subject, placement: Placement | None, *, every_value: bool) -> dict[str, Any]:
    """What an engine asks for besides the plan: the machine of the placement, and which values it need not bring back."""
    given: dict[str, Any] = {}
    if "topology" in engine.options and placement is not None:
        given["topology"] = placement.topology
    if "vertices" in engine.options and not every_value:
        results = np.concatenate([subject.dataflow.final_operand, subject.dataflow.returned_operand])
        given["vertices"] = np.unique(results[results < CONSTANT_BIT])
    return given


@dataclass(frozen=True, slots=True, eq=False)
class _Crew:
    """Who runs what: worker of each vertex, cluster's worker, and what workers stand for."""

    partition: Partition
    placement: Placement | None
    messages: MessagePlan
    worker: NDArray[np.uint16]
    processor: NDArray[np.int32]
    alone: bool
    labels: tuple[str, ...]
    notes: tuple[str, ...]

    @classmethod
    def of(cls, subject: Subject, partition: Partition, placement: Placement | None, messages: MessagePlan | None, *,
           alone: bool) -> _Crew:
        """``alone``: one worker runs everything."""
        known = plan_messages(subject.graph, partition) if messages is None else messages
        worker, processor = workers_of(known, placement)
        if alone:
            note = (f"The engine has one worker, which runs all {partition.n_clusters} clusters.",)
            return cls(partition, placement, known, np.zeros_like(worker), np.zeros(1, np.int32), True, ("all clusters",),
                       note)
        return cls(partition, placement, known, worker, processor, False, labels_of(placement, processor.tolist()), ())

    @property
    def n_workers(self) -> int:
        """Workers W."""
        return len(self.processor)

    def worker_of_cluster(self) -> NDArray[np.uint16]:
        """uint16, shape (k,)."""
        if self.placement is None:
            return np.minimum(np.arange(self.partition.n_clusters), self.n_workers - 1).astype(np.uint16)
        return np.searchsorted(self.processor, self.placement.cluster_processor).astype(np.uint16)


def _crowding(n_workers: int, strict: bool, *, remote: bool) -> tuple[str, ...]:
    """A sentence when workers must share processors."""
    usable = usable_processors()
    if remote or n_workers <= usable:
        return ()
    told = f"{n_workers} workers share the {usable} processors that this process may use"
    if strict:
        raise InputError(f"{told}; map the clusters on as many ('irpart map', or --machine machine), or leave out --strict.")
    return (f"{told}, so that they wait for each other more than they had to; times say little.",)


def _predict(subject: Subject, crew: _Crew, priority: NDArray[np.uint32] | None, wanted: bool | None,
             report: Show) -> tuple[tuple[Prediction, ...], tuple[str, ...]]:
    """What the models say, and why one says nothing."""
    if wanted is False or crew.alone:
        return (), ()
    graph, partition = subject.graph, crew.partition
    priority = None if priority is None else order_of_graph(graph, priority)
    report("asking the execution model, instructions", graph.n_vertices)
    try:
        found = [predict_by_model(graph, partition, crew.worker_of_cluster(), crew.n_workers, priority)]
    except InputError as error:
        return (), (str(error),)
    if wanted is None and graph.n_vertices > SIMULATED_INSTRUCTIONS:
        return tuple(found), (f"No simulation of more than {SIMULATED_INSTRUCTIONS:,} instructions unless asked for with "
                              "--predict.",)
    placement = crew.placement
    if placement is None:
        machine = this_machine()
        if partition.n_clusters > machine.n_processors:
            return tuple(found), (f"No simulation: this machine has {machine.n_processors} processors, fewer than there are "
                                  "clusters.",)
        placement = one_each(partition, machine)
    report("simulating, instructions", graph.n_vertices)
    accesses = None if subject.accesses is None else subject.accesses()
    try:
        found.append(predict_by_simulation(graph, placement, priority, accesses, crew.messages))
    except InputError as error:
        return tuple(found), (f"No simulation: {error}",)
    return tuple(found), ()
