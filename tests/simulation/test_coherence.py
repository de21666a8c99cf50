"""The states of lines are those of a textbook's table: every short sequence of accesses, and invariants after long runs.

References
----------
D. J. Sorin, M. D. Hill, D. A. Wood: A Primer on Memory Consistency and Cache Coherence, Morgan & Claypool 2011, section 8.3
(a directory protocol with MESI states).
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from irpart.simulation import _machine_kernels as kernels
from irpart.simulation.machine import MachineState
from tests.simulation.machines import Programs, Sizes, directory_entry, held_lines, row_machine, run_programs

LETTER = {0: "I", kernels.SHARED: "S", kernels.EXCLUSIVE: "E", kernels.MODIFIED: "M"}
READ = {  # (state of the reader, what the directory knows): (state after it, state of a former owner)
    ("M", "owned"): ("M", None), ("E", "owned"): ("E", None), ("S", "shared"): ("S", None),
    ("I", "nothing"): ("E", None), ("I", "shared"): ("S", None), ("I", "owned"): ("S", "S")}


def textbook_step(states, directory, core, line, write, room):
    """States (core, line) -> letter and directory line -> (kind, set) after one access; ``room`` lines fit into a cache."""
    states, directory = dict(states), dict(directory)
    kind, known = directory.get(line, ("nothing", frozenset()))
    mine = states.get((core, line), "I")
    if write:
        for other in known - {core}:
            states.pop((other, line), None)
        states[core, line], directory[line] = "M", ("owned", frozenset({core}))
    else:
        after, owner_after = READ[mine, kind]
        if owner_after:
            states[min(known), line] = owner_after
        states[core, line] = after
        if mine == "I":
            directory[line] = ("owned" if after == "E" else "shared", known | {core})
    others = [(c, x) for c, x in states if c == core and x != line]
    if mine == "I" and len(others) >= room:
        lost = states.pop(others[0])
        if lost in "EM":
            del directory[others[0][1]]
    return states, directory


def snapshot(state):
    """Copies of all arrays that an access changes."""
    return [array.copy() for group in (state.net[1:4], state.net[6:], state.private, state.memory[1:2], state.directory)
            for array in group]


def restore(state, arrays):
    """Back to a snapshot."""
    places = [array for group in (state.net[1:4], state.net[6:], state.private, state.memory[1:2], state.directory)
              for array in group]
    for place, array in zip(places, arrays, strict=True):
        place[...] = array


def check_states(state, states, directory, cores):
    """Both caches and the directory are as in the table."""
    for core in range(cores):
        second = held_lines(state, core, 2)
        assert {x: LETTER[s] for x, s in second.items()} == {x: s for (c, x), s in states.items() if c == core}
        first = held_lines(state, core, 1)
        assert first.items() <= second.items()
    for line in range(2):
        kind, known = directory.get(line, ("nothing", frozenset()))
        assert directory_entry(state, line) == {"nothing": None, "shared": known, "owned": min(known, default=None)}[kind]


@pytest.mark.parametrize(("cores", "room", "depth"), [(2, 2, 5), (2, 1, 4), (3, 2, 4), (3, 1, 3)])
def test_all_short_sequences_follow_the_table(cores, room, depth):
    """Every sequence of reads and writes of two lines, with caches that hold both and with caches that hold one."""
    machine = row_machine(Sizes(cores=cores, l1_lines=1, l1_ways=1, l2_lines=room, l2_ways=room))
    state = MachineState(machine, 2, np.full(1, -1, np.int16))
    seen = 0

    def go_on(states, directory, left):
        nonlocal seen
        before = snapshot(state)
        for core, line, write in product(range(cores), range(2), (False, True)):
            restore(state, before)
            time = (depth - left) * 10_000
            kernels._access(state.net, state.private, state.memory, state.directory, core, line, write, time)
            after = textbook_step(states, directory, core, line, write, room)
            check_states(state, *after, cores)
            seen += 1
            if left > 1:
                go_on(*after, left - 1)

    go_on({}, {}, depth)
    assert seen == sum((4 * cores) ** length for length in range(1, depth + 1))


@pytest.mark.parametrize("quantum", [0.0, 8.0, 1000.0])
@pytest.mark.parametrize("core", ["in-order", "out-of-order"])
def test_invariants_hold_after_long_runs(core, quantum):
    """One writer or many readers, the first cache within the second, the directory knows every holder."""
    cores, lines = 6, 128
    random = np.random.default_rng(0)
    sizes = Sizes(cores=cores, domains=2, l1_lines=8, l2_lines=32, bank_lines=32)
    machine = row_machine(sizes, quantum_cycles=quantum, core=core)
    body = []
    for _ in range(cores):
        accesses = [(int(what), int(line)) for what, line in zip(random.integers(kernels.READ, kernels.WRITE + 1, 4000),
                                                                 random.integers(0, lines, 4000), strict=True)]
        ends = [(kernels.EXECUTE, 0)] * (core != "in-order")
        body.append([item for access in accesses for item in (access, *ends)])
    state, _ = run_programs(machine, Programs(body), lines)
    second = [held_lines(state, p, 2) for p in range(cores)]
    for p in range(cores):
        assert held_lines(state, p, 1).items() <= second[p].items()
    for line in range(lines):
        holders = {p: second[p][line] for p in range(cores) if line in second[p]}
        entry = directory_entry(state, line)
        if any(held != kernels.SHARED for held in holders.values()):
            assert len(holders) == 1
            assert entry == min(holders)
        elif holders:
            assert isinstance(entry, frozenset)
            assert entry >= set(holders)
        else:
            assert entry is None or isinstance(entry, frozenset)
