"""The process that cells run in: what cells share (graph, partition, machine, time of one core) is made once and kept."""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from irpart.base.artifact import peek_kind
from irpart.base.errors import FormatError, InputError
from irpart.base.files import replacing
from irpart.comparison.worker import end_with_parent, say, sentence_of, take_over_output
from irpart.experiments.types import Cell, CellKey, Choice, Outcome, Workload, digest
from irpart.graph.formats import read_graph
from irpart.graph.types import DependenceGraph, MemoryAccesses
from irpart.mapping.figures import measure_locality
from irpart.mapping.objective import measure_cost
from irpart.mapping.place import Posed, pose, solve_posed
from irpart.mapping.types import Placement
from irpart.partitioning.cut import METHODS, partition, warm_up
from irpart.partitioning.execution_model import ExecutionEstimator, ExecutionModel
from irpart.partitioning.quality import Quality, measure_quality
from irpart.partitioning.storage import load_partition, save_partition
from irpart.partitioning.types import Partition
from irpart.profiles.options import ProfileOptions
from irpart.profiles.recording import ProfileRecorder
from irpart.profiles.script import run_script
from irpart.profiles.types import Profile
from irpart.program.scripts import ScriptFailed
from irpart.simulation.simulate import simulate, simulate_one_core
from irpart.simulation.types import SimulatedRun, SimulationModel
from irpart.topology.reading import read_topology
from irpart.topology.types import Topology

NEAR = ("processor", "shared cache", "NUMA domain")
"""Levels within which a message counts as local."""


