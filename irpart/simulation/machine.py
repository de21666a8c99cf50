"""A simulated machine: the arrays that the kernels run on, made from a topology and a model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.simulation import _machine_kernels as kernels
from irpart.simulation.network import MOST_TICKS, Network, build_network
from irpart.simulation.types import SimulationModel
from irpart.topology.types import CACHE, CORE, GPU, Topology

LINE_BYTES, PAGE_LINES = 64, 64
L1_CYCLES, L2_CYCLES, BANK_NS = 4, 10, 6.0
"""Default times: a hit in the first cache, what a hit in the second takes longer, and the lookup of a shared bank."""
MEMORY_NS, MEMORY_GBS = 50.0, 40.0
"""Default access time (without the way there) and bandwidth of a domain's memory; DDR4 and DDR5 modules take 45 to 60 ns."""
GPU_NS, GPU_GBS = 200.0, 1000.0
GPU_WINDOW = 1 << 16
MOST_LINES = 1 << 28
_FIRST_ROWS = 1 << 12


@dataclass(frozen=True, slots=True, eq=False)
class SimulatedMachine:
    """The arrays of a machine at rest, as the kernels want them (see ``_machine_kernels`` for their columns).

    Attributes
    ----------
    topology, model, network
        What it was made from; and the network.
    core, bank, domain
        int64 tables of processors, banks of shared cache, and memory domains.
    n_private1, n_private2, n_shared
        Tags in all first caches, second caches and banks.
    speed
        float64, shape (P,): of each processor.
    """

    topology: Topology
    model: SimulationModel
    network: Network
    core: NDArray[np.int64]
    bank: NDArray[np.int64]
    domain: NDArray[np.int64]
    n_private1: int
    n_private2: int
    n_shared: int
    speed: NDArray[np.float64]

    @property
    def n_processors(self) -> int:
        """Number of processors P."""
        return len(self.core)

    def ticks(self, nanoseconds: float) -> int:
        """A time in ticks, at least one."""
        return max(1, round(nanoseconds * self.topology.clock_ghz * kernels.TICKS))


def check_size(topology: Topology) -> None:
    """Refuse machines that are too large to simulate.

    Raises
    ------
    InputError
        When the machine has more than 4096 processors.
    """
    if topology.n_processors > 4096:
        raise InputError(f"{topology.name} has {topology.n_processors:,} processors; simulated are at most 4096.")


