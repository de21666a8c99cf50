"""The whole way in one short module, a line per stage: program -> trace -> graph -> partition -> placement -> run."""

from __future__ import annotations

import os
import tempfile
import weakref
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from irpart.base.errors import InputError

if TYPE_CHECKING:
    from types import FunctionType

    from irpart.comparison.running import Show
    from irpart.comparison.types import Comparison, ExecutionSettings
    from irpart.graph.types import DependenceGraph
    from irpart.mapping.rules import Rules
    from irpart.mapping.types import Placement
    from irpart.measurement.subject import Subject
    from irpart.measurement.types import Measurement
    from irpart.partitioning.execution_model import ExecutionModel
    from irpart.partitioning.streaming import Take
    from irpart.partitioning.types import Partition, StreamedPartition
    from irpart.profiles.types import Profile
    from irpart.simulation.types import SimulatedRun, SimulationModel
    from irpart.topology.types import Topology


def profile(function: Callable[..., Any], /, *args: Any, output: str | Path | None = None, timing: str = "sampled",
            max_instructions: int = 2_000_000_000, latencies: dict[str, float] | None = None,
            error_model: str = "numpy", replay: bool = False, **kwargs: Any) -> Profile:
    """Call a function, traced, and return the profile of the call.

    Parameters
    ----------
    function
        A jitted function, or a plain Python function that Numba can compile; plain functions of its module that
        it calls are compiled with it.
    args, kwargs
        Its arguments; arrays are changed in place as the function does it.
    output
        Where the profile file goes; without it a temporary file is used, and removed with the ``Profile``.
    timing, max_instructions, latencies, error_model, replay
        See ``irpart.profiles.options.ProfileOptions``.

    Returns
    -------
    The profile; its ``result`` is what the function returned, bit for bit what the untraced function returns.

    Raises
    ------
    UnsupportedProgram
        Numba cannot compile the function.
    InputError
        An option or argument is wrong.
    """
    from irpart.profiles.function import CallTracer, check_traceable
    from irpart.profiles.options import ProfileOptions
    from irpart.profiles.recording import ProfileRecorder
    from irpart.profiles.types import Profile
    from irpart.program import numba_adapter

    check_traceable(function)
    options = ProfileOptions(timing, 1, max_instructions, latencies or {}, error_model, replay)
    jitted: Any = function
    if not numba_adapter.is_dispatcher(function):
        jitted = numba_adapter.jit_with_callees(cast("FunctionType", function), error_model=error_model)
    name = jitted.py_func.__qualname__
    path = Path(output) if output is not None else _temporary_path()
    with ProfileRecorder(path, f"irpart.profile({name})", options) as recorder:
        result = CallTracer(recorder).call(jitted, name, args, kwargs, function)
        recorder.finish()
    made = Profile(path, result=result)
    if output is None:
        weakref.finalize(made, _remove, path, os.getpid())
    return made


def open_profile(path: str | Path) -> Profile:
    """Open a profile file (``.irpg``); see ``irpart.profiles.types.Profile``."""
    from irpart.profiles.types import Profile

    return Profile(path)


def partition(graph: DependenceGraph | Profile, k: int, *, method: str = "irpart", balance: float = 1.03,
              seed: int = 0, **options: Any) -> Partition:
    """Cut a graph (or the graph of a profile) into ``k`` clusters; see ``irpart.partitioning.partition``."""
    from irpart.partitioning import partition as cut

    return cut(_graph_of(graph, "partition"), k, method=method, balance=balance, seed=seed, **options)


def partition_stream(profile: Profile, k: int, output: str | Path, *, balance: float = 1.03, replication: float = 1.10,
                     seed: int = 0, show: Callable[[str, int], None] | None = None) -> StreamedPartition:
    """Cut the graph of a profile into ``k`` clusters without holding it; the partition goes to the file ``output``.

    Parameters
    ----------
    balance, replication, seed
        See ``irpart.partitioning.streaming.StreamCutter``.
    show
        Called with the pass and the vertices done.

    Raises
    ------
    InputError
        When a value is wrong, or the file cannot be written.
    """
    from irpart.graph.build import EdgeChunk, GraphBuilder
    from irpart.partitioning.streaming import StreamCutter

    weights, options = profile.weights, {"balance": balance, "replication": replication}
    with StreamCutter(output, k, weights.table, weights.table, seed=seed, graph_file=str(profile.path), **options) as cutter:
        for number, take in enumerate(cutter.passes(), 1):
            def consume(chunk: EdgeChunk, take: Take = take, number: int = number) -> None:
                take(chunk.first_vertex, chunk.source, chunk.weight_code, chunk.in_degree, chunk.cost_code)
                if show is not None:
                    show(f"pass {number} of 3, vertices", chunk.first_vertex + len(chunk.in_degree))

            profile.replay(GraphBuilder(profile.tables, weights, consume=consume).feed)
    return cutter.result()


