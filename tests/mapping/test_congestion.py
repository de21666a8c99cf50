"""Bytes over links: by hand on a small tree, and on meshes against routes walked one hop at a time."""

from __future__ import annotations

import numpy as np
import pytest

from irpart.mapping import problem_of
from irpart.mapping.congestion import measure_congestion
from irpart.mapping.curves import curve_order
from irpart.mapping.placing import solve
from irpart.mapping.problem import pairs_of
from irpart.topology.construct import TopologyBuilder
from irpart.topology.types import CORE, NUMA, PACKAGE, ROUTER


def make_tree():
    """Two packages of two cores; the links of the packages carry 10 GB/s, those of the cores 100."""
    builder = TopologyBuilder("tree", "test")
    builder.add(NUMA)
    for _ in range(2):
        package = builder.add(PACKAGE)
        builder.link(package, 0, 50.0, 10.0, "socket")
        for _ in range(2):
            builder.link(builder.add(CORE, package), package, 5.0, 100.0, "on-chip")
    builder.link_tree()
    return builder.build()


def make_mesh(sides, wraps):
    """A mesh of routers with a core each."""
    builder = TopologyBuilder("mesh", "test")
    builder.add(NUMA)
    index = np.arange(int(np.prod(sides))).reshape(sides)
    routers = [builder.add(ROUTER) for _ in range(index.size)]
    for row in routers:
        builder.link(builder.add(CORE, row), row, 1.0, 64.0, "mesh")
    joined = {(int(min(a, b)), int(max(a, b))) for axis in range(len(sides)) for a, b in
              zip(index.ravel(), np.roll(index, -1, axis).ravel(), strict=True)
              if wraps or abs(int(b) - int(a)) == index.strides[axis] // index.itemsize}
    for a, b in sorted(joined):
        builder.link(routers[a], routers[b], 2.0, 32.0, "mesh")
    builder.link_tree()
    return builder.build(grid=sides, wraps=wraps)


def test_a_tree_by_hand():
    """Three units of 64 bytes cross both package links; the busiest carries them at 10 GB/s."""
    topology = make_tree()
    pairs = pairs_of(np.array([[0, 1, 3, 0], [0] * 4, [0] * 4, [0] * 4]))
    found = measure_congestion(topology, pairs, np.arange(4, dtype=np.int32))
    assert found.link_bytes.sum() == 64 * (1 * 2 + 3 * 4)
    assert found.busiest_ns == pytest.approx(3 * 64 / 10)
    assert topology.link_kind[found.busiest_link] == "socket"


@pytest.mark.parametrize("wraps", [False, True])
def test_mesh_routes_are_least_ways(wraps):
    """The bytes of all mesh links are volume times hops, the shorter way round on a torus; into and out of routers once."""
    sides = (3, 5)
    topology, rng = make_mesh(sides, wraps), np.random.default_rng(2)
    matrix = np.where(rng.random((15, 15)) < 0.4, rng.integers(1, 9, (15, 15)), 0)
    np.fill_diagonal(matrix, 0)
    at = np.stack(np.unravel_index(np.arange(15), sides), axis=1)
    apart = np.abs(at[:, None] - at[None])
    hops = (np.minimum(apart, np.array(sides) - apart) if wraps else apart).sum(-1)
    found = measure_congestion(topology, pairs_of(matrix), np.arange(15, dtype=np.int32), 1.0)
    between = np.array([kind == ROUTER for kind in topology.kind])[topology.link_ends].all(axis=1)
    assert found.link_bytes[between].sum() == (matrix * hops).sum()
    assert found.link_bytes[~between].sum() == 2 * matrix.sum()
    assert found.busiest_ns == (found.link_bytes / topology.link_bandwidth_gbs[:, None]).max()


def test_nothing_is_sent():
    """Without pairs there is no busiest link."""
    found = measure_congestion(make_tree(), pairs_of(np.zeros((4, 4))), np.arange(4, dtype=np.int32))
    assert (found.busiest_link, found.busiest_ns) == (-1, 0.0)


def test_the_problem_of_a_machine():
    """Distances, hierarchy, regions and caps come from the topology."""
    tree, mesh = problem_of(make_tree(), np.ones((9, 9))), problem_of(make_mesh((4, 4), False), np.ones((3, 3)))
    assert tree.hierarchy == (2, 2)
    assert tree.region.tolist() == [0, 0, 1, 1]
    assert tree.cap.tolist() == [3] * 4
    assert mesh.grid == (4, 4)
    assert sorted(np.bincount(mesh.region).tolist()) == [4] * 4
    placed = solve(mesh)
    assert len(set(placed.tolist())) == 3


@pytest.mark.parametrize("sides", [(4, 4), (8, 8), (5, 3), (2, 4, 4)])
def test_curves_visit_every_point(sides):
    """Once each; Hilbert's on squares with sides a power of two in single hops."""
    order = curve_order(sides, int(np.prod(sides)))
    assert sorted(order.tolist()) == list(range(int(np.prod(sides))))
    if len(sides) == 2 and sides[0] == sides[1]:
        at = np.stack(np.unravel_index(order, sides), axis=1)
        assert np.all(np.abs(np.diff(at, axis=0)).sum(axis=1) == 1)
