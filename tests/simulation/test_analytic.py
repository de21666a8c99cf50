"""Runs whose times and counts follow from a formula.

The row of tiles at 1 GHz: 4 cycles for the first cache, 10 more for the second, 6 for a bank, 50 for memory; 1 from a core,
a bank or memory to the router, 2 from router to router; a control message, value and line take 1/8, 1/4 and 9/8 at 64 bytes
a cycle.
"""

from __future__ import annotations

import numpy as np
import pytest

from irpart.simulation import _machine_kernels as kernels
from tests.simulation.machines import Programs, Sizes, count_of, cycles_of, line_machine, row_machine, run_one, run_programs

READ, WRITE, COMPUTE, SEND, RECEIVE, DEPEND, EXECUTE = (
    kernels.READ, kernels.WRITE, kernels.COMPUTE, kernels.SEND, kernels.RECEIVE, kernels.DEPEND, kernels.EXECUTE)
L1, L2 = 4.0, 4.0 + 10
ASK, FETCH = 2 + 1 / 8, 2 + 9 / 8
BANK = L2 + ASK + 6 + FETCH
MEMORY = L2 + ASK + 6 + ASK + 50 + FETCH + FETCH
ONE = Sizes(cores=1, bank_lines=16, bank_ways=16)


def test_one_core_takes_the_sum_of_its_latencies():
    """Work, a hit in each level, and memory with the way there and back."""
    reads = [0, 0, 2, 4, 0, 8, 12, 0, 1]
    expected = [MEMORY, L1, MEMORY, MEMORY, L2, MEMORY, MEMORY, BANK, MEMORY]
    for n in range(len(reads) + 1):
        state = run_one(row_machine(ONE), [(COMPUTE, 1600), *((READ, line) for line in reads[:n])])
        assert cycles_of(state) == 100 + sum(expected[:n])
    names = ("reads", "l1_hits", "l2_hits", "l3_hits", "local_accesses", "remote_accesses")
    assert [count_of(state, name) for name in names] == [9, 1, 1, 1, 6, 0]


@pytest.mark.parametrize(("lines", "latency"), [(4, L1), (8, L2), (16, BANK), (64, MEMORY)])
def test_a_pointer_chase_takes_the_latency_of_its_level(lines, latency):
    """Cyclic walks through a working set that just fits into a level (all lines of caches are one set)."""
    machine = row_machine(Sizes(cores=1, l1_lines=4, l1_ways=4, l2_lines=8, l2_ways=8, bank_lines=16, bank_ways=16))
    laps = [cycles_of(run_one(machine, [(READ, line) for line in range(lines)] * n)) for n in (2, 12)]
    assert (laps[1] - laps[0]) / (10 * lines) == latency


@pytest.mark.parametrize(("lines", "share"), [(15, 1.0), (16, 1.0), (17, 0.0), (20, 0.0)])
def test_cyclic_access_hits_always_or_never(lines, share):
    """The least recently used line falls out: a working set one line too large never hits."""
    machine = row_machine(Sizes(cores=1, l1_lines=16, l1_ways=16, l2_lines=16, l2_ways=16))
    hits = [count_of(run_one(machine, [(READ, line) for line in range(lines)] * n), "l1_hits") for n in (1, 11)]
    assert (hits[1] - hits[0]) / (10 * lines) == share