class LoadedWorkload:
    """A graph, the memory its instructions access (None when not known), and the execution model made ready for it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.accesses: MemoryAccesses | None = None
        self.graph: DependenceGraph
        if _is_profile(file):
            with Profile(file) as profile:
                self.graph, self.accesses = profile.graph, profile.accesses
        else:
            self.graph = read_graph(file)
        self.checksum = self.graph.checksum()
        self._estimators: dict[str, ExecutionEstimator] = {}

    def estimator(self, order: str) -> ExecutionEstimator:
        """The execution model in an order of execution."""
        if order not in self._estimators:
            self._estimators[order] = ExecutionEstimator(self.graph, ExecutionModel(order=order))
        return self._estimators[order]


class CellWorker:
    """Runs cells one after the other.

    Parameters
    ----------
    folder
        Of the results; partitions and times of one core are kept in it, for other workers too.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loaded: LoadedWorkload | None = None
        self._cut: tuple[str, Partition, Quality] | None = None
        self._topologies: dict[str, Topology] = {}
        self._posed: tuple[Any, Posed] | None = None
        self._placed: tuple[Any, Placement] | None = None

    def run(self, cell: Cell, file: Path) -> Outcome:
        """One cell of the workload in ``file``; an exception becomes a failure."""
        try:
            return self._run(cell, file)
        except Exception as error:
            return Outcome(cell.key, {}, {}, sentence_of(error), "error")

    def _run(self, cell: Cell, file: Path) -> Outcome:
        if self._loaded is None or self._loaded.file != file:
            say({"stage": "reading"})
            self._loaded, self._cut = LoadedWorkload(file), None
            self._posed = self._placed = None
        loaded = self._loaded
        made, quality = self._partition(loaded, cell)
        say({"stage": "mapping"})
        posed, placement = self._place(loaded, cell, made)
        estimator = loaded.estimator(cell.order)
        estimate = estimator.estimate(made.edge_cluster, cell.k)
        say({"stage": "simulating"})
        if cell.order == "critical-path":
            placement = replace(placement, partition=replace(made, priority=estimator.critical_order()))
        run = simulate(loaded.graph, placement, accesses=loaded.accesses, model=cell.model, baseline=False)
        run = replace(run, baseline_cycles=self._one_core(loaded, cell, placement.topology))
        parallelism = estimate.work_cycles / estimate.span_cycles if estimate.span_cycles else 1.0
        figures = {**_figures_of_cut(loaded.graph, quality, posed), **_figures_of_placement(posed, placement),
                   "model_speedup": estimate.speedup,
                   "parallelism": parallelism, **_figures_of_run(run)}
        return Outcome(cell.key, figures, {"method_seconds": made.seconds, "mapping_seconds": placement.seconds,
                                           "simulation_seconds": run.seconds})

    def _partition(self, loaded: LoadedWorkload, cell: Cell) -> tuple[Partition, Quality]:
        """From memory, from its file, or from the method."""
        name = digest([loaded.checksum, cell.method.label, cell.k, cell.seed, cell.balance])
        if self._cut is None or self._cut[0] != name:
            path = self._folder / "partitions" / f"{name}.irpp"
            made = _stored(path, loaded.checksum)
            if made is None:
                method, options = cell.method.name, dict(cell.method.options)
                warm_up(METHODS.get(method), loaded.graph, cell.k, cell.balance, options)
                say({"stage": "method"})
                made = partition(loaded.graph, cell.k, method=method, balance=cell.balance, seed=cell.seed, **options)
                save_partition(made, path)
            say({"stage": "measuring"})
            self._cut = name, made, measure_quality(loaded.graph, made)
            self._posed = self._placed = None
        return self._cut[1], self._cut[2]

    def _place(self, loaded: LoadedWorkload, cell: Cell, made: Partition) -> tuple[Posed, Placement]:
        if cell.machine not in self._topologies:
            self._topologies = {cell.machine: read_topology(cell.machine)}
        if self._posed is None or self._posed[0] != cell.machine:
            posed = pose(loaded.graph, made, self._topologies[cell.machine], accesses=loaded.accesses)
            self._posed, self._placed = (cell.machine, posed), None
        if self._placed is None or self._placed[0] != (cell.mapping, cell.seed):
            placement = solve_posed(self._posed[1], method=cell.mapping.name, seed=cell.seed, **dict(cell.mapping.options))
            self._placed = (cell.mapping, cell.seed), placement
        return self._posed[1], self._placed[1]

    def _one_core(self, loaded: LoadedWorkload, cell: Cell, topology: Topology) -> float:
        """Cycles of one core of the machine alone; kept in a file for all cells that need the same."""
        name = digest([loaded.checksum, loaded.accesses is not None, _content(topology), asdict(cell.model)])
        path = self._folder / "baselines" / f"{name}.json"
        try:
            return float(json.loads(path.read_text())["cycles"])
        except (OSError, ValueError, KeyError, TypeError):
            cycles = simulate_one_core(loaded.graph, topology, accesses=loaded.accesses, model=cell.model)
        with replacing(path) as file:
            file.write(json.dumps({"cycles": cycles}).encode())
        return cycles


def make_profile(workload: Workload, path: Path) -> None:
    """Run a workload's script, traced, and write its profile.

    Raises
    ------
    IrpartError
        The script failed, or nothing was traced.
    """
    assert workload.script is not None
    functions = (workload.function,) if workload.function else ()
    command = " ".join(["irpart profile", workload.script.name, *workload.arguments])
    with ProfileRecorder(path, command, ProfileOptions(workload.timing)) as recorder:
        try:
            ended = run_script(workload.script, workload.arguments, functions, recorder)
        except ScriptFailed as failure:
            raise InputError(f"{failure} It said: {failure.cause}") from None
        if ended.exit_status:
            raise InputError(f"{workload.script.name} exited with status {ended.exit_status}, so no profile was written.")
        recorder.finish()


def cell_to_json(cell: Cell) -> dict[str, Any]:
    """A cell as plain data, without its workload."""
    data = asdict(cell)
    del data["workload"]
    return data


def cell_from_json(data: dict[str, Any], workload: Workload) -> Cell:
    """The inverse of ``cell_to_json``."""
    rest = dict(data)
    chosen = {name: Choice(rest[name]["name"], tuple((key, value) for key, value in rest[name]["options"]))
              for name in ("method", "mapping")}
    return Cell(**{**rest, **chosen, "workload": workload, "model": SimulationModel(**rest["model"])})