def build_machine(topology: Topology, model: SimulationModel | None = None) -> SimulatedMachine:
    """Prepare a machine for simulation.

    Private caches are those with one processor below, levels 1 and 2, rounded down to a power of two sets; a shared cache of
    level 2 counts as private in equal shares. Shared caches of level 3 and above, the lowest on each core's way, are banks
    in front of the memory of the domain they are in (or that is next): a line's bank is one of its home domain's, by a hash.

    Raises
    ------
    InputError
        When the machine has more than 4096 processors, too many stops in its network, too slow links, or too large caches.
    """
    chosen = model or SimulationModel()
    processors = topology.processors
    check_size(topology)
    network = build_network(topology, chosen)
    domains = topology.memories
    core: NDArray[np.int64] = np.zeros((len(processors), kernels.C_COLUMNS), np.int64)
    below = _cores_below(topology)
    private = [_private_caches(topology, chosen, below, int(row)) for row in processors]
    _lay_out(core, private)
    core[:, kernels.C_WAITS] = core[:, kernels.C_READY] = -1
    core[:, kernels.C_NODE] = network.node_of(processors)
    domain_node = network.node_of(domains)
    for p, row in enumerate(processors):
        core[p, kernels.C_DOMAIN] = _nearest_domain(topology, network, int(row), domains, domain_node)
        _set_width(core[p], topology, chosen, int(row))
    banks = _banks_of(topology, processors)
    bank: NDArray[np.int64] = np.zeros((max(1, len(banks)), kernels.S_COLUMNS), np.int64)
    owner = [_nearest_domain(topology, network, row, domains, domain_node) for row in banks]
    order = np.argsort(owner, kind="stable")
    domain: NDArray[np.int64] = np.zeros((len(domains), kernels.D_COLUMNS), np.int64)
    used, ghz = 0, topology.clock_ghz * kernels.TICKS
    for place, number in enumerate(order):
        row = banks[number]
        ways = int(topology.ways[row]) or 16
        sets = max(1, int(topology.size_bytes[row] or (1 << 20)) // LINE_BYTES // ways)
        bank[place] = (network.node_of(np.array([row]))[0], used, sets, ways,
                       round((topology.latency_ns[row] or BANK_NS) * ghz))
        used += sets * ways
    lines = used + _tags(private, 0) + _tags(private, 1)
    if lines > MOST_LINES:
        raise InputError(f"{topology.name} has caches of {lines:,} lines in all; simulated are at most {MOST_LINES:,} "
                         f"({MOST_LINES * LINE_BYTES >> 30} GiB). Give smaller caches.")
    owners = np.sort(np.array(owner, np.int64))
    for number, row in enumerate(domains):
        latency, bandwidth = memory_of(topology, int(row))
        if LINE_BYTES / bandwidth * ghz > MOST_TICKS:
            raise InputError(f"{topology.name}: {topology.label[row]} supplies {bandwidth:g} GB/s, which is too little to "
                             f"simulate: a line may take {MOST_TICKS // kernels.TICKS:,} cycles. Give it more bandwidth.")
        first, last = np.searchsorted(owners, [number, number + 1])
        domain[number] = (domain_node[number], first, last - first, network.n_links + number, round(latency * ghz))
    speed = topology.speed[processors].astype(np.float64)
    return SimulatedMachine(topology, chosen, network, core, bank, domain, _tags(private, 0), _tags(private, 1), used, speed)


def memory_of(topology: Topology, row: int) -> tuple[float, float]:
    """Access time (ns) and bandwidth (GB/s) of the memory of a NUMA domain or GPU, defaults filled in."""
    gpu = topology.kind[row] == GPU
    return (float(topology.latency_ns[row]) or (GPU_NS if gpu else MEMORY_NS),
            float(topology.bandwidth_gbs[row]) or (GPU_GBS if gpu else MEMORY_GBS))


def _nearest_domain(topology: Topology, network: Network, row: int, domains: NDArray[np.int32],
                    nodes: NDArray[np.int64]) -> int:
    """Number of the domain that contains an object, or else of that with the shortest way."""
    above = row
    while above >= 0:
        found = np.flatnonzero(domains == above)
        if len(found):
            return int(found[0])
        above = int(topology.parent[above])
    start = int(network.node_of(np.array([row]))[0])
    return int(np.argmin([network.latency_ticks(start, int(node)) for node in nodes]))


def _private_caches(topology: Topology, model: SimulationModel, below: NDArray[np.int64], row: int,
                    ) -> list[tuple[int, int, int]]:
    """(sets, ways, ticks) of the first and second private cache of a processor; no ways: there is none."""
    ghz = topology.clock_ghz * kernels.TICKS
    if topology.kind[row] == GPU:
        return [(1, 0, 0), (*_shape(32 << 20, 16), 30 * kernels.TICKS)]
    found: dict[int, tuple[int, int, int]] = {}
    above = int(topology.parent[row])
    while above >= 0:
        level = int(topology.cache_level[above])
        if topology.kind[above] == CACHE and level in (1, 2) and level not in found:
            size = int(topology.size_bytes[above]) // max(1, int(below[above]))
            ways, given = int(topology.ways[above]) or 8, round(float(topology.latency_ns[above]) * ghz)
            default = (model.l1_bytes, L1_CYCLES) if level == 1 else (model.l2_bytes, L2_CYCLES)
            found[level] = (*_shape(size or default[0], ways), given or default[1] * kernels.TICKS)
        above = int(topology.parent[above])
    if not found:
        found = {1: (*_shape(model.l1_bytes, model.l1_ways), L1_CYCLES * kernels.TICKS),
                 2: (*_shape(model.l2_bytes, model.l2_ways), L2_CYCLES * kernels.TICKS)}
    if len(found) == 1:
        return [(1, 0, 0), next(iter(found.values()))]
    return [found[1], found[2]]


def _cores_below(topology: Topology) -> NDArray[np.int64]:
    """int64, one per object: cores in it."""
    cores: NDArray[np.int64] = (topology.kind == CORE).astype(np.int64)
    for row in range(topology.n_objects - 1, 0, -1):
        cores[topology.parent[row]] += cores[row]
    return cores


def _shape(size: int, ways: int) -> tuple[int, int]:
    """Sets (a power of two) and ways of a cache of some bytes."""
    ways = min(ways, max(1, size // LINE_BYTES))
    return 1 << max(0, (size // LINE_BYTES // ways).bit_length() - 1), ways


def _lay_out(core: NDArray[np.int64], private: list[list[tuple[int, int, int]]]) -> None:
    """Enter the private caches of all processors, one after the other in the arrays of tags."""
    columns = ((kernels.C_L1, kernels.C_MASK1, kernels.C_WAYS1, kernels.C_TIME1),
               (kernels.C_L2, kernels.C_MASK2, kernels.C_WAYS2, kernels.C_TIME2))
    used = [0, 0]
    for p, caches in enumerate(private):
        for which, ((sets, ways, ticks), (at, mask, many, time)) in enumerate(zip(caches, columns, strict=True)):
            core[p, at], core[p, mask], core[p, many], core[p, time] = used[which], sets - 1, ways, ticks
            used[which] += sets * ways


def _tags(private: list[list[tuple[int, int, int]]], which: int) -> int:
    return sum(caches[which][0] * caches[which][1] for caches in private)


def _banks_of(topology: Topology, processors: NDArray[np.int32]) -> list[int]:
    """Rows of the shared caches in front of memory: the lowest of level 3 or more around each core, and those of tiles."""
    lowest: set[int] = set()
    for row in processors:
        above = int(topology.parent[row])
        while above >= 0 and not (topology.kind[above] == CACHE and topology.cache_level[above] >= 3):
            above = int(topology.parent[above])
        if above >= 0:
            lowest.add(above)
    holding = set(np.unique(topology.parent).tolist())
    alone = [int(row) for row in topology.of_kind(CACHE) if topology.cache_level[row] >= 3 and int(row) not in holding]
    return sorted(lowest | set(alone))


def _set_width(core: Any, topology: Topology, model: SimulationModel, row: int) -> None:
    """How a processor issues: in order, out of order, or as a GPU with one instruction per lane and cycle."""
    if topology.kind[row] == GPU:
        core[kernels.C_WINDOW] = GPU_WINDOW
        core[kernels.C_STEP] = max(1, 1024 * kernels.TICKS // int(topology.lanes[row]))
        core[kernels.C_LAUNCH] = round(model.launch_cycles * kernels.TICKS)
    elif model.core == "out-of-order":
        core[kernels.C_WINDOW] = model.window
        core[kernels.C_STEP] = max(1, 1024 * kernels.TICKS // model.width)


class MachineState:
    """The arrays of one run on a machine: what the kernels change.

    Parameters
    ----------
    machine
        At rest.
    n_lines
        Lines of memory that the run touches are 0 to n_lines - 1.
    page_domain
        int16, one per 64 lines: domain of each page, -1 where the model's policy decides.
    """

    def __init__(self, machine: SimulatedMachine, n_lines: int, page_domain: NDArray[np.int16]) -> None:
        network, model = machine.network, machine.model
        count = machine.n_processors
        option: NDArray[np.int64] = np.zeros(kernels.O_COLUMNS, np.int64)
        for column, cycles in ((kernels.O_SEND, model.send_cycles), (kernels.O_RECEIVE, model.receive_cycles),
                               (kernels.O_FORWARD, model.forward_cycles), (kernels.O_CREDIT, model.credit_cycles),
                               (kernels.O_QUANTUM, model.quantum_cycles)):
            option[column] = round(cycles * kernels.TICKS)
        option[kernels.O_POLICY] = int(model.pages == "interleaved")
        option[kernels.O_SHARED] = int(model.synchronisation == "shared-memory")
        option[kernels.O_STORES], option[kernels.O_WIDTH] = model.stores, 10
        channels = np.zeros((len(machine.domain), kernels.W_COLUMNS), np.int32)
        for number, row in enumerate(machine.topology.memories):
            bandwidth = memory_of(machine.topology, int(row))[1]
            channels[number, kernels.W_TIME : kernels.W_TIME + 3] = machine.ticks(LINE_BYTES / bandwidth)
        wire = np.concatenate([network.wire, channels])
        self.net = (wire, np.zeros((len(wire), kernels.L_COLUMNS), np.int64),
                    np.zeros((len(wire), kernels.GAPS), np.int64), np.zeros((network.n_credits, 2), np.int64),
                    network.route, network.node, option)
        self.private = (machine.core.copy(), np.full(machine.n_private1 + 64, kernels.EMPTY),
                        np.full(machine.n_private2 + 64, kernels.EMPTY))
        self.memory = (machine.bank, np.full(machine.n_shared + 64, kernels.EMPTY), machine.domain)
        table: NDArray[np.int64] = np.zeros((n_lines + 1, 2), np.int64)
        table[:, kernels.OWNER] = -1
        option[kernels.O_FREE_ROWS] = _FIRST_ROWS
        words = (count + 63) // 64
        rows = np.arange(_FIRST_ROWS, dtype=np.int64)[::-1].copy()
        self.directory = (table, page_domain, np.zeros((_FIRST_ROWS, words), np.uint64), rows)
        self.heap = np.zeros((count + 1, 2), np.int64)
        self.heap[:count, 1] = np.arange(count)
        option[kernels.O_LIVE] = count
        self.stores = np.zeros((count, model.stores), np.int64)
        windows = self.private[0][:, kernels.C_WINDOW]
        self.private[0][:, kernels.C_RING] = np.cumsum(windows) - windows
        self.ring = np.zeros((int(windows.sum()) + 1, 2), np.int64)
        self.timeline = np.zeros((count, kernels.SLOTS, 3), np.int64)

    def run(self, ops: NDArray[np.uint64], op_start: NDArray[np.int64], op_end: NDArray[np.int64],
            transfers: tuple[NDArray[Any], ...]) -> None:
        """Run operations ``ops[op_start[p]:op_end[p]]`` on processor p, for all of them, to the end."""
        self.private[0][:, kernels.C_AT] = op_start
        while kernels.run(self.net, self.private, self.memory, self.directory, transfers, self.heap, ops, op_end,
                          self.stores, self.ring, self.timeline) == kernels.NEED_ROWS:
            self._add_rows()

    def _add_rows(self) -> None:
        line, page, sharer, free_row = self.directory
        option, rows = self.net[6], len(sharer)
        free = int(option[kernels.O_FREE_ROWS])
        grown = np.zeros((2 * rows, sharer.shape[1]), np.uint64)
        grown[:rows] = sharer
        stack = np.zeros(2 * rows, np.int64)
        stack[:free] = free_row[:free]
        stack[free : free + rows] = np.arange(2 * rows - 1, rows - 1, -1)
        option[kernels.O_FREE_ROWS] = free + rows
        self.directory = (line, page, grown, stack)
