"""The balance bound holds at last, whatever the assignment and the weights."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from irpart.partitioning.balance import cluster_loads, count_codes, keep_bound, most_weight

WEIGHTS = st.one_of(st.sampled_from([0, 1, 2, 14, 1000, 10**6]), st.integers(0, 50), st.just(1 << 38))


def held(assigned: NDArray[np.uint16], weight: NDArray[np.int64], k: int) -> list[int]:
    """Weight of each cluster, added up in whole numbers."""
    load = [0] * k
    for cluster, heavy in zip(assigned.tolist(), weight.tolist(), strict=True):
        load[cluster] += heavy
    return load


def bounds_of(weight: NDArray[np.int64], k: int, balance: float) -> tuple[int, int]:
    """``most_weight`` of edges of these weights."""
    table, counts = np.unique(weight, return_counts=True)
    return most_weight(table, counts, k, balance)


def mend(assigned: NDArray[np.uint16], weight: NDArray[np.int64], k: int, balance: float) -> NDArray[np.uint16]:
    """``keep_bound`` with the loads and the bounds of an assignment; loads come out as those of the result."""
    load = np.array(held(assigned, weight, k), np.int64)
    result = keep_bound(assigned, weight, load, bounds_of(weight, k, balance))
    assert load.tolist() == held(result, weight, k)
    return result


@settings(max_examples=100)
@given(data=st.data(), table=st.lists(WEIGHTS, min_size=1, max_size=9), k=st.integers(1, 12),
       dtype=st.sampled_from([np.uint8, np.uint16, np.uint32]))
def test_counts_and_loads(data: st.DataObject, table: list[int], k: int, dtype: type[np.unsignedinteger]) -> None:
    """Edges of each weight code, and weights of clusters, as added up one by one."""
    edges = data.draw(st.lists(st.tuples(st.integers(0, k - 1), st.integers(0, len(table) - 1)), max_size=60))
    assigned, code = np.array([c for c, _ in edges], np.uint16), np.array([i for _, i in edges], dtype)
    counts, load = count_codes(code, len(table)), cluster_loads(assigned, code, np.array(table, np.int64), k)
    assert counts.dtype == load.dtype == np.int64
    assert counts.tolist() == [code.tolist().count(i) for i in range(len(table))]
    assert load.tolist() == held(assigned, np.array(table, np.int64)[code], k)


def test_counts_and_loads_of_many_edges() -> None:
    """More edges than are counted in one step."""
    random, n = np.random.default_rng(0), (1 << 19) + 3
    assigned, code = random.integers(0, 5, n).astype(np.uint16), random.integers(0, 3, n).astype(np.uint8)
    table = np.array([1, 14, 1 << 20], np.int64)
    assert count_codes(code, 3).tolist() == [int((code == i).sum()) for i in range(3)]
    assert cluster_loads(assigned, code, table, 5).tolist() == [int(table[code[assigned == c]].sum()) for c in range(5)]


@settings(max_examples=200)
@given(weights=st.lists(WEIGHTS, max_size=40), k=st.integers(1, 12), balance=st.floats(1, 3))
def test_most_weight(weights: list[int], k: int, balance: float) -> None:
    """By their definition, whatever the table has beside; filling the lightest cluster keeps to the second."""
    weight = np.array(weights, np.int64)
    aim, most = bounds_of(weight, k, balance)
    total, heaviest = sum(weights), max(weights, default=0)
    assert aim == max(math.floor(balance * total / k), math.ceil(total / k), heaviest)
    assert most == max(aim, total // k + heaviest)
    table, counts = np.append(weight, 1 << 45), np.append(np.ones(len(weight), np.int64), 0)
    assert most_weight(table, counts, k, balance) == (aim, most)
    load = [0] * k
    for heavy in weights:
        load[load.index(min(load))] += heavy
    assert max(load) <= most


@settings(max_examples=300)
@given(data=st.data(), k=st.integers(1, 12), balance=st.sampled_from([1, 1.03, 1.1, 1.5, 4]))
def test_any_assignment_is_kept_or_mended(data: st.DataObject, k: int, balance: float) -> None:
    """Every edge in one cluster, loads within the second bound; the very assignment when it is within the first."""
    edges = data.draw(st.lists(st.tuples(st.integers(0, k - 1), WEIGHTS), max_size=60))
    assigned = np.array([cluster for cluster, _ in edges], np.uint16)
    weight = np.array([heavy for _, heavy in edges], np.int64)
    before, (aim, most) = assigned.copy(), bounds_of(weight, k, balance)
    result = mend(assigned, weight, k, balance)
    assert np.array_equal(assigned, before)
    assert (result.shape, result.dtype) == (assigned.shape, np.uint16)
    load = held(result, weight, k)
    assert max(load) <= most
    if max(held(before, weight, k)) <= aim:
        assert result is assigned
    elif max(held(before, weight, k)) <= most:
        assert all(now <= max(aim, old) for now, old in zip(load, held(before, weight, k), strict=True))
    moved = result != before
    assert (np.array(held(before, weight, k))[before[moved]] > aim).all()
    assert (weight[moved] > 0).all()


@settings(max_examples=100)
@given(edges=st.lists(st.integers(0, 7), max_size=80), k=st.integers(8, 12), balance=st.floats(1, 2))
def test_the_aim_is_kept_with_equal_weights(edges: list[int], k: int, balance: float) -> None:
    """Edges of one weight always fit into the first bound when it is a multiple of that weight."""
    assigned, weight = np.array(edges, np.uint16), np.ones(len(edges), np.int64)
    result = mend(assigned, weight, k, balance)
    assert np.bincount(result, minlength=k).max() <= bounds_of(weight, k, balance)[0]


@settings(max_examples=100)
@given(data=st.data(), k=st.integers(3, 12))
def test_clusters_slightly_and_far_above(data: st.DataObject, k: int) -> None:
    """Clusters that are emptied far below the mean take from those that come later."""
    heavy = data.draw(st.integers(2, 40))
    loads = data.draw(st.lists(st.integers(0, 5 * heavy), min_size=k, max_size=k))
    weight = np.array([w for load in loads for w in [heavy] * (load // heavy) + [1] * (load % heavy)], np.int64)
    assigned = np.repeat(np.arange(k), [load // heavy + load % heavy for load in loads]).astype(np.uint16)
    balance = data.draw(st.floats(1, 1.3))
    assert max(held(mend(assigned, weight, k, balance), weight, k)) <= bounds_of(weight, k, balance)[1]


def test_a_cluster_that_was_emptied_takes_edges() -> None:
    """Five clusters just above the aim give away 30 each, so that they are the lightest when the last one comes."""
    loads = [[30] + [1] * 81] * 5 + [[25] * 3] * 4 + [[30] * 5]
    weight = np.array([heavy for load in loads for heavy in load], np.int64)
    assigned = np.repeat(np.arange(10), [len(load) for load in loads]).astype(np.uint16)
    assert bounds_of(weight, 10, 1.1) == (110, 130)
    assert max(held(mend(assigned, weight, 10, 1.1), weight, 10)) <= 130


def test_nothing_to_balance() -> None:
    """No edges, or edges without weight."""
    none = np.empty(0, np.uint16)
    assert mend(none, np.empty(0, np.int64), 3, 1.03) is none
    assigned = np.zeros(5, np.uint16)
    assert mend(assigned, np.zeros(5, np.int64), 3, 1.03) is assigned
