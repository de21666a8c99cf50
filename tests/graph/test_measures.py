"""Work, span, critical paths and degrees against slow references, and worked by hand."""

from __future__ import annotations

import itertools
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.base.errors import InputError
from irpart.graph.construct import from_edges
from irpart.graph.measures import _path_kernels as kernels
from irpart.graph.measures import critical_path, degree_histogram, hubs, parallelism, span, work
from irpart.graph.types import DependenceGraph


@st.composite
def acyclic(draw: st.DrawFn, forward: bool = True) -> DependenceGraph:
    """Graphs without cycles, with parallel edges and zero costs; not ``forward``: vertices renumbered at random."""
    n = draw(st.integers(1, 14))
    pairs = draw(st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda p: p[0] != p[1]),
                          max_size=40))
    costs = np.array(draw(st.lists(st.sampled_from([0, 1, 2, 5, 0.5]), min_size=n, max_size=n)))
    number = np.arange(n) if forward else np.array(draw(st.permutations(range(n))))
    renumbered = np.empty(n)
    renumbered[number] = costs
    ends = [(number[min(pair)], number[max(pair)]) for pair in pairs]
    return from_edges(np.array([u for u, _ in ends], np.int64), np.array([v for _, v in ends], np.int64),
                      n_vertices=n, costs=renumbered)


def slow_finish(graph: DependenceGraph, vertex: int) -> float:
    """Finish time of one vertex, by recursion over all paths that lead to it."""
    indptr = graph.indptr()
    before = graph.source[indptr[vertex]:indptr[vertex + 1]].tolist()
    return float(graph.vertex_costs()[vertex]) + max((slow_finish(graph, u) for u in set(before)), default=0.0)


@settings(max_examples=60, deadline=None)
@given(st.one_of(acyclic(), acyclic(forward=False)))
def test_span_and_critical_path(graph: DependenceGraph) -> None:
    """The span is the largest finish time; the path is one of the graph and costs as much."""
    expected = max(slow_finish(graph, v) for v in range(graph.n_vertices))
    assert span(graph) == expected
    path = critical_path(graph).tolist()
    edges = set(zip(graph.source.tolist(), graph.destinations().tolist(), strict=True))
    assert set(itertools.pairwise(path)) <= edges
    assert graph.vertex_costs()[path].sum() == expected
    assert graph.indptr()[path[0]] == graph.indptr()[path[0] + 1]
    assert work(graph) == graph.vertex_costs().sum()
    assert parallelism(graph) == (work(graph) / expected if expected else 1.0)


def test_a_diamond_by_hand() -> None:
    """Two ways from 0 to 3: through 1 (cost 5) or 2 (cost 2)."""
    graph = from_edges([0, 0, 1, 2], [1, 2, 3, 3], costs=[1, 5, 2, 1])
    assert work(graph) == 9.0
    assert span(graph) == 7.0
    assert critical_path(graph).tolist() == [0, 1, 3]
    assert parallelism(graph) == 9 / 7


def test_long_chains_in_both_directions() -> None:
    """More vertices than a chunk holds; neither recursion nor a chunk's border is in the way."""
    n = (1 << 20) + 10
    chain = np.arange(n)
    for sources, destinations in ((chain[:-1], chain[1:]), (chain[1:], chain[:-1])):
        graph = from_edges(sources, destinations)
        assert span(graph) == n
        assert len(critical_path(graph)) == n


@pytest.mark.parametrize(("sources", "destinations", "cycle"), [
    ([0, 1, 2], [1, 2, 0], r"0 -> 1 -> 2 -> 0"),
    ([0, 1], [1, 1], r"1 -> 1"),
    ([0, 3, 2, 1], [3, 2, 1, 2], r"1 -> 2 -> 1"),
    (list(range(20)), [*range(1, 20), 0], r"0 -> 1 -> 2 -> 3 -> 4 -> 5 -> \.\.\. -> 0"),
])
def test_cycles_are_shown(sources: list[int], destinations: list[int], cycle: str) -> None:
    """The message walks along the cycle's edges."""
    with pytest.raises(InputError, match=rf"has a cycle \({cycle}\), so it has no span"):
        span(from_edges(sources, destinations))


def test_nothing_to_do() -> None:
    """No vertices, and vertices that cost nothing."""
    empty = from_edges([], [])
    assert (work(empty), span(empty), parallelism(empty), critical_path(empty).tolist()) == (0.0, 0.0, 1.0, [])
    free = from_edges([0], [1], costs=[0, 0])
    assert (span(free), parallelism(free), critical_path(free).tolist()) == (0.0, 1.0, [0])
    assert degree_histogram(empty)[0].tolist() == []
    assert hubs(empty, 3)[0].tolist() == []


@settings(max_examples=30, deadline=None)
@given(acyclic(forward=False), st.integers(0, 16))
def test_degrees(graph: DependenceGraph, count: int) -> None:
    """Counts add up to vertices, degrees to twice the edges; hubs are the head of a sorted list."""
    values, counts = degree_histogram(graph)
    assert counts.sum() == graph.n_vertices
    assert (values * counts).sum() == 2 * graph.n_edges
    assert (np.diff(values) > 0).all()
    assert (counts > 0).all()
    degrees = graph.degrees().tolist()
    expected = sorted(range(graph.n_vertices), key=lambda v: (-degrees[v], v))[:count]
    vertices, found = hubs(graph, count)
    assert vertices.tolist() == expected
    assert found.tolist() == [degrees[v] for v in expected]


def test_a_self_loop_counts_twice_and_a_negative_count_is_refused() -> None:
    """In once and out once."""
    graph = from_edges([0, 0], [0, 1])
    assert [part.tolist() for part in degree_histogram(graph)] == [[1, 3], [1, 1]]
    with pytest.raises(InputError, match="number of hubs must be 0 or more, got -1"):
        hubs(graph, -1)


def test_kernels_have_one_specialisation_and_equal_their_python_source() -> None:
    """Read-only and writable arrays take the same machine code."""
    graph = from_edges([0, 0, 1, 2], [1, 2, 3, 3], costs=[1, 5, 2, 1])
    results = []
    for kernel in (kernels.finish_depth_first, kernels.finish_depth_first.py_func):
        finish = np.full(4, -1.0)
        assert kernel(graph.source.copy(), graph.indptr(), graph.vertex_costs().astype(np.float64), finish,
                      np.empty(4, np.int64), np.empty(4, np.int64)) == 0
        results.append(finish.tolist())
    assert results[0] == results[1] == [1.0, 6.0, 3.0, 7.0]
    for kernel in (kernels.finish_in_order, kernels.finish_depth_first, kernels.trace_back):
        assert len(kernel.signatures) == 1


def test_importing_measures_loads_no_compiler() -> None:
    """Numba comes with the first path that is asked for."""
    code = "import sys, irpart.graph.measures, irpart.graph.construct; print('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "False"
