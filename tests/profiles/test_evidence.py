"""Evidence of loops: trip counts, cost, carried dependences; against a slow reference and against what CPython does."""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np
import pytest

import irpart
from irpart.profiles.evidence import LoopEvidence, contradictions, loops_of, observe
from irpart.profiles.loop_places import Code, Place, SourceLoop, find_places
from irpart.profiles.observing import follow
from irpart.profiles.types import Profile
from irpart.program.segments import FRESH, LOAD, STORE
from irpart.regions import analyse_function, verdicts_of
from tests.regions.programs import function_of, make_arrays, make_program, observed
from tests.regions.test_differential import ARGUMENTS


def evidence_of(function: Any, *arguments: Any, **options: Any) -> tuple[LoopEvidence, ...]:
    """Evidence of all loops of a function."""
    tree = analyse_function(function, arguments)
    return observe(irpart.profile(function, *arguments, timing="none"), loops_of(tree), **options)


def triangle(a, b):
    """Rows of different lengths."""
    for i in range(a.shape[0]):
        for j in range(i):
            b[i, j] = a[i] * a[j]


def test_trip_counts_and_imbalance():
    """A triangle: 0 to 7 iterations; the rows differ, the elements do not."""
    outer, inner = evidence_of(triangle, np.ones(8), np.ones((8, 8)))
    assert (outer.executions, outer.iterations, outer.least_trips, outer.most_trips) == (1, 8, 8, 8)
    assert (inner.executions, inner.iterations, inner.least_trips, inner.most_trips) == (7, 28, 1, 7)
    assert inner.mean_trips == 4.0
    assert 1.5 < outer.imbalance < 2.0
    assert inner.imbalance < 1.05
    assert outer.unit == "instructions"
    assert inner.cycles * inner.iterations < outer.cycles * outer.iterations
    assert inner.sentence() == (f"ran 7 times, 1 to 7 (mean 4) iterations; {inner.cycles:.0f} instructions per iteration, "
                                "all alike. No dependence through memory was observed in 28 iterations.")


def distant(x):
    """A recurrence three iterations apart."""
    for i in range(3, x.shape[0]):
        x[i] = x[i - 3] * 0.5


def test_flow_with_its_distance_lines_and_memory():
    """The first three iterations read what was there before."""
    (loop,) = evidence_of(distant, np.ones(20))
    (flow,) = loop.flows
    line = distant.__code__.co_firstlineno + 3
    assert (flow.source_line, flow.sink_line, flow.memory, flow.count, flow.distance) == (line, line, "x", 14, 3)
    assert loop.flow_iterations == 14
    assert not loop.seems_independent
    assert f"14 of 17 iterations read what another one wrote (line {line} reads what line {line} wrote of x, 3 iterations " \
           "before, 14 times)." in loop.sentence()


def outer_only(a):
    """Only the outer loop carries anything."""
    for i in range(1, a.shape[0]):
        for j in range(a.shape[1]):
            a[i, j] = a[i - 1, j] + 1.0


def test_a_dependence_belongs_to_the_outermost_loop_that_separates_its_ends():
    """Iterations of the inner loop of one execution share nothing."""
    outer, inner = evidence_of(outer_only, np.ones((5, 7)))
    assert [(flow.count, flow.distance) for flow in outer.flows] == [(21, 1)]
    assert inner.dependences == ()
    assert inner.seems_independent


def private_row(a, t):
    """A temporary that each iteration writes before it reads it."""
    for i in range(a.shape[0]):
        for j in range(t.shape[0]):
            t[j] = a[i, j] * 2.0
        for j in range(t.shape[0]):
            a[i, j] = t[j] + t[0]


def test_temporaries_written_first_carry_no_flow():
    """Their reuse is told as anti and output."""
    outer = evidence_of(private_row, np.ones((5, 7)), np.ones(7))[0]
    assert outer.flows == ()
    assert {(one.kind, one.memory) for one in outer.dependences} == {("anti", "t"), ("output", "t")}
    assert "Memory is reused across iterations" in outer.sentence()


