"""Many-core chips: a grid of tiles, each a router with a core, its caches and a slice of the last level."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.topology.construct import LOCAL_DISTANCE, TopologyBuilder
from irpart.topology.sources._sizes import Form, check_count, number, read_sizes, size, whole
from irpart.topology.types import CACHE, CORE, NUMA, PACKAGE, ROUTER, Topology

Block = tuple[range, ...]
"""A box of tiles: along each axis, the tiles it covers."""


@dataclass(frozen=True, slots=True)
class ChipOptions:
    """Parameters of a chip.

    Attributes
    ----------
    clock
        GHz of all cores.
    l1, l2, l3
        Bytes of the private caches of a core and of the slice of the last level in each tile; 0: none.
    memory
        Number of memory controllers, each a NUMA domain; automatic: one per 16 tiles, at least 1 and at most 16.
    link_latency, router_latency
        ns on a link between routers, and in a router.
    bandwidth
        GB/s of links between routers and of a core's port.
    memory_latency, memory_bandwidth, capacity
        ns of an access, GB/s and bytes of one controller's memory.
    """

    clock: float = number(2.0)
    l1: int = size(32 << 10)
    l2: int = size(256 << 10)
    l3: int = size(1 << 20)
    memory: int = whole(0)
    link_latency: float = number(0.5)
    router_latency: float = number(1.5)
    bandwidth: float = number(64.0)
    memory_latency: float = number(80.0)
    memory_bandwidth: float = number(25.6)
    capacity: int = size(4 << 30)


def make_chip(generator: str, text: str, *, wraps: bool) -> Topology:
    """A mesh, or a torus when it wraps, of one to three dimensions; O(tiles).

    A tile is a router that contains, beside each other, the slice of L3 and the core in its L1 in its L2. NUMA domains own
    compact blocks of tiles; a domain is linked to the router of its block that is nearest to the border of the chip, of
    several to the one nearest to the middle of the block. All domains come first, then the tiles in row-major order, so that
    processor numbers are places in the grid. Half of a router's latency is on the way in and half on the way out: between
    cores h hops apart lie h (router + link latency) + router latency. An axis of two tiles has one link, not two.

    Raises
    ------
    InputError
        When the description is wrong, or the chip has more than 16384 tiles or fewer tiles than memory controllers.
    """
    form = Form(generator, "8x8", 1, 3)
    grid, options = read_sizes(text, form, ChipOptions)
    tiles = math.prod(grid)
    check_count(tiles, f"{generator}:{text} would have")
    domains = options.memory or min(16, max(1, tiles // 16))
    if domains > tiles:
        raise InputError(f"{generator}:{text} has {domains} memory controllers but only {tiles} tiles; "
                         f"give memory at most {tiles}.")
    blocks = split_blocks(tuple(range(side) for side in grid), domains)
    sizes = "x".join(map(str, grid))
    builder = TopologyBuilder(f"{generator}:{sizes}", f"{generator}:{text.strip() or sizes}")
    routers = _add_objects(builder, grid, blocks, options)
    gates = [int(np.ravel_multi_index(_gate(block, grid), grid)) for block in blocks]
    _add_links(builder, routers, grid, gates, options, wraps=wraps)
    return builder.build(numa_distance=_numa_distance(gates, grid, options, wraps=wraps), clock_ghz=options.clock, grid=grid,
                         wraps=wraps)


def split_blocks(block: Block, count: int) -> list[Block]:
    """A box cut into ``count`` boxes of about the same number of tiles, along the longest axis each time.

    Examples
    --------
    >>> split_blocks((range(4), range(2)), 2)
    [(range(0, 2), range(0, 2)), (range(2, 4), range(0, 2))]
    """
    if count == 1:
        return [block]
    axis = max(range(len(block)), key=lambda axis: len(block[axis]))
    side = len(block[axis])
    cut = min(max(round(side * (count // 2) / count), 1), side - 1)
    across = math.prod(map(len, block)) // side
    left = min(max(count // 2, 1, count - across * (side - cut)), across * cut, count - 1)
    before, after = ((*block[:axis], part, *block[axis + 1 :]) for part in (block[axis][:cut], block[axis][cut:]))
    return split_blocks(before, left) + split_blocks(after, count - left)


def _gate(block: Block, grid: tuple[int, ...]) -> tuple[int, ...]:
    """The tile of a block beside which its memory controller is."""
    def badness(tile: tuple[int, ...]) -> tuple[int, float]:
        border = min((min(at, side - 1 - at) for at, side in zip(tile, grid, strict=True) if side > 1), default=0)
        return border, sum(abs(at - (part[0] + part[-1]) / 2) for at, part in zip(tile, block, strict=True))

    return min(itertools.product(*block), key=badness)


def _add_objects(builder: TopologyBuilder, grid: tuple[int, ...], blocks: list[Block], options: ChipOptions) -> list[int]:
    """Add all domains, then all tiles in row-major order; rows of the routers."""
    chip = builder.add(PACKAGE, label="Chip")
    owner = np.empty(grid, np.int64)
    for place, block in enumerate(blocks):
        owner[np.ix_(*block)] = builder.add(
            NUMA, chip, f"NUMA {place}", size_bytes=options.capacity, latency_ns=options.memory_latency,
            bandwidth_gbs=options.memory_bandwidth)
    routers = []
    for tile, domain in enumerate(owner.ravel().tolist()):
        inside = builder.add(ROUTER, domain, f"Tile {tile}")
        routers.append(inside)
        if options.l3:
            builder.add(CACHE, inside, f"L3 {tile}", size_bytes=options.l3, cache_level=3, ways=16)
        for level, n_bytes in ((2, options.l2), (1, options.l1)):
            if n_bytes:
                inside = builder.add(CACHE, inside, f"L{level} {tile}", size_bytes=n_bytes, cache_level=level, ways=8)
        builder.add(CORE, inside, f"Core {tile}")
    return routers


def _add_links(builder: TopologyBuilder, routers: list[int], grid: tuple[int, ...], gates: list[int], options: ChipOptions,
               *, wraps: bool) -> None:
    door = options.router_latency / 2
    per_tile = 2 + sum(1 for n_bytes in (options.l1, options.l2, options.l3) if n_bytes)
    for router in routers:
        builder.link(router + per_tile - 1, router, door, options.bandwidth, "on-chip")
    place = np.array(routers).reshape(grid)
    hop = options.router_latency + options.link_latency
    for axis, side in enumerate(grid):
        along = np.moveaxis(place, axis, 0)
        ends = list(zip(along[:-1].ravel().tolist(), along[1:].ravel().tolist(), strict=True))
        if wraps and side > 2:
            ends += zip(along[-1].ravel().tolist(), along[0].ravel().tolist(), strict=True)
        for a, b in ends:
            builder.link(a, b, hop, options.bandwidth, "mesh")
    for domain, gate in enumerate(gates):
        builder.link(2 + domain, routers[gate], door, options.memory_bandwidth, "memory")


def _numa_distance(gates: list[int], grid: tuple[int, ...], options: ChipOptions, *, wraps: bool) -> NDArray[np.float64]:
    """Access times, there and back, to other domains' memory from beside the own controller, local accesses being 10."""
    at = np.stack(np.unravel_index(np.array(gates), grid), axis=1)
    apart = np.abs(at[:, None, :] - at[None, :, :])
    if wraps:
        apart = np.minimum(apart, np.array(grid) - apart)
    hops = apart.sum(axis=2)
    extra = 2 * hops * (options.router_latency + options.link_latency)
    return np.asarray(np.round(LOCAL_DISTANCE * (1 + extra / options.memory_latency), 1), np.float64)