def place(graph: DependenceGraph | Profile, partition: Partition, topology: Topology | str, *, method: str = "swap",
          seed: int = 0, message_bytes: float = 64.0, rules: Rules | None = None, **options: Any) -> Placement:
    """Place the clusters of a partition on the processors of a machine; see ``irpart.mapping.place.place``.

    Parameters
    ----------
    graph
        The graph, or the profile, which also says which clusters work on the same data.
    topology
        The machine, or a description of it as ``irpart.topology.reading.read_topology`` takes it.
    """
    from irpart.graph.types import DependenceGraph
    from irpart.mapping.place import place as put
    from irpart.topology.reading import read_topology

    machine = read_topology(topology) if isinstance(topology, str) else topology
    accesses = None if isinstance(graph, DependenceGraph) else getattr(graph, "accesses", None)
    return put(_graph_of(graph, "place"), partition, machine, method=method, seed=seed, message_bytes=message_bytes,
               rules=rules, accesses=accesses, **options)


def simulate(graph: DependenceGraph | Profile, placement: Placement, *, memory: bool = True,
             model: SimulationModel | None = None, order: str = "partition", baseline: bool = True,
             structure_domain: Mapping[str, int] | None = None,
             show: Callable[[str, int], None] | None = None) -> SimulatedRun:
    """Run a placed graph on the machine it is placed on; see ``irpart.simulation.simulate.simulate``.

    Parameters
    ----------
    graph
        The graph, or the profile, which also says what memory its instructions access.
    memory
        Whether these accesses are simulated; without them every instruction takes its cost.
    model, order, baseline, structure_domain, show
        See there.

    Raises
    ------
    InputError
        The placement is of another graph, or a value is out of its range.
    """
    from irpart.graph.types import DependenceGraph
    from irpart.simulation.simulate import simulate as run

    accesses = getattr(graph, "accesses", None) if memory and not isinstance(graph, DependenceGraph) else None
    return run(_graph_of(graph, "simulate"), placement, accesses=accesses, model=model, order=order,
               baseline=baseline, structure_domain=structure_domain, show=show)


def execute(profile: Profile, placed: Partition | Placement, *, backend: str = "threads", order: str = "deadline",
            check: bool = False, machine: Topology | str | None = None, method: str | None = None, per_cluster: bool = False,
            repeat: int = 1, timeout: float = 30.0, predict: bool | None = None, strict: bool = False,
            show: Callable[[str, int], None] | None = None, **options: Any) -> Measurement:
    """Execute the clusters of a partition for real; see ``irpart.measurement.measure.measure``.

    Parameters
    ----------
    profile
        A profile made with ``replay=True``.
    placed
        A placement: a pinned worker per processor used. A partition: a worker per cluster, or, when there are more clusters
        than processors here, its clusters placed on these first.
    machine, method
        Place a partition's clusters on this machine, by this mapping method.
    per_cluster
        A worker per cluster, however many there are.
    backend, order, check, repeat, timeout, predict, strict, show, options
        See there.

    Raises
    ------
    InputError
        The profile lacks what a replay needs, the partition is of another graph, or a value is wrong.
    BackendError
        A value never came, or the time-out was reached.
    """
    from irpart.mapping.types import Placement
    from irpart.measurement.measure import check_engine, measure
    from irpart.measurement.reading import read_subject
    from irpart.measurement.teams import seat_clusters
    from irpart.topology.reading import read_topology

    check_engine(backend, options)
    partition = placed.partition if isinstance(placed, Placement) else placed
    subject = read_subject(profile, partition.graph_checksum, show=show)
    if not isinstance(placed, Placement):
        topology = read_topology(machine) if isinstance(machine, str) else machine
        placed = seat_clusters(subject.graph, placed, machine=topology, method=method, per_cluster=per_cluster) or placed
    return measure(subject, placed, backend=backend, order=order, check=check, repeat=repeat, timeout=timeout,
                   predict=predict, strict=strict, show=show, **options)


