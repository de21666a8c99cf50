"""Small machines and hand-made programs for tests of the simulator."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from irpart.simulation import _machine_kernels as kernels
from irpart.simulation.machine import MachineState, SimulatedMachine, build_machine
from irpart.simulation.types import COUNTS, SimulationModel
from irpart.topology.construct import TopologyBuilder
from irpart.topology.types import CACHE, CORE, NUMA, ROUTER, Topology

LINES = 256
COUNT_COLUMNS = (kernels.C_READS, kernels.C_WRITES, kernels.C_HITS1, kernels.C_HITS2, kernels.C_HITS3, kernels.C_LOCAL,
                 kernels.C_REMOTE, kernels.C_FORWARDED, kernels.C_INVALIDATED, kernels.C_SENT, kernels.C_RECEIVED)
TIME_COLUMNS = (kernels.C_CLOCK, kernels.C_BUSY, kernels.C_STALL, kernels.C_WAIT, kernels.C_OVERHEAD)
Operation = tuple[int, int]


@dataclass
class Sizes:
    """A row of tiles at 1 GHz (a cycle is a nanosecond): a core with its caches at each, domains and banks at some.

    Cache sizes are in lines; 0: the cache is not there.
    """

    cores: int = 2
    domains: int = 1
    l1_lines: int = 4
    l1_ways: int = 2
    l2_lines: int = 8
    l2_ways: int = 2
    bank_lines: int = 0
    bank_ways: int = 2
    hop_ns: float = 2.0
    port_ns: float = 1.0
    gbs: float = 64.0
    memory_ns: float = 50.0
    memory_gbs: float = 16.0


def row_topology(sizes: Sizes) -> Topology:
    """The machine of some sizes: core p, then its links, hang on router p; routers are joined in a row."""
    builder = TopologyBuilder("row", "test")
    domains = [builder.add(NUMA, latency_ns=sizes.memory_ns, bandwidth_gbs=sizes.memory_gbs) for _ in range(sizes.domains)]
    routers = [builder.add(ROUTER) for _ in range(sizes.cores)]
    for p, router in enumerate(routers):
        inside = domains[p * sizes.domains // sizes.cores]
        for level, lines, ways in ((2, sizes.l2_lines, sizes.l2_ways), (1, sizes.l1_lines, sizes.l1_ways)):
            if lines:
                inside = builder.add(CACHE, inside, size_bytes=64 * lines, cache_level=level, ways=ways)
        core = builder.add(CORE, inside)
        builder.link(core, router, sizes.port_ns, sizes.gbs, "mesh")
        if p:
            builder.link(routers[p - 1], router, sizes.hop_ns, sizes.gbs, "mesh")
    for d, domain in enumerate(domains):
        at = routers[d * sizes.cores // sizes.domains]
        builder.link(domain, at, sizes.port_ns, sizes.gbs, "memory")
        if sizes.bank_lines:
            bank = builder.add(CACHE, domain, size_bytes=64 * sizes.bank_lines, cache_level=3, ways=sizes.bank_ways,
                               latency_ns=6.0)
            builder.link(bank, at, sizes.port_ns, sizes.gbs, "mesh")
    return builder.build(clock_ghz=1.0)


def row_machine(sizes: Sizes | None = None, **options: object) -> SimulatedMachine:
    """A row of tiles under a model; strict order of time unless ``quantum_cycles`` is given."""
    return build_machine(row_topology(sizes or Sizes()), SimulationModel(**{"quantum_cycles": 0.0} | options))  # type: ignore[arg-type]


def line_machine(gbs: float, latency_ns: float = 10.0, **options: object) -> SimulatedMachine:
    """Two cores and one link between them, so that messages from one to the other take one directed link."""
    builder = TopologyBuilder("line", "test")
    builder.add(NUMA)
    ends = [builder.add(CORE), builder.add(CORE)]
    builder.link(ends[0], ends[1], latency_ns, gbs, "mesh")
    builder.link(1, ends[1], 1.0, 1e6, "memory")
    return build_machine(builder.build(clock_ghz=1.0), SimulationModel(**{"buffers": 0} | options))  # type: ignore[arg-type]


@dataclass
class Programs:
    """Operations of every core; a group of transfers has members (receiver, index of the one that passes it on, or -1)."""

    cores: Sequence[Sequence[Operation]]
    groups: Sequence[Sequence[tuple[int, int]]] = field(default_factory=list)

    def tables(self) -> tuple[np.ndarray, np.ndarray, tuple[np.ndarray, ...]]:
        """(ops, op_start, transfers) as the kernels take them."""
        words = [value << 4 | what for operations in self.cores for what, value in operations]
        start = np.cumsum([0, *(len(operations) for operations in self.cores)])
        group_start = np.cumsum([0, *(len(members) for members in self.groups)])
        to = [q for members in self.groups for q, _ in members]
        via = [first + before if before >= 0 else -1
               for first, members in zip(group_start, self.groups, strict=False) for _, before in members]
        transfers = (group_start.astype(np.int64), np.array(to, np.int32), np.array(via, np.int64),
                     np.full(max(1, len(to)), -1, np.int64))
        return np.array(words, np.uint64), start.astype(np.int64), transfers


def run_programs(machine: SimulatedMachine, programs: Programs, n_lines: int = LINES) -> tuple[MachineState, np.ndarray]:
    """The state after the run, and when each transfer arrived (ticks)."""
    state = MachineState(machine, n_lines, np.full(n_lines // 64 + 2, -1, np.int16))
    ops, op_start, transfers = programs.tables()
    state.run(ops, op_start[:-1], op_start[1:], transfers)
    return state, transfers[3]


def run_one(machine: SimulatedMachine, operations: Iterable[Operation], n_lines: int = LINES) -> MachineState:
    """The state after core 0 ran alone."""
    idle = [[] for _ in range(machine.n_processors - 1)]
    return run_programs(machine, Programs([list(operations), *idle]), n_lines)[0]


def cycles_of(state: MachineState, p: int = 0) -> float:
    """Time of a core in cycles."""
    return int(state.private[0][p, kernels.C_CLOCK]) / kernels.TICKS


def count_of(state: MachineState, name: str, p: int = 0) -> int:
    """A count of a core."""
    return int(state.private[0][p, COUNT_COLUMNS[COUNTS.index(name)]])


def held_lines(state: MachineState, p: int, level: int) -> dict[int, int]:
    """Lines and their states in a private cache of a core."""
    core, tags = state.private[0], state.private[level]
    columns = ((kernels.C_L1, kernels.C_MASK1, kernels.C_WAYS1), (kernels.C_L2, kernels.C_MASK2, kernels.C_WAYS2))
    at, mask, ways = columns[level - 1]
    first = int(core[p, at])
    found = tags[first : first + int(core[p, mask] + 1) * int(core[p, ways])]
    return {int(tag) >> 2: int(tag) & 3 for tag in found if tag != kernels.EMPTY}


def directory_entry(state: MachineState, line: int) -> int | frozenset[int] | None:
    """None: no core has the line as far as its home knows; a core that owns it; or the set of those that share it."""
    owner = int(state.directory[0][line, kernels.OWNER])
    if owner >= -1:
        return owner if owner >= 0 else None
    row = state.directory[2][-2 - owner]
    return frozenset(64 * w + b for w, word in enumerate(row.tolist()) for b in range(64) if word >> b & 1)