def main() -> None:
    """Serve requests until standard input ends."""
    end_with_parent()
    take_over_output()
    worker = CellWorker(Path(sys.argv[1]))
    say({"stage": "ready"})
    for line in sys.stdin:
        request = json.loads(line)
        if "profile" in request:
            _serve_profile(request["profile"], Path(request["file"]))
            continue
        file = Path(request["file"])
        outcome = worker.run(cell_from_json(request["cell"], Workload(request["workload"], file)), file)
        say({"outcome": outcome.to_json(), "reusable": outcome.failure_kind == ""})


def _serve_profile(data: dict[str, Any], path: Path) -> None:
    """Answers as a cell does; the process, in which a foreign script ran, is not used again."""
    say({"stage": "profile"})
    name, failure = str(data["name"]), ""
    workload = Workload(name, None, Path(data["script"]), data["function"], tuple(data["arguments"]), data["timing"])
    try:
        make_profile(workload, path)
    except Exception as error:
        failure = sentence_of(error)
    key = CellKey(name, "", 0, "", "", 0, "", "")
    say({"outcome": Outcome(key, {}, {}, failure, "profile" if failure else "").to_json(), "reusable": False})


def _content(topology: Topology) -> str:
    """sha256 of all columns of a topology, names left out."""
    made = hashlib.sha256()
    for column in fields(topology):
        value = getattr(topology, column.name)
        if column.name not in ("name", "source", "label"):
            made.update(value.tobytes() if isinstance(value, np.ndarray) else repr(value).encode())
    return made.hexdigest()


def _is_profile(file: Path) -> bool:
    try:
        return peek_kind(file) == "profile"
    except FormatError:
        if file.suffix == ".irpg":
            raise
        return False


def _stored(path: Path, checksum: str) -> Partition | None:
    """A partition kept earlier; None when there is none, or it is damaged."""
    if not path.is_file():
        return None
    try:
        made = load_partition(path)
    except FormatError:
        return None
    return made if made.graph_checksum == checksum else None


def _figures_of_cut(graph: DependenceGraph, quality: Quality, posed: Posed) -> dict[str, float]:
    return {"vertices": graph.n_vertices, "edges": graph.n_edges, "replication_factor": quality.replication_factor,
            "connectivity": quality.connectivity, "weighted_communication": quality.weighted_communication,
            "balance": quality.balance_by_weight, "messages": posed.traffic.n_messages,
            "message_bytes": posed.traffic.n_bytes}


def _figures_of_placement(posed: Posed, placement: Placement) -> dict[str, float]:
    problem, placed = posed.problem, placement.cluster_processor
    levels = measure_locality(posed.topology, problem.communication, placed)
    messages = posed.traffic.n_messages
    return {"mapping_cost": placement.cost, "locality": sum(levels.get(name, 0.0) for name in NEAR),
            "message_nanoseconds": measure_cost(problem, placed).communication / messages if messages else 0.0}


def _figures_of_run(run: SimulatedRun) -> dict[str, float]:
    rates, used = run.hit_rates(), run.processor_instructions > 0
    time = run.cycles * int(used.sum()) or 1.0
    parts = {"busy": run.busy_cycles, "stall": run.stall_cycles, "overhead": run.overhead_cycles}
    shares = {f"{name}_fraction": float(cycles[used].sum() / time) for name, cycles in parts.items()}
    return {"cycles": run.cycles, "baseline_cycles": run.baseline_cycles, "speedup": run.speedup,
            "processors_used": int(used.sum()), **shares, "idle_fraction": run.idle_fraction,
            "processor_messages": run.messages,
            "network_bytes": int(run.link_bytes.sum()), "memory_bytes": int(run.memory_bytes.sum()), "l1_hits": rates["l1"],
            "l2_hits": rates["l2"], "l3_hits": rates["l3"], "energy_microjoules": sum(run.energy_pj.values()) * 1e-6,
            "busiest_link": float(run.link_busy_cycles.max(initial=0.0) / run.cycles) if run.cycles else 0.0}
