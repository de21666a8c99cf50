"""The streamed graph equals, edge for edge, that of a slow, obvious reference."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from irpart.graph.build import GraphBuilder
from tests.graph.random_programs import make_module, programs
from tests.graph.reference import build_reference
from tests.graph.tracing import TracedRun, trace_main


def check_against_reference(run: TracedRun) -> None:
    """Rows, edges and weights of the streamed graph are those of the reference."""
    module, graph = run.module, run.graph()
    reference = build_reference(module.program, module.module, module.tables, run.ids, run.words)
    assert list(graph.static_id) == reference.rows
    bounds, sources, weights = graph.indptr(), graph.source, graph.edge_weights()
    memory_number = {int(row): i for i, row in enumerate(module.tables.memory_rows)}
    for vertex, row in enumerate(reference.rows):
        into = slice(bounds[vertex], bounds[vertex + 1])
        assert sorted(int(u) for u in sources[into]) == reference.edges_into(vertex), (vertex, row)
        registers = len(reference.registers[vertex])
        for source, weight in zip(sources[into][:registers], weights[into][:registers], strict=True):
            producer = module.program.latency_class[reference.rows[int(source)]]
            assert weight == run.weights.table[producer]
        if len(reference.memory[vertex]) and module.program.opcode[row] in (28,):
            code = run.weights.memory_code[memory_number[row], 0]
            assert np.all(weights[into][registers:] == run.weights.table[code])


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(programs)
def test_random_programs_match_the_reference(bodies: list[list[tuple]]) -> None:
    """Nested loops, branches, calls, recursion, mixed widths, overlaps, copies, heap blocks."""
    run = trace_main(make_module(bodies))
    assert run.plain_result == run.traced_result
    check_against_reference(run)


SWAP = """
define i32 @main(i32 %argc, ptr %argv) {
entry:
  %start = add i32 %argc, 5
  br label %loop
loop:
  %a = phi i32 [ %start, %entry ], [ %b, %loop ]
  %b = phi i32 [ 2, %entry ], [ %a, %loop ]
  %i = phi i32 [ 0, %entry ], [ %next, %loop ]
  %next = add i32 %i, 1
  %more = icmp slt i32 %next, 3
  br i1 %more, label %loop, label %done
done:
  ret i32 %a
}
"""


def test_phis_of_one_block_read_their_old_values() -> None:
    """Two phis that swap: each takes what the other was before this iteration."""
    run = trace_main(SWAP)
    assert run.plain_result == run.traced_result
    check_against_reference(run)


def test_statistics_equal_the_materialised_graph() -> None:
    """Work, span and degrees counted on the fly are those of the graph itself."""
    run = trace_main(make_module([[("loop", 4, [("store", 1, 2, 32), ("load", 2, 1, 64), ("recurse", 2, 1)])]]))
    graph = run.graph()
    builder = GraphBuilder(run.module.tables, run.weights, degrees_for=1 << 20)
    for ids, words in run.chunks:
        builder.feed(ids, words, np.zeros(len(words), np.uint8))
    found = builder.statistics()
    costs, finish, bounds = graph.vertex_costs(), np.zeros(graph.n_vertices), graph.indptr()
    for vertex in range(graph.n_vertices):
        before = graph.source[bounds[vertex] : bounds[vertex + 1]]
        finish[vertex] = finish[before].max(initial=0.0) + costs[vertex]
    assert (found.n_vertices, found.n_edges) == (graph.n_vertices, graph.n_edges)
    assert found.work == costs.sum()
    assert found.span == finish.max()
    values, counts = np.unique(graph.degrees(), return_counts=True)
    assert np.array_equal(found.degree[0], values)
    assert np.array_equal(found.degree[1], counts)


def test_a_hub_beyond_a_byte_is_counted_exactly() -> None:
    """A value read 1000 times has degree 1000, though degrees are kept in bytes."""
    text = """
@x = global i64 0
define i32 @main(i32 %argc, ptr %argv) {
entry:
  store volatile i64 7, ptr @x
  br label %loop
loop:
  %i = phi i64 [ 0, %entry ], [ %next, %loop ]
  %v = load volatile i64, ptr @x
  %next = add i64 %i, 1
  %more = icmp slt i64 %next, 1000
  br i1 %more, label %loop, label %done
done:
  ret i32 0
}
"""
    run = trace_main(text)
    builder = GraphBuilder(run.module.tables, run.weights, degrees_for=1 << 20)
    for ids, words in run.chunks:
        builder.feed(ids, words, np.zeros(len(words), np.uint8))
    values, counts = builder.statistics().degree
    assert (values[-1], counts[-1]) == (1000, 1)


@pytest.mark.parametrize("bound", [1, 2, 17, 100, 1000])
def test_a_bounded_trace_is_a_prefix(bound: int) -> None:
    """A cut trace yields exactly the first vertices and their edges."""
    text = make_module([[("loop", 4, [("store", 1, 2, 16), ("load", 2, 1, 32), ("recurse", 1, 2), ("loop", 3, [
        ("operate", "add", 1, 1, 2)])])]])
    whole, part = trace_main(text).graph(), trace_main(text, bound).graph()
    n = part.n_vertices
    assert n <= min(bound, whole.n_vertices)
    assert np.array_equal(whole.static_id[:n], part.static_id)
    assert np.array_equal(whole.in_degree[:n], part.in_degree)
    assert np.array_equal(whole.source[: part.n_edges], part.source)