def fresh_row(a):
    """A temporary that each iteration allocates."""
    for i in range(a.shape[0]):
        t = np.empty(a.shape[1])
        for j in range(a.shape[1]):
            t[j] = a[i, j] * 2.0
        for j in range(a.shape[1]):
            a[i, j] = t[j] + t[0]


def test_new_blocks_at_old_places_carry_nothing():
    """The allocator gives the same block again; that is no dependence of the program."""
    assert evidence_of(fresh_row, np.ones((5, 7)))[0].dependences == ()


def scatter(x, y, index):
    """Writes through an index array."""
    for i in range(x.shape[0]):
        y[index[i]] = y[index[i]] + x[i]


def test_flow_through_an_index_array_only_where_it_repeats():
    """The same loop, independent and not."""
    x, y = np.ones(8), np.zeros(8)
    (apart,) = evidence_of(scatter, x, y, np.arange(8)[::-1].copy())
    (joined,) = evidence_of(scatter, x, y, np.arange(8) // 2)
    assert apart.seems_independent
    assert apart.sentence(suggest=True).endswith(
        "No dependence through memory was observed in 8 iterations. If you know that this always holds, say so in the loop: "
        'irpart.assume("independent"); irpart does not take it from a run.')
    assert "assume" not in apart.sentence()
    assert joined.flow_iterations == 4
    assert "assume" not in joined.sentence(suggest=True)


def carried_scalar(x):
    """A scalar that lives in a register."""
    s = 0.0
    for i in range(x.shape[0]):
        s = s * 0.5 + x[i]
        x[i] = s


def test_registers_are_told():
    """No memory is involved, and yet the iterations are not independent."""
    (loop,) = evidence_of(carried_scalar, np.ones(8))
    assert loop.flows == ()
    assert loop.registers == (carried_scalar.__code__.co_firstlineno + 4,)
    assert not loop.seems_independent
    assert "in a register" in loop.sentence(suggest=True)


def skipping(x, y):
    """Counts by hand, with continue."""
    k = 0
    for i in range(x.shape[0]):
        if x[i] < 0.0:
            continue
        y[k] = x[i]
        k += 1
    return k


def test_continue_does_not_split_a_loop():
    """All iterations are counted, those that are skipped too."""
    (loop,) = evidence_of(skipping, np.array([1.0, -1.0, 2.0, -3.0, 4.0, 5.0]), np.zeros(6))
    assert (loop.executions, loop.iterations) == (1, 6)


def searching(x, limit):
    """A while loop whose test comes first."""
    i = 0
    while i < x.shape[0] and x[i] < limit:
        x[i] = 0.0
        i += 1
    return i


def test_iterations_of_a_while_loop():
    """The last test is no iteration."""
    (loop,) = evidence_of(searching, np.arange(10.0), 4.0)
    assert (loop.executions, loop.iterations, loop.loop.kind) == (1, 4, "while")
    assert not loop.seems_independent


def filling(x):
    """A loop that becomes one operation."""
    for i in range(x.shape[0]):
        x[i] = 0.0


def test_what_is_not_in_the_program_is_not_told():
    """LLVM makes memset of it."""
    (loop,) = evidence_of(filling, np.ones(8))
    assert not loop.is_found
    assert loop.sentence().startswith("not observed")
    assert not loop.seems_independent


def narrow(x, y):
    """Elements of one, two and eight bytes side by side."""
    for i in range(x.shape[0] - 1):
        x[i + 1] = x[i] + 1
        y[i] = x[i]


@pytest.mark.parametrize("dtype", [np.int8, np.uint16, np.float32, np.float64])
def test_neighbours_in_a_word_are_apart(dtype):
    """A granule is as fine as the accesses are."""
    x = np.zeros(40, dtype)
    (loop,) = evidence_of(distant_copy, x, x.copy())
    assert loop.flows == ()
    (loop,) = evidence_of(narrow, x, np.zeros(40))
    assert {flow.memory for flow in loop.flows} <= {"x"}
    assert all(flow.distance == 1 for flow in loop.flows)


def distant_copy(x, y):
    """Neighbours written by different iterations."""
    for i in range(x.shape[0]):
        x[i] += y[i]


def overlapping_views(raw, words):
    """One piece of memory as bytes and as words."""
    for i in range(1, words.shape[0]):
        raw[8 * i + 3] = 1
        words[i] = words[i] + words[i - 1]


def test_mixed_widths_are_exact():
    """A byte written into a word is read with it; the page is halved three times after it was used in words."""
    raw = np.zeros(64, np.uint8)
    (loop,) = evidence_of(overlapping_views, raw, raw.view(np.int64))
    lines = overlapping_views.__code__.co_firstlineno
    assert {(flow.source_line - lines, flow.distance) for flow in loop.flows} == {(4, 1)}


def test_a_long_run_is_followed_in_part():
    """The words say so."""
    (loop,) = evidence_of(distant, np.ones(20), max_instructions=0)
    assert not loop.is_whole
    assert loop.sentence() == "never executed in the profiled run."
    tree = analyse_function(distant, (np.ones(5),))
    profile = irpart.profile(distant, np.ones(2000), timing="none", max_instructions=5000)
    (loop,) = observe(profile, loops_of(tree))
    assert (loop.executions, loop.is_whole) == (0, False)
    assert 0 < loop.iterations < 1997
    assert loop.sentence().startswith("in the part of the run that was followed: ")
    assert f" {loop.iterations - 3} of the first {loop.iterations} " in loop.sentence()


def test_documents_are_plain():
    """JSON of everything."""
    (loop,) = evidence_of(distant, np.ones(20))
    document = loop.to_json()
    assert document["trips"] == {"least": 17, "mean": 17.0, "most": 17}
    assert document["dependences"][0]["kind"] == "flow"
    assert document["whole_run"] is True


@pytest.mark.parametrize("timing", ["none", "model"])
def test_cycles_add_up_to_the_work(timing):
    """One loop around all of a function: its iterations cost nearly all of the graph's work."""
    profile = irpart.profile(outer_only, np.ones((30, 30)), timing=timing)
    outer, _ = observe(profile, loops_of(analyse_function(outer_only, (np.ones((3, 3)),))))
    work = profile.measure().work
    assert 0.97 * work < outer.cycles * outer.iterations <= work


Found = dict[tuple[int, int, int, int], int]


def slow_pairs(profile: Profile, places: list[Place]) -> Found:
    """Carried flow and output dependences, byte by byte and by iteration vectors, with their least distances."""
    tables = profile.tables
    frames: list[list[list[int]]] = []
    written: dict[int, tuple[int, tuple[tuple[int, ...], ...]]] = {}
    found: Found = {}
    executions = 0

    def carried(kind: int, earlier: tuple[int, tuple[tuple[int, ...], ...]], sink: int) -> None:
        now = tuple(tuple(loop) for frame in frames for loop in frame)
        for one, other in zip(earlier[1], now, strict=False):
            if one[:2] != other[:2]:
                return
            if one[2] != other[2]:
                key = one[0], kind, earlier[0], sink
                found[key] = min(found.get(key, 1 << 60), other[2] - one[2])
                return

    for ids, words in profile.chunks():
        word = 0
        for number in ids.tolist():
            segment = tables.segments[number]
            if tables.segment_entry[number]:
                frames.append([])
            if segment.starts_block:
                loops = frames[-1]
                while loops and segment.block not in places[loops[-1][0]].blocks:
                    loops.pop()
                for place, known in enumerate(places):
                    if segment.block in known.blocks and place not in [loop[0] for loop in loops]:
                        executions += 1
                        loops.append([place, executions, -1])
                    if segment.block in known.begins:
                        next(loop for loop in loops if loop[0] == place)[2] += 1
            for vertex in range(int(tables.vertex_start[number]), int(tables.vertex_start[number + 1])):
                source = int(tables.vertex_memory[vertex])
                operations = tables.operation[tables.operation_start[vertex]:tables.operation_start[vertex + 1]]
                for kind, at, size, _, _ in operations.tolist():
                    if kind < LOAD:
                        continue
                    assert kind in (LOAD, STORE, FRESH)
                    first = int(words[word + at])
                    size = size if size >= 0 else int(words[word + at + 1])
                    for byte in range(first, first + size):
                        if kind == FRESH:
                            written.pop(byte, None)
                            continue
                        if byte in written:
                            carried(0 if kind == LOAD else 2, written[byte], source)
                        if kind == STORE:
                            written[byte] = source, tuple(tuple(loop) for frame in frames for loop in frame)
            word += int(tables.segment_words[number])
            if tables.segment_returns[number]:
                frames.pop()
    return found


@pytest.mark.parametrize("function", [triangle, distant, outer_only, private_row, scatter, narrow, skipping])
def test_pairs_are_those_of_the_reference(function):
    """The same pairs at the same least distances."""
    random = np.random.default_rng(3)
    ranks = {"triangle": (1, 2), "distant": (1,), "outer_only": (2,), "private_row": (2, 1), "scatter": (1, 1, 1),
             "narrow": (1, 1), "skipping": (1, 1)}[function.__name__]
    arguments: list[Any] = [random.random((9,) * rank) - 0.5 for rank in ranks]
    if function is scatter:
        arguments[2] = random.integers(0, 9, 9)
    profile = irpart.profile(function, *arguments, timing="none")
    code = Code(profile.program, profile.module)
    places = find_places(code, loops_of(analyse_function(function, tuple(arguments))))
    counted = follow(profile, places, 1 << 40)
    got = {tuple(row[:4]): row[5] for row in counted.pairs.tolist() if row[1] != 1}
    assert got == slow_pairs(profile, places)


def cpython_flows(made: Any, n: int, m: int) -> set[tuple[int, str, int, int]]:
    """Loop, array, source and sink line of the flow dependences that loops carry when CPython runs a program."""
    heads: dict[int, list[int]] = {}
    open_loops: list[tuple[int, int]] = []
    for number, line in enumerate(made.lines, 1):
        depth = len(line) - len(line.lstrip())
        open_loops = [one for one in open_loops if one[0] < depth]
        heads[number] = [head for _, head in open_loops]
        if line.lstrip().startswith("for "):
            open_loops.append((depth, number))
    last: dict[Any, tuple[int, tuple[int, ...]]] = {}
    found = set()
    for line, at, array, element, is_write in observed(made, n, m):
        if is_write:
            last[array, element] = line, at
        elif (array, element) in last:
            source, before = last[array, element]
            for one, other, head, same in zip(before, at, heads[source], heads[line], strict=False):
                if head != same:
                    break
                if one != other:
                    found.add((head, array, source, line))
                    break
    return found


def test_random_programs_show_what_cpython_does_and_contradict_no_verdict():
    """Every observed flow is one of CPython's run (LLVM may remove some), and no parallel loop carries one."""
    seen = 0
    for seed in range(8):
        made = make_program(Random(seed), seed % 2 == 1)
        function, arguments = function_of(made.lines), make_arrays(5)
        tree = analyse_function(function, ARGUMENTS)
        evidence = observe(irpart.profile(function, *arguments.values(), 5, 3, timing="none"), loops_of(tree))
        expected = cpython_flows(made, 5, 3)
        got = {(one.loop.line, flow.memory, flow.source_line, flow.sink_line) for one in evidence for flow in one.flows}
        assert got <= expected, (seed, got - expected, "\n".join(made.lines))
        assert contradictions(evidence, verdicts_of(tree)) == (), "\n".join(made.lines)
        seen += len(got)
    assert seen >= 10


def test_loops_on_one_line_with_an_implicit_one_are_not_told_apart():
    """Better no evidence than that of another loop."""
    loops = (SourceLoop("L0", 5, 5, "", "range", "x.py"), SourceLoop("L1", 5, 5, "L0", "implicit", "x.py"))
    profile = irpart.profile(distant, np.ones(5), timing="none")
    assert [one.is_found for one in observe(profile, loops)] == [False, False]