def compare(graphs: Mapping[str, DependenceGraph | Profile], k: int | Sequence[int], *,
            methods: Sequence[str] | None = None, balance: float = 1.03, seeds: int = 1, orders: int = 1,
            timeout_seconds: float | None = None, estimate: bool = True, model: ExecutionModel | None = None,
            execution: ExecutionSettings | None = None,
            journal: str | Path | None = None, fresh: bool = False, show: Show | None = None) -> Comparison:
    """Compare methods on graphs, each trial in a process of its own.

    Parameters
    ----------
    graphs
        Graphs or profiles by the names they are to have in tables.
    k
        Number of clusters, or several.
    methods
        Registered methods; all by default.
    balance, seeds, orders, timeout_seconds
        See ``irpart.comparison.ComparisonSettings``.
    estimate, model
        Whether execution is estimated, and the model's parameters; its own defaults when not given.
    execution
        How partitions are executed for real; then all graphs are profiles made with ``replay=True``. By default none is.
    journal, fresh, show
        See ``irpart.comparison.run_comparison``.

    Returns
    -------
    All trials; ``irpart.comparison.summarize`` makes rows of means and spreads of them.

    Raises
    ------
    InputError
        A value is wrong, or the journal is of another comparison.
    """
    from irpart.comparison import ComparisonSettings, run_comparison
    from irpart.partitioning.execution_model import ExecutionModel

    chosen = (model or ExecutionModel()) if estimate else None
    settings = ComparisonSettings((k,) if isinstance(k, int) else tuple(k), tuple(methods or ()), balance, seeds, orders,
                                  timeout_seconds, chosen, execution)
    if execution is None:
        taken = {name: _graph_of(graph, "compare") for name, graph in graphs.items()}
        return run_comparison(taken, settings, journal=journal, fresh=fresh, show=show)
    subjects = {name: _subject_of(profile) for name, profile in graphs.items()}
    return run_comparison({name: subject.graph for name, subject in subjects.items()}, settings, journal=journal,
                          fresh=fresh, show=show, programs={name: subject.dataflow for name, subject in subjects.items()})


def _subject_of(profile: DependenceGraph | Profile) -> Subject:
    from irpart.measurement.reading import read_subject
    from irpart.profiles.types import Profile

    if not isinstance(profile, Profile):
        raise InputError(f"Partitions of a {type(profile).__name__} cannot be executed; give a Profile made with "
                         "replay=True.")
    return read_subject(profile)


def _graph_of(given: DependenceGraph | Profile, verb: str) -> DependenceGraph:
    from irpart.graph.types import DependenceGraph

    chosen = given if isinstance(given, DependenceGraph) else getattr(given, "graph", None)
    if not isinstance(chosen, DependenceGraph):
        raise InputError(f"irpart.{verb} takes a DependenceGraph or a Profile, not a {type(given).__name__}.")
    return chosen


def _temporary_path() -> Path:
    handle, name = tempfile.mkstemp(suffix=".irpg", prefix="irpart-")
    os.close(handle)
    return Path(name)


def _remove(path: Path, process: int) -> None:
    if os.getpid() == process:
        path.unlink(missing_ok=True)


def parallelize(function: Callable[..., Any] | None = None, /, **options: Any) -> Any:
    """Make a function run its loops in parallel where that gives the same result; also as a decorator.

    At the first call with new types of arguments the function is planned, and a readable Python module generated and
    compiled; both are kept in the user's cache. Later calls cost what those of jitted functions cost.

    Parameters
    ----------
    function
        A plain function that Numba can compile, or one that ``numba.njit`` made, whose options are kept. Without it
        a decorator with the options is returned.
    options
        ``workers``: the most workers for this function (by default all: ``IRPART_NUM_WORKERS``, or one for each processor).
        ``deterministic``: float sums do not depend on the number of workers. ``cache``: keep code between processes.
        For plain functions also Numba's ``fastmath``, ``error_model``, ``boundscheck``, ``nogil``.

    Returns
    -------
    A jitted function with ``plans``, ``original``, ``sequential`` and ``statistics()``.

    Raises
    ------
    InputError
        For something that is no function, and unknown options.

    Notes
    -----
    What cannot be made parallel runs as Numba compiles it; what Numba cannot compile runs in the interpreter; a
    ``ParallelizationWarning`` says so once.
    """
    if function is None:
        return lambda decorated: parallelize(decorated, **options)
    from irpart.execution.parallelize import parallel_function

    return parallel_function(function, **options)
