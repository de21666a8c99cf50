"""Graphs of blocks and tiles, and homes for them: compared with what all possibilities give."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.base.errors import InputError
from irpart.planning.placement import assign, block_graph, tile_graph
from irpart.planning.placement.assign import BYTES_PER_NS, CANDIDATES, contiguous_homes, measured_homes, row_homes
from irpart.topology.reading import read_topology

_weights = st.lists(st.integers(0, 50), min_size=1, max_size=9)


def heaviest(weights, home, workers):
    """Weight of the heaviest worker."""
    return np.bincount(home, weights, workers).max()


@given(_weights, st.integers(1, 5))
@settings(max_examples=200, deadline=None)
def test_contiguous_homes_are_the_best_runs(weights, workers):
    """No other cut into runs has a lighter heaviest run."""
    home = contiguous_homes(block_graph(weights), workers)
    assert np.all(np.diff(home) >= 0)
    n, best = len(weights), float("inf")
    for cuts in itertools.combinations_with_replacement(range(n + 1), workers - 1):
        runs = np.repeat(np.arange(workers), np.diff([0, *cuts, n]))
        best = min(best, heaviest(weights, runs, workers))
    assert heaviest(weights, home, workers) <= best + 1e-6


@given(st.lists(st.integers(1, 5), min_size=1, max_size=3), st.data())
@settings(max_examples=60, deadline=None)
def test_graphs_of_tiles(counts, data):
    """An edge for each pair of neighbours, with its bytes; in-edges weigh what the tile weighs."""
    n, faces = int(np.prod(counts)), tuple(float(10 + d) for d in range(len(counts)))
    weights = data.draw(st.lists(st.integers(0, 9), min_size=n, max_size=n))
    problem = tile_graph(tuple(counts), weights, faces)
    graph, number = problem.graph, np.arange(n).reshape(counts)
    expected = {}
    for at in np.ndindex(*counts):
        for d in range(len(counts)):
            if at[d]:
                before = tuple(a - (k == d) for k, a in enumerate(at))
                expected[int(number[before]) + 1, int(number[at]) + 1] = faces[d]
    ends = zip(graph.source.tolist(), graph.destinations().tolist(), strict=True)
    found = {pair: volume for pair, volume in zip(ends, problem.edge_bytes.tolist(), strict=True) if pair[0]}
    assert found == expected
    into = np.bincount(graph.destinations().astype(int), graph.edge_weights(), n + 1)
    assert np.allclose(into[1:], weights)
    assert np.allclose(problem.weights, weights)


@given(st.integers(1, 4), st.integers(1, 4), st.integers(1, 4), st.data())
@settings(max_examples=60, deadline=None)
def test_spans_lie_between_their_bounds(n0, n1, workers, data):
    """Not below the heaviest load or path, not above all work and transfers one after the other."""
    weights = np.array(data.draw(st.lists(st.integers(1, 9), min_size=n0 * n1, max_size=n0 * n1)), float)
    home = np.array(data.draw(st.lists(st.integers(0, workers - 1), min_size=n0 * n1, max_size=n0 * n1)), np.int32)
    homes = measured_homes(tile_graph((n0, n1), weights, (20.0, 40.0)), home, workers, "given")
    path = np.zeros((n0, n1))
    for a, b in np.ndindex(n0, n1):
        path[a, b] = weights[a * n1 + b] + max(path[a - 1, b] if a else 0.0, path[a, b - 1] if b else 0.0)
    assert homes.span_ns >= max(heaviest(weights, home, workers), path[-1, -1]) - 1e-6
    assert homes.span_ns <= weights.sum() + homes.bytes_between / BYTES_PER_NS + 1e-6
    plane = home.reshape(n0, n1)
    assert homes.bytes_between == 20 * (plane[1:] != plane[:-1]).sum() + 40 * (plane[:, 1:] != plane[:, :-1]).sum()


def test_blocks_share_their_halos():
    """Bytes between workers are halos times borders; each block's own data stay at home."""
    problem = block_graph(np.ones(8), 100.0, 1000.0)
    homes = assign(problem, 2, methods=("contiguous",))
    assert (homes.balance, homes.bytes_between, homes.method) == (1.0, 100.0, "contiguous")
    turns = measured_homes(problem, np.arange(8, dtype=np.int32) % 2, 2, "turns")
    assert turns.bytes_between == 700.0
    assert homes.speedup > turns.speedup


def test_rows_are_those_of_the_executor():
    """Blocks of rows in turn; columns where rows are few; nothing for blocks."""
    assert row_homes(tile_graph((1, 8)), 1).tolist() == [0] * 8
    assert row_homes(tile_graph((16, 2)), 2).reshape(16, 2)[:, 0].tolist() == [0, 0, 1, 1] * 4
    assert row_homes(tile_graph((2, 16)), 2).reshape(2, 16)[0].tolist() == [0, 0, 1, 1] * 4
    assert row_homes(block_graph([1.0, 2.0]), 2) is None


def test_the_partitioner_and_the_mapper_find_homes():
    """On an uneven grid; a home for each tile, and the best of all candidates is taken."""
    weights = np.random.default_rng(2).pareto(1.5, 144) * 1e4
    problem, machine = tile_graph((12, 12), weights, (800.0, 800.0)), read_topology("pack:1 core:3 pu:1")
    each = {name: assign(problem, 3, machine, methods=(name,)) for name in CANDIDATES}
    best = assign(problem, 3, machine)
    assert best.span_ns == min(homes.span_ns for homes in each.values())
    assert each["partitioned"].home.shape == (144,)
    assert set(each["partitioned"].home.tolist()) <= {0, 1, 2}
    assert each["partitioned"].bytes_between < each["rows"].bytes_between


def test_wrong_requests():
    """What is wrong is told."""
    with pytest.raises(InputError, match="at least one worker"):
        assign(block_graph([1.0]), 0)
    with pytest.raises(InputError, match="no way 'luck'"):
        assign(block_graph([1.0]), 1, methods=("luck",))
    with pytest.raises(InputError, match="None of rows"):
        assign(block_graph([1.0]), 1, methods=("rows",))
    with pytest.raises(InputError, match="1 to 3 counts"):
        tile_graph(())
    with pytest.raises(InputError, match="face_bytes needs 2"):
        tile_graph((2, 2), None, (1.0,))
    with pytest.raises(InputError, match="4 weights"):
        tile_graph((2, 2), [1.0])
    with pytest.raises(InputError, match="finite numbers"):
        block_graph([1.0, np.nan])
    with pytest.raises(InputError, match="At least one weights"):
        block_graph([])
