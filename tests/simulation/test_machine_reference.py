"""The compiled machine does what the slow one of ``reference`` does, tick for tick."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.simulation import _machine_kernels as kernels
from irpart.simulation.types import COUNTS
from tests.simulation.machines import (
    COUNT_COLUMNS,
    TIME_COLUMNS,
    Programs,
    Sizes,
    directory_entry,
    held_lines,
    row_machine,
    run_programs,
)
from tests.simulation.reference import ReferenceMachine

USED = [0, 1, 2, 4, 8, 12, 16, 64, 65, 72, 128, 136, 192, 193]
TIMES = ("clock", "busy", "stall", "wait", "overhead")


@st.composite
def programs(draw, cores, *, windowed):
    """Programs of some cores with loads, stores, work, and values that some of them send (perhaps never) to others."""
    line = st.sampled_from(USED)
    plain = st.one_of(st.tuples(st.just(kernels.READ), line), st.tuples(st.just(kernels.WRITE), line),
                      st.tuples(st.just(kernels.COMPUTE), st.one_of(st.integers(1, 400), st.just(3 << 19))))
    body = [draw(st.lists(plain, max_size=25)) for _ in range(cores)]
    groups = []
    for group in range(draw(st.integers(0, 4)) if cores > 1 else 0):
        sender, *receivers = draw(st.permutations(range(cores)))
        members = [(q, draw(st.integers(-1, i - 1))) for i, q in enumerate(receivers[: draw(st.integers(1, cores - 1))])]
        first = sum(map(len, groups))
        body[sender].insert(draw(st.integers(0, len(body[sender]))), (kernels.SEND, group))
        for j, (q, _) in enumerate(members, start=first):
            body[q].insert(draw(st.integers(0, len(body[q]))), (kernels.RECEIVE, j))
        groups.append(members)
    return Programs([draw(instructions(each)) for each in body] if windowed else body, groups)


@st.composite
def instructions(draw, operations):
    """Operations as instructions of a core with a window: operands and accesses, then what they cost, then sends."""
    result = []
    for number, (what, value) in enumerate(operations):
        if number and draw(st.booleans()):
            result.append((kernels.DEPEND, draw(st.integers(1, min(number, 2)))))
        if what == kernels.SEND:
            result += [(kernels.EXECUTE, 16), *draw(st.sampled_from([[], [(kernels.MAIL, 65)]])), (what, value)]
        elif what == kernels.COMPUTE:
            result.append((kernels.EXECUTE, value))
        else:
            result += [(what, value), (kernels.EXECUTE, 0)]
    return result


def check_against_reference(machine, program):
    """Run both and compare everything that they know."""
    state, arrival = run_programs(machine, program)
    slow = ReferenceMachine(machine, program)
    slow.run()
    for p, core in enumerate(slow.cores):
        row = state.private[0][p]
        core.counts["clock"] = core.clock
        for names, columns in ((TIMES, TIME_COLUMNS), (COUNTS, COUNT_COLUMNS)):
            assert dict(zip(names, row[list(columns)].tolist(), strict=True)) == {name: core.counts[name] for name in names}
        assert int(row[kernels.C_AT]) - sum(map(len, program.cores[:p])) == core.at
        assert held_lines(state, p, 2) == core.state
        assert held_lines(state, p, 1) == {line: core.state[line] for lines in core.l1.values() for line in lines}
    for row, wire in zip(state.net[1].tolist(), slow.wires, strict=True):
        assert row[kernels.L_COUNT : kernels.L_COUNT + 3] == wire.carried
        assert row[kernels.L_WAIT] == wire.waited
    for line in USED:
        expected = slow.owner.get(line, frozenset(slow.sharers[line]) if line in slow.sharers else None)
        assert directory_entry(state, line) == expected
    assert {j: int(t) for j, t in enumerate(arrival) if t >= 0} == slow.arrival


SIZES = st.builds(Sizes, cores=st.integers(1, 4), domains=st.just(1), l1_lines=st.sampled_from([0, 4]),
                  bank_lines=st.sampled_from([0, 4, 64]), gbs=st.sampled_from([4.0, 64.0, 1e6]),
                  memory_gbs=st.sampled_from([1.0, 16.0]))


@settings(max_examples=150, deadline=None, report_multiple_bugs=False)
@given(data=st.data())
def test_in_order_cores_are_those_of_the_reference(data):
    """Cycles by kind, counts, states of lines, directory, links and arrivals agree exactly, with contention and without."""
    sizes = data.draw(SIZES)
    sizes.domains = data.draw(st.integers(1, min(2, sizes.cores)))
    machine = row_machine(sizes, pages=data.draw(st.sampled_from(["first-touch", "interleaved"])),
                          buffers=data.draw(st.sampled_from([0, 1, 8])), stores=data.draw(st.sampled_from([1, 3])),
                          synchronisation=data.draw(st.sampled_from(["messages", "shared-memory"])))
    check_against_reference(machine, data.draw(programs(sizes.cores, windowed=False)))


@settings(max_examples=150, deadline=None, report_multiple_bugs=False)
@given(data=st.data())
def test_out_of_order_cores_are_those_of_the_reference(data):
    """The same for cores with a window."""
    sizes = data.draw(SIZES)
    machine = row_machine(sizes, core="out-of-order", window=data.draw(st.sampled_from([3, 5, 128])),
                          width=data.draw(st.sampled_from([1, 2, 4])), buffers=data.draw(st.sampled_from([0, 1, 8])))
    check_against_reference(machine, data.draw(programs(sizes.cores, windowed=True)))


def test_cores_woken_from_before_their_senders_clock_go_on_in_order_of_time():
    """Core 2 waits until 544, then sends what it had before: core 3 gets it at 288, core 1 at 512, so 3 reads first."""
    machine = row_machine(Sizes(cores=4, l1_lines=0, gbs=4.0, memory_gbs=1.0), core="out-of-order", window=3, width=1,
                          buffers=0)
    receive, read, execute, send = kernels.RECEIVE, kernels.READ, kernels.EXECUTE, kernels.SEND
    check_against_reference(machine, Programs(
        cores=[[(execute, 16), (send, 1), (execute, 16), (send, 0)],
               [(receive, 5), (execute, 0), (receive, 3), (execute, 0), (receive, 2), (execute, 0), (read, 0), (execute, 0)],
               [(receive, 1), (execute, 0), (execute, 16), (send, 2)],
               [(receive, 4), (execute, 0), (receive, 0), (execute, 0), (read, 0), (execute, 0)]],
        groups=[[(3, -1), (2, 0), (1, 0)], [(1, -1)], [(3, -1), (1, 0)]]))
