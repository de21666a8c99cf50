"""Generators of machines: counts, degrees, distances against formulas, orders, and refusals."""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import math
from collections import Counter
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.base.errors import InputError
from irpart.topology import Topology, measure_distances
from irpart.topology.sources._chip import ChipOptions, split_blocks
from irpart.topology.sources._sizes import shown_default
from irpart.topology.sources.dragonfly import DragonflyOptions, dragonfly
from irpart.topology.sources.fat_tree import fat_tree
from irpart.topology.sources.mesh import mesh
from irpart.topology.sources.torus import torus
from irpart.topology.types import CACHE, CORE, GPU, HOST, NUMA, ROUTER, SWITCH

ROOT = Path(__file__).parents[2]
CHIPS = {"mesh": mesh, "torus": torus}
GRIDS = st.lists(st.integers(1, 6), min_size=1, max_size=3).map(tuple)
HOP, ROUTER_NS = 2.0, 1.5
"""A router and a link by default, and the router alone, in ns."""


def sizes(grid: tuple[int, ...]) -> str:
    """Sides as a user types them."""
    return "x".join(map(str, grid))


def network(topology: Topology, kind: int) -> nx.MultiGraph:
    """The links between objects of one kind."""
    graph = nx.MultiGraph()
    graph.add_nodes_from(topology.of_kind(kind).tolist())
    graph.add_edges_from((a, b) for a, b in topology.link_ends.tolist() if topology.kind[a] == topology.kind[b] == kind)
    return graph


def hops(grid: tuple[int, ...], wraps: bool) -> np.ndarray:
    """Steps between all pairs of points, point by point."""
    def step(a: int, b: int, side: int) -> int:
        return min(abs(a - b), side - abs(a - b)) if wraps else abs(a - b)

    points = list(itertools.product(*map(range, grid)))
    return np.array([[sum(map(step, a, b, grid)) for b in points] for a in points])


@pytest.mark.parametrize("name", CHIPS)
@settings(max_examples=40)
@given(grid=GRIDS)
def test_distances_on_chips(name: str, grid: tuple[int, ...]) -> None:
    """h hops take h (router + link) + router; numbers of processors are places in row-major order."""
    machine = CHIPS[name](sizes(grid))
    distances = measure_distances(machine)
    expected = hops(grid, name == "torus") * HOP + ROUTER_NS
    np.fill_diagonal(expected, 0)
    np.testing.assert_allclose(distances.latency_ns, expected, rtol=1e-6)
    assert np.all(distances.bandwidth_gbs[~np.eye(machine.n_processors, dtype=bool)] == 64)
    assert machine.grid == grid
    assert machine.wraps == (name == "torus")