@pytest.mark.parametrize(("stride", "misses"), [(1, 1 / 8), (2, 1 / 4), (8, 1.0), (16, 1.0)])
def test_a_sequential_stream_misses_once_per_line(stride, misses):
    """Elements of 8 bytes read with a stride."""
    elements = range(0, 200 * stride, stride)
    state = run_one(row_machine(ONE), [(READ, element // 8) for element in elements], 512)
    assert count_of(state, "l1_hits") == 200 - round(200 * misses)
    assert count_of(state, "local_accesses") == round(200 * misses)


@pytest.mark.parametrize("rounds", [1, 7])
def test_ping_pong_by_messages_is_exact(rounds):
    """Two cores three links apart: sending, the way, the value's length, receiving."""
    one_way = 4 + (1 + 2 + 1) + 1 / 4 + 4
    first = [item for i in range(rounds) for item in ((SEND, 2 * i), (RECEIVE, 2 * i + 1))]
    second = [item for i in range(rounds) for item in ((RECEIVE, 2 * i), (SEND, 2 * i + 1))]
    groups = [[(1 - i % 2, -1)] for i in range(2 * rounds)]
    state, arrival = run_programs(row_machine(), Programs([first, second], groups))
    assert cycles_of(state) == 2 * rounds * one_way
    assert (arrival / kernels.TICKS).tolist() == [i * one_way + one_way - 4 for i in range(2 * rounds)]


def test_ping_pong_through_shared_memory_is_exact():
    """A writes (others lose the line, their acknowledgement is waited for), B reads from A's cache, and back."""
    def cycles(rounds):
        first = [item for i in range(rounds) for item in ((WRITE, 0), (SEND, 2 * i), (RECEIVE, 2 * i + 1), (READ, 64))]
        second = [item for i in range(rounds) for item in ((RECEIVE, 2 * i), (READ, 0), (WRITE, 64), (SEND, 2 * i + 1))]
        groups = [[(1 - i % 2, -1)] for i in range(2 * rounds)]
        state, _ = run_programs(row_machine(synchronisation="shared-memory", receive_cycles=0.0, pages="interleaved"),
                                Programs([first, second], groups))
        return cycles_of(state)

    here, across, line = 2 + 1 / 8, 4 + 1 / 8, 4 + 9 / 8
    upgrade_by_first, upgrade_by_second = L1 + here + across + across, L1 + across + here + across
    behind_the_copy_home = 9 / 8
    read_by_second, read_by_first = L2 + across + here + 10 + line, L2 + here + across + 10 + line
    assert (cycles(12) - cycles(2)) / 10 == (upgrade_by_first + read_by_second + upgrade_by_second + read_by_first
                                             + 2 * behind_the_copy_home)


@pytest.mark.parametrize(("rho", "count"), [(0.2, 1_000_000), (0.5, 1_000_000), (0.8, 3_000_000)])
def test_one_link_with_random_arrivals_is_an_m_d_1_queue(rho, count):
    """The mean wait is rho S / (2 (1 - rho)) (Pollaczek and Khinchine) within 2%."""
    machine = line_machine(gbs=0.16)
    net, service = link_net(machine)
    times = np.cumsum(np.random.default_rng(1).exponential(service / rho, count)).astype(np.int64)
    arrival = np.zeros(count, np.int64)
    ends = np.array(machine.core[:, kernels.C_NODE])
    kernels.carry_all(times, np.full(count, ends[0]), np.full(count, ends[1]), kernels.VALUE, net, arrival)
    waited = arrival - times - service - net[0][0, kernels.W_LATENCY]
    assert waited.min() == 0
    assert waited.mean() == pytest.approx(rho * service / (2 * (1 - rho)), rel=0.02)
    assert waited.sum() == net[1][0, kernels.L_WAIT]


def link_net(machine):
    """Tables of the network of a machine, and ticks that its first link takes for a value."""
    from irpart.simulation.machine import MachineState

    net = MachineState(machine, 1, np.full(1, -1, np.int16)).net
    return net, int(net[0][0, kernels.W_TIME + kernels.VALUE])


def test_stores_do_not_block_until_the_store_buffer_is_full():
    """One store takes a cycle; with one place each waits for the one before."""
    writes = [(WRITE, 32 * i) for i in range(5)]
    assert cycles_of(run_one(row_machine(ONE, stores=8), writes)) == 5
    assert cycles_of(run_one(row_machine(ONE, stores=1), writes)) == 4 * MEMORY + 1


def test_a_window_of_one_runs_one_instruction_after_the_other():
    """The first enters after a cycle; each takes its cost, a load what the load takes."""
    machine = row_machine(ONE, core="out-of-order", window=1, width=1)
    assert cycles_of(run_one(machine, [(EXECUTE, 80)] * 20)) == 1 + 20 * 5
    assert cycles_of(run_one(machine, [(READ, 0), (EXECUTE, 0)] * 3)) == 1 + MEMORY + 2 * L1


@pytest.mark.parametrize("width", [1, 4])
def test_a_wide_window_reaches_the_limit_of_the_data(width):
    """Independent instructions take 1/width cycles each, a chain its whole length; loads of other lines overlap."""
    machine = row_machine(ONE, core="out-of-order", window=512, width=width)
    assert cycles_of(run_one(machine, [(EXECUTE, 80)] * 400)) == 400 / width + 5
    assert cycles_of(run_one(machine, [(EXECUTE, 80), *[(DEPEND, 1), (EXECUTE, 80)] * 399])) == 1 / width + 400 * 5
    for loads in (8, 32):
        program = [item for i in range(loads) for item in ((READ, 8 * i), (EXECUTE, 0))]
        channel = 4 * (loads - 1)
        assert cycles_of(run_one(machine, program)) <= 1 / width + MEMORY + channel + 3 * loads


def test_a_gpu_starts_on_a_value_after_its_launch():
    """Way, length, launch latency."""
    from irpart.simulation.machine import build_machine
    from irpart.simulation.types import SimulationModel
    from irpart.topology.construct import TopologyBuilder
    from irpart.topology.types import CORE, GPU, NUMA

    builder = TopologyBuilder("gpu", "test")
    builder.add(NUMA)
    core, gpu = builder.add(CORE), builder.add(GPU)
    builder.link(core, gpu, 500.0, 16.0, "pcie")
    builder.link(1, core, 4.0, 16.0, "memory")
    machine = build_machine(builder.build(clock_ghz=1.0), SimulationModel(launch_cycles=3000.0))
    programs = Programs([[(SEND, 0)], [(RECEIVE, 0), (EXECUTE, 160)]], [[(1, -1)]])
    state, arrival = run_programs(machine, programs)
    assert arrival[0] / kernels.TICKS == 4 + 500 + 1 + 3000
    assert cycles_of(state, 1) == 4 + 500 + 1 + 3000 + 10


def mixed_programs(cores, accesses, seed=0):
    """Loads and stores, three in four to lines of a core's own, with work between."""
    random = np.random.default_rng(seed)
    body = []
    for p in range(cores):
        own = random.random(accesses) < 0.75
        lines = np.where(own, 64 * (p + 2) + random.integers(0, 64, accesses), random.integers(0, 128, accesses))
        what = np.where(random.random(accesses) < 0.3, WRITE, READ)
        work = random.integers(1, 200, accesses).tolist()
        body.append([item for a, x, t in zip(what.tolist(), lines.tolist(), work, strict=True)
                     for item in ((a, x), (COMPUTE, t))])
    return Programs(body)


def test_the_default_quantum_changes_little():
    """Run time within 1% of strict order of time, counts within 2%, on 16 cores that share a quarter of their accesses."""
    sizes = Sizes(cores=16, domains=2, l1_lines=16, l2_lines=64, bank_lines=256, bank_ways=8)
    programs = mixed_programs(16, 3000)
    found = {}
    for quantum in (0.0, 8.0):
        state, _ = run_programs(row_machine(sizes, quantum_cycles=quantum), programs, 2048)
        found[quantum] = (max(cycles_of(state, p) for p in range(16)),
                          *(sum(count_of(state, name, p) for p in range(16))
                            for name in ("l1_hits", "l2_hits", "forwarded")))
    assert found[8.0][0] == pytest.approx(found[0.0][0], rel=0.01)
    assert found[8.0][1:] == pytest.approx(found[0.0][1:], rel=0.02)


def test_a_run_repeats_bit_by_bit():
    """All arrays of two runs are equal."""
    machine = row_machine(Sizes(cores=8, domains=2, bank_lines=64), quantum_cycles=8.0)
    first, second = (run_programs(machine, mixed_programs(8, 500), 1024)[0] for _ in range(2))
    for a, b in zip([*first.net, *first.private, *first.memory, *first.directory, first.timeline],
                    [*second.net, *second.private, *second.memory, *second.directory, second.timeline], strict=True):
        assert np.array_equal(a, b)
