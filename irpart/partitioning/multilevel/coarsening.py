"""Coarsening: merge nodes that share nets, level by level, within a weight that a cluster can still place freely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from irpart.partitioning.multilevel.hypergraph import Hypergraph, contract

LARGE_NET = 1000
"""Nets of more pins say nothing about which nodes belong together."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Hierarchy:
    """Levels from fine to coarse: ``levels[i + 1]`` is ``levels[i]`` contracted by ``groups[i]`` (int32 group of a node)."""

    levels: tuple[Hypergraph, ...]
    groups: tuple[NDArray[np.int32], ...]


def coarsen(levels: list[Hypergraph], groups: list[NDArray[np.int32]], *, nodes: int, heaviest: float, seed: int,
            part: NDArray[np.int32] | None = None) -> Hierarchy:
    """Go on coarsening from the last of ``levels`` until at most ``nodes`` are left or merging stalls.

    Parameters
    ----------
    heaviest
        No merged node weighs more.
    part
        int32 cluster of each node of the last level: only nodes of one cluster are merged (a V-cycle); None: any.

    Notes
    -----
    Every node in a random order joins the neighbouring group of highest sum of w(e) / (|e| - 1) over the nets they share,
    divided by the weight of the merged group: heavy-edge rating with the weight penalty of Karypis, Aggarwal, Kumar,
    Shekhar, "Multilevel hypergraph partitioning", IEEE Transactions on VLSI 7 (1999), and S. Schlag et al.,
    "High-quality hypergraph partitioning", ACM Journal of Experimental Algorithmics 27 (2023). A level keeps at
    least 40 % of the nodes.
    """
    levels, groups = list(levels), list(groups)
    random = np.random.default_rng(seed)
    while levels[-1].n_nodes > nodes:
        fine = levels[-1]
        inside = np.zeros(fine.n_nodes, np.int32) if part is None else part
        wanted = max(nodes, int(0.4 * fine.n_nodes))
        group = np.arange(fine.n_nodes, dtype=np.int32)
        _merge(fine.node_start, fine.node_nets, fine.net_start, fine.net_pins, fine.net_weight, inside, float(heaviest),
               wanted, LARGE_NET, random.permutation(fine.n_nodes).astype(np.int32), np.zeros(fine.n_nodes),
               np.empty(fine.n_nodes, np.int32), fine.node_weight.copy(), np.ones(fine.n_nodes, np.int32), group)
        number = np.full(fine.n_nodes, -1, np.int32)
        count = int(_renumber(group, number))
        if count > 0.95 * fine.n_nodes:
            break
        if part is not None:
            merged = np.empty(count, np.int32)
            merged[group] = part
            part = merged
        groups.append(group)
        levels.append(contract(fine, group, count))
    return Hierarchy(tuple(levels), tuple(groups))


@njit(nogil=True, cache=True, inline="always")
def _at(i: Any) -> Any:
    return np.uint64(i)


@njit(nogil=True, cache=True, _nrt=False)
def _merge(node_start: Any, node_nets: Any, net_start: Any, net_pins: Any, net_weight: Any, inside: Any, heaviest: Any,
           wanted: Any, large: Any, order: Any, rating: Any, touched: Any, held: Any, size: Any, group: Any) -> None:
    """Join single nodes to groups; ``group`` comes as 0..n - 1, ``held`` as node weights, ``size`` as ones."""
    left = len(group)
    for i in range(len(group)):
        node = _at(order[_at(i)])
        if size[_at(group[node])] != 1:
            continue
        number = np.uint64(0)
        for slot in range(_at(node_start[node]), _at(node_start[node + np.uint64(1)])):
            net = _at(node_nets[slot])
            low, high = _at(net_start[net]), _at(net_start[net + np.uint64(1)])
            if high - low > np.uint64(large):
                continue
            share = net_weight[net] / np.float64(high - low - np.uint64(1))
            for pin in range(low, high):
                other = _at(net_pins[pin])
                if other == node or inside[other] != inside[node]:
                    continue
                near = _at(group[other])
                if rating[near] == 0.0:
                    touched[number] = near
                    number += np.uint64(1)
                rating[near] += share
        own, best, most = _at(group[node]), np.int64(-1), 0.0
        weight = held[own]
        for j in range(number):
            near = _at(touched[j])
            together = held[near] + weight
            value = rating[near] / (together + 1.0)
            rating[near] = 0.0
            if together <= heaviest and near != own and (value > most or (value == most and np.int64(near) < best)):
                best, most = np.int64(near), value
        if best >= 0:
            group[node] = best
            held[_at(best)] += weight
            held[own] -= weight
            size[_at(best)] += 1
            size[own] -= 1
            left -= 1
            if left <= wanted:
                break


@njit(nogil=True, cache=True, _nrt=False)
def _renumber(group: Any, number: Any) -> int:
    """Groups numbered by their first node, in place; ``number`` (int32, n) holds -1. Returns how many there are."""
    count = 0
    for node in range(len(group)):
        old = _at(group[_at(node)])
        if number[old] < 0:
            number[old] = count
            count += 1
        group[_at(node)] = number[old]
    return count