@pytest.mark.parametrize("sides", [(8, 8), (32, 32), (4, 5, 6), (7,)])
def test_diameter_and_mean_of_chips(sides: tuple[int, ...]) -> None:
    """Sums over the sides: mesh k - 1 and (k^2 - 1) / 3k, torus floor(k / 2) and k / 4 or (k^2 - 1) / 4k."""
    count = math.prod(sides)
    scale = count / (count - 1)  # the mean over different processors
    for maker, across, mean in (
            (mesh, sum(k - 1 for k in sides), sum((k * k - 1) / (3 * k) for k in sides)),
            (torus, sum(k // 2 for k in sides), sum(k / 4 if k % 2 == 0 else (k * k - 1) / (4 * k) for k in sides))):
        latency = measure_distances(maker(sizes(sides))).latency_ns
        apart = (latency[~np.eye(count, dtype=bool)] - ROUTER_NS) / HOP
        assert apart.max() == pytest.approx(across)
        assert apart.mean(dtype=np.float64) == pytest.approx(mean * scale, rel=1e-5)


def test_degrees_and_counts_of_chips() -> None:
    """A mesh has corners, edges and insides; a torus is regular; two tiles around an axis are linked once."""
    assert Counter(dict(network(mesh("4x5"), ROUTER).degree()).values()) == {2: 4, 3: 10, 4: 6}
    assert Counter(dict(network(torus("4x5x3"), ROUTER).degree()).values()) == {6: 60}
    assert Counter(dict(network(torus("2x2"), ROUTER).degree()).values()) == {2: 4}
    assert network(mesh("32x32"), ROUTER).number_of_edges() == 2 * 32 * 31
    assert network(torus("8x8x8"), ROUTER).number_of_edges() == 3 * 512


def test_insides_of_a_tile() -> None:
    """Router around L2 around L1 around the core, and the slice of L3 beside them."""
    machine = mesh("3x3,l1=16K,l2=128K,l3=2M,clock=3,memory=2,capacity=1G,memory_bandwidth=51.2,memory_latency=70")
    core = int(machine.processors[4])
    l1, l2, tile = (int(row) for row in (machine.parent[core], machine.parent[core - 1], machine.parent[core - 2]))
    assert [machine.label[row] for row in (core, l1, l2, tile)] == ["Core 4", "L1 4", "L2 4", "Tile 4"]
    assert [int(machine.size_bytes[row]) for row in (l1, l2, tile + 1)] == [16 << 10, 128 << 10, 2 << 20]
    assert machine.cache_level[tile + 1] == 3
    assert machine.parent[tile + 1] == tile
    assert machine.clock_ghz == 3
    domain = int(machine.of_kind(NUMA)[0])
    assert (machine.size_bytes[domain], machine.bandwidth_gbs[domain], machine.latency_ns[domain]) == (1 << 30, 51.2, 70)
    assert not np.any(mesh("3,l1=0,l2=0,l3=0").kind == CACHE)


@pytest.mark.parametrize(("text", "domains"), [("2x2", 1), ("8x8", 4), ("32x32", 16), ("64x64", 16), ("8x8,memory=7", 7)])
def test_memory_controllers(text: str, domains: int) -> None:
    """One per 16 tiles, from 1 to 16, unless told; each is linked to one router of its own block, and none twice."""
    machine = mesh(text)
    owner = machine.ancestor_of_kind(NUMA)[machine.of_kind(CORE)]
    counts = np.bincount(owner)[machine.of_kind(NUMA)]
    assert len(counts) == domains
    assert counts.max() <= (1 if domains != 7 else 2) * counts.min()
    gates = [b for (a, b), kind in zip(machine.link_ends.tolist(), machine.link_kind, strict=True) if kind == "memory"]
    assert machine.parent[gates].tolist() == machine.of_kind(NUMA).tolist()
    distance = machine.numa_distance
    assert np.array_equal(distance, distance.T)
    assert np.all(np.diag(distance) == 10)
    assert np.all(distance >= 10)


def test_controllers_are_at_the_border() -> None:
    """On 8 x 8 tiles with four controllers: in the row or column of tiles at the edge, in the middle of the block."""
    machine = mesh("8x8")
    routers = machine.of_kind(ROUTER).tolist()
    gates = [routers.index(b) for (_, b), kind in zip(machine.link_ends.tolist(), machine.link_kind, strict=True)
             if kind == "memory"]
    assert gates == [1, 5, 40, 47]
    # 4, 6 and 11 hops from the first to the others: 10 (1 + 2 h 2 ns / 80 ns)
    assert machine.numa_distance[0].tolist() == [10, 12, 13, 15.5]


@given(grid=GRIDS, data=st.data())
def test_blocks_cover_the_grid(grid: tuple[int, ...], data: st.DataObject) -> None:
    """Every tile is in one block, and no block is empty."""
    count = data.draw(st.integers(1, math.prod(grid)))
    blocks = split_blocks(tuple(range(side) for side in grid), count)
    tiles = [tile for block in blocks for tile in itertools.product(*block)]
    assert len(blocks) == count
    assert sorted(tiles) == list(itertools.product(*map(range, grid)))
    assert min(math.prod(map(len, block)) for block in blocks) >= 1


def test_dragonfly_is_as_published() -> None:
    """9 x 4 x 2 is balanced: 3 local and 2 global links per router, one between each pair of groups, diameter 3 hops."""
    machine = dragonfly("9x4x2")
    switches = network(machine, SWITCH)
    assert (len(machine.of_kind(HOST)), machine.n_processors, len(switches)) == (72, 576, 36)
    assert set(dict(switches.degree()).values()) == {3 + 2}
    assert nx.diameter(switches) == 3
    group = {row: int(machine.parent[row]) for row in switches}
    across = Counter(frozenset((group[a], group[b])) for a, b in switches.edges() if group[a] != group[b])
    assert len(across) == 36
    assert set(across.values()) == {1}
    latency = measure_distances(machine).latency_ns
    assert np.array_equal(latency, latency.T)
    inside, host, hop = 2 * (latency[0, 1] / 2 + 14), 2 * 715, 350
    # core - L3 8, L3 - NUMA 10, NUMA - host 4 on either side; hosts of one router
    assert latency[0, 8] == pytest.approx(inside + host + hop)
    # the farthest: local, global, local hop
    assert latency.max() == pytest.approx(inside + host + 4 * hop + 2 * 15 + 100)


def test_dragonfly_options() -> None:
    """Several global links per pair of groups are dealt to all routers; a single group has none."""
    machine = dragonfly("3x2x1,global_links=2,cores=2,numa=2,gpus=1,bandwidth=50,global_bandwidth=10")
    assert set(dict(network(machine, SWITCH).degree()).values()) == {1 + 2}
    assert (len(machine.of_kind(NUMA)), len(machine.of_kind(GPU)), machine.n_processors) == (12, 6, 18)
    assert set(machine.link_bandwidth_gbs[[kind == "network" for kind in machine.link_kind]].tolist()) == {10, 50}
    assert network(dragonfly("1x5x1"), SWITCH).number_of_edges() == 10


@pytest.mark.parametrize(("text", "ports", "layers"), [("4", 4, 3), ("6", 6, 3), ("4x2", 4, 2), ("4x4", 4, 4), ("6x1", 6, 1),
                                                       ("2", 2, 3)])
def test_fat_trees_have_full_bisection(text: str, ports: int, layers: int) -> None:
    """2 (k/2)^l hosts, k ports on every switch, equal ways: as many links across the middle as hosts on either side."""
    machine = fat_tree(f"{text},cores=1")
    half = ports // 2
    hosts = machine.of_kind(HOST).tolist()
    assert len(hosts) == 2 * half**layers
    assert len(machine.of_kind(SWITCH)) == (2 * layers - 1) * half ** (layers - 1)
    graph = nx.Graph([(a, b) for (a, b), kind in zip(machine.link_ends.tolist(), machine.link_kind, strict=True)
                      if kind == "network"])
    assert {graph.degree(row) for row in machine.of_kind(SWITCH).tolist()} == {ports}
    assert nx.diameter(graph) == 2 * layers
    nx.set_edge_attributes(graph, 1, "capacity")
    middle = len(hosts) // 2
    graph.add_edges_from([("left", host) for host in hosts[:middle]] + [("right", host) for host in hosts[middle:]])
    assert nx.maximum_flow_value(graph, "left", "right") == middle
    if layers == 3:
        assert len(list(nx.all_shortest_paths(graph, hosts[0], hosts[-1]))) == half**2


def test_fat_tree_latencies() -> None:
    """Same edge switch, same pod, other pod: 1, 3 and 5 switches."""
    latency = measure_distances(fat_tree("4,cores=1,l3=0,l2=0,l1=0")).latency_ns
    inside = 2 * (8 + 4) + 2 * 715
    assert [float(latency[0, to]) for to in (1, 2, 4)] == pytest.approx(
        [inside + 350, inside + 3 * 350 + 2 * 15, inside + 5 * 350 + 2 * 15 + 2 * 100])


@pytest.mark.parametrize("maker", [mesh, torus, dragonfly, fat_tree])
def test_without_sizes_and_with_spaces(maker: object) -> None:
    """An empty description has a default; spaces and capitals do not matter; the source says what was typed."""
    assert maker("").n_processors > 1  # type: ignore[operator]
    machine = mesh(" 4X2 , clock = 3 , L2=1m".replace("L2", "l2"))
    assert (machine.grid, machine.clock_ghz, machine.name) == ((4, 2), 3.0, "mesh:4x2")


REFUSED = [
    (mesh, "0x3", "mesh:0x3 needs positive whole numbers joined by x, such as mesh:8x8, got '0'."),
    (mesh, "-2", "got '-2'"),
    (mesh, "axb", "got 'a'"),
    (torus, "3x", "got ''"),
    (mesh, "2x2x2x2", "mesh:2x2x2x2 has 4 sizes, but mesh takes 1 to 3, such as mesh:8x8."),
    (mesh, "200x200", "mesh:200x200 would have 40,000 processors; at most 16,384 are supported."),
    (torus, "999999999x999999999", "at most 16,384 are supported"),
    (mesh, "3x3,memory=10", "has 10 memory controllers but only 9 tiles; give memory at most 9."),
    (mesh, "3x3,memory=0", "mesh: option memory must be a whole number from 1 to 1048576, got '0'."),
    (mesh, "3x3,banks=3", "mesh has no option 'banks=3'; options are name=value, with defaults: clock=2, l1=32K, l2=256K, "
                          "l3=1M, memory=automatic, link_latency=0.5"),
    (mesh, "3x3,clock", "mesh has no option 'clock'; options are name=value"),
    (mesh, "3x3,l1=3Q", "mesh: option l1 must be a size such as 32K, 1M or 4G from 0 to 1125899906842624, got '3Q'."),
    (mesh, "3x3,bandwidth=0", "mesh: option bandwidth must be a number above 0 to 1e+09, got '0'."),
    (mesh, "3x3,bandwidth=-1", "got '-1'"),
    (mesh, "3x3,link_latency=nan", "got 'nan'"),
    (mesh, "3x3,link_latency=.", "got '.'"),
    (mesh, "3x3,link_latency=1e999", "got '1e999'"),
    (mesh, "3x3,l1=1K,l1=2K", "mesh is told l1 twice; give it once."),
    (mesh, "3x3,clock=5000", "the clock must be between 0 and 1000 GHz"),
    (dragonfly, "3x3", "dragonfly:3x3 has 2 sizes, but dragonfly takes 3, such as dragonfly:9x4x2."),
    (dragonfly, "2x2x2,cores=8,numa=3", "3 NUMA domains cannot share 8 cores evenly; make cores a multiple of numa."),
    (dragonfly, "10000x1x1,cores=1", "would have 49,995,000 links between routers; at most 1,000,000 are supported."),
    (fat_tree, "3", "fat-tree:3 has switches of 3 ports; half of them lead up, so give an even number."),
    (fat_tree, "2x9", "fat-tree:2x9 has 9 layers of switches; at most 8 are supported."),
    (fat_tree, "64", "fat-tree:64 would have 524,288 processors; at most 16,384 are supported."),
]


@pytest.mark.parametrize(("maker", "text", "sentence"), REFUSED, ids=[row[1] for row in REFUSED])
def test_wrong_descriptions(maker: object, text: str, sentence: str) -> None:
    """One sentence: what is wrong, the value, what would be right."""
    with pytest.raises(InputError, match=r"^\S") as refusal:
        maker(text)  # type: ignore[operator]
    assert sentence in str(refusal.value)
    assert "\n" not in str(refusal.value)


@settings(max_examples=200)
@given(st.text(alphabet="0123456789x,=.-KMG eclokmry_", max_size=24))
def test_any_text_is_a_machine_or_a_sentence(text: str) -> None:
    """Nothing but InputError comes out of a wrong description."""
    for maker in (mesh, torus, dragonfly, fat_tree):
        numbers = [int(part) for part in "".join(c if c.isdigit() else " " for c in text).split()]
        if max(numbers, default=0) > 50:
            continue
        with contextlib.suppress(InputError):
            assert maker(text).n_processors >= 1


def test_the_page_names_every_option() -> None:
    """docs/topology.md has all options with today's defaults."""
    described: dict[str, dict[str, str]] = {}
    table = ""
    for line in (ROOT / "docs/topology.md").read_text().splitlines():
        cells = [cell.strip(" `") for cell in line.split("|")[1:-1]]
        if cells and cells[0].startswith("option of"):
            table = cells[0]
        elif table and line.startswith("| `"):
            names, defaults = cells[0].replace("`", "").split(", "), cells[1].split(", ")
            described.setdefault(table, {}).update(zip(names, defaults, strict=True))
        elif not line.startswith("|"):
            table = ""
    for options, title in ((ChipOptions, "option of `mesh` and `torus"),
                           (DragonflyOptions, "option of `dragonfly` and `fat-tree")):
        assert described[title] == {field.name: shown_default(field) for field in dataclasses.fields(options)}
