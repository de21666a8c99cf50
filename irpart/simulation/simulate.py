"""Simulate a placed graph on a machine."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.graph.types import DependenceGraph, MemoryAccesses
from irpart.mapping.types import Placement
from irpart.partitioning.messages import MessagePlan, plan_messages
from irpart.simulation import _machine_kernels as kernels
from irpart.simulation.energy import estimate_energy
from irpart.simulation.machine import LINE_BYTES, PAGE_LINES, MachineState, SimulatedMachine, build_machine
from irpart.simulation.network import MESSAGE_BYTES
from irpart.simulation.streams import OperationStreams, write_streams
from irpart.simulation.types import SimulatedRun, SimulationModel
from irpart.topology.construct import TopologyBuilder
from irpart.topology.types import CORE, NUMA, Topology

ORDERS = ("partition", "trace")


def simulate(graph: DependenceGraph, placement: Placement, *, accesses: MemoryAccesses | None = None,
             model: SimulationModel | None = None, order: str = "partition", baseline: bool = True,
             structure_domain: Mapping[str, int] | None = None, plan: MessagePlan | None = None,
             show: Callable[[str, int], None] | None = None) -> SimulatedRun:
    """Run a placed graph on the machine it is placed on.

    Parameters
    ----------
    graph
        The graph that was partitioned.
    accesses
        What its instructions access (``Profile.accesses``); without it no memory is simulated, and every instruction takes
        its cost.
    model
        Assumptions beyond the topology; None: those of ``SimulationModel()``.
    order
        In which a processor runs its instructions: that of the ``partition`` (where it has none, the trace's) or the
        ``trace``'s.
    baseline
        Also simulate one core alone, in the order of the trace, for the speed-up.
    structure_domain
        Explicit page placement: data structures of ``accesses`` by name, and the number of the memory domain each is in; the
        model's policy places the rest.
    plan
        What ``plan_messages`` makes of the graph and the placement's partition, where it is known already.
    show
        Called with a stage and an amount.

    Raises
    ------
    InputError
        The placement is of another graph; the order is none that can be run; the machine is too large; there is no such
        data structure or domain.
    """
    if order not in ORDERS:
        raise InputError(f"The order of a simulation is one of {', '.join(ORDERS)}; got '{order}'.")
    report = show or (lambda stage, amount: None)
    if plan is None:
        report("planning messages, edges", graph.n_edges)
        plan = plan_messages(graph, placement.partition)
    machine = build_machine(placement.topology, model)
    report("writing operations, instructions", graph.n_vertices)
    priority = placement.partition.priority if order == "partition" else None
    streams = write_streams(graph, plan, placement.cluster_processor, machine, priority, accesses)
    report("simulating, operations", streams.n_operations)
    pages = streams.page_domain()
    _place_structures(pages, structure_domain or {}, accesses, len(machine.domain))
    _load_kernels()
    began = time.perf_counter()
    state, _ = run_streams(machine, streams, pages)
    seconds = time.perf_counter() - began
    alone = 0.0
    if baseline:
        report("simulating one core, instructions", graph.n_vertices)
        alone = _alone(graph, machine, accesses)
    return collect_run(machine, streams, state, alone, seconds)


@functools.cache
def _load_kernels() -> None:
    """Compile the machine, or load it from the disk, so that neither is in the time of a simulation."""
    builder = TopologyBuilder("one core", "irpart")
    builder.add(CORE, builder.add(NUMA))
    builder.link_tree()
    none = np.zeros(1, np.int64)
    nothing = OperationStreams(np.zeros(1, np.uint64), none, none, none, np.empty(0, np.int32), np.empty(0, np.int64), none,
                               1, 1, np.empty(0, np.int16))
    run_streams(build_machine(builder.build()), nothing)


def simulate_one_core(graph: DependenceGraph, topology: Topology, *, accesses: MemoryAccesses | None = None,
                      model: SimulationModel | None = None) -> float:
    """Cycles that the fastest core of a machine takes for the whole graph alone, in the order of the trace."""
    return _alone(graph, build_machine(topology, model), accesses)


def _alone(graph: DependenceGraph, machine: SimulatedMachine, accesses: MemoryAccesses | None) -> float:
    cores = np.flatnonzero(machine.core[:, kernels.C_LAUNCH] == 0)
    fastest = int(cores[np.argmax(machine.speed[cores])]) if len(cores) else int(np.argmax(machine.speed))
    n = graph.n_vertices
    plan = MessagePlan(np.zeros(n, np.uint16), np.zeros(n + 1, np.int64), np.empty(0, np.uint16), np.empty(0, np.uint16),
                       np.empty(0, np.bool_))
    streams = write_streams(graph, plan, np.array([fastest], np.int32), machine, None, accesses)
    state, _ = run_streams(machine, streams)
    return float(state.private[0][:, kernels.C_CLOCK].max(initial=0)) / kernels.TICKS


def run_streams(machine: SimulatedMachine, streams: OperationStreams, page_domain: NDArray[np.int16] | None = None,
                ) -> tuple[MachineState, NDArray[np.int64]]:
    """Run streams on a machine; its state at the end, and when each transfer arrived (ticks).

    ``page_domain`` (int16, one per page, -1: by the model's policy) says where memory is, that of the streams by default.
    """
    state = MachineState(machine, streams.n_lines, streams.page_domain() if page_domain is None else page_domain)
    transfers = streams.transfers()
    state.run(streams.ops, streams.op_start, streams.op_end, transfers)
    core = state.private[0]
    stuck = np.flatnonzero(core[:, kernels.C_AT] < streams.op_end)
    if len(stuck):
        raise InputError(f"Processor {int(stuck[0])} and {len(stuck) - 1} others wait for values that never come; the order "
                         "of execution is none that can be run.")
    return state, transfers[3]


def collect_run(machine: SimulatedMachine, streams: OperationStreams, state: MachineState, baseline_cycles: float,
                seconds: float) -> SimulatedRun:
    """What a state at the end of a run says."""
    core, wire, link, network = state.private[0], state.net[0], state.net[1], machine.network
    cycles = float(core[:, kernels.C_CLOCK].max(initial=0)) / kernels.TICKS
    columns = (kernels.C_READS, kernels.C_WRITES, kernels.C_HITS1, kernels.C_HITS2, kernels.C_HITS3, kernels.C_LOCAL,
               kernels.C_REMOTE, kernels.C_FORWARDED, kernels.C_INVALIDATED, kernels.C_SENT, kernels.C_RECEIVED)
    counts = core[:, columns].copy()
    busy, stall, wait, overhead = (_cycles(core[:, column]) for column in
                                   (kernels.C_BUSY, kernels.C_STALL, kernels.C_WAIT, kernels.C_OVERHEAD))
    wired, channels = link[: network.n_links], link[network.n_links :]
    used = streams.processor_instructions > 0
    instructions = int(streams.processor_instructions.sum())
    idle = float(cycles * np.count_nonzero(used) - (busy + stall + overhead)[used].sum())
    link_bytes, memory_bytes = _sent(wired) @ np.array(MESSAGE_BYTES), _sent(channels)[:, kernels.LINE] * LINE_BYTES
    energy = estimate_energy(instructions, int(counts[:, :2].sum()), int(counts[:, 2].sum()), int(counts[:, 3].sum()),
                             int(memory_bytes.sum()), int(link_bytes.sum()), max(idle, 0.0))
    interval = float(1 << int(state.net[6][kernels.O_WIDTH])) / kernels.TICKS
    return SimulatedRun(
        machine=machine.topology.name, model=machine.model, clock_ghz=machine.topology.clock_ghz, cycles=cycles,
        baseline_cycles=baseline_cycles, instructions=instructions, busy_cycles=busy, stall_cycles=stall, wait_cycles=wait,
        overhead_cycles=overhead, counts=counts, processor_instructions=streams.processor_instructions.copy(),
        link_ends=network.link_ends, link_busy_cycles=_busy(wire[: network.n_links], wired),
        link_wait_cycles=_cycles(wired[:, kernels.L_WAIT]), link_messages=_sent(wired).sum(axis=1),
        link_bytes=link_bytes, memory_busy_cycles=_busy(wire[network.n_links :], channels),
        memory_wait_cycles=_cycles(channels[:, kernels.L_WAIT]),
        memory_bytes=memory_bytes,
        messages=streams.n_transfers, timeline_cycles=_cycles(state.timeline), interval_cycles=interval, energy_pj=energy,
        seconds=seconds)


def _place_structures(pages: NDArray[np.int16], chosen: Mapping[str, int], accesses: MemoryAccesses | None,
                      n_domains: int) -> None:
    """Enter the domains of chosen data structures into a table of pages."""
    for name, domain in chosen.items():
        names = accesses.structure if accesses is not None else ()
        if name not in names or accesses is None:
            raise InputError(f"There is no data structure '{name}' to place; known are: {', '.join(names) or 'none'}.")
        if not 0 <= domain < n_domains:
            raise InputError(f"'{name}' cannot be in memory domain {domain}; the machine has domains 0 to {n_domains - 1}.")
        for region in np.flatnonzero(accesses.region_structure == names.index(name)):
            first, count = int(accesses.region_first_line[region]), int(accesses.region_lines[region])
            pages[first // PAGE_LINES : (first + count - 1) // PAGE_LINES + 1] = domain


def _sent(link: NDArray[np.int64]) -> NDArray[np.int64]:
    """Messages of each size that links carried."""
    return link[:, kernels.L_COUNT : kernels.L_COUNT + 3]


def _busy(wire: NDArray[np.int32], link: NDArray[np.int64]) -> NDArray[np.float64]:
    """Cycles that links were occupied."""
    return _cycles((_sent(link) * wire[:, kernels.W_TIME : kernels.W_TIME + 3]).sum(axis=1))


def _cycles(ticks: NDArray[Any]) -> NDArray[np.float64]:
    return np.asarray(ticks / kernels.TICKS, np.float64)
