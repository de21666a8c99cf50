"""The cache model against dictionaries in order of use, and its independence of addresses."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.trace import _cache_kernels as kernels
from irpart.trace.cache_model import CacheModel, MemoryEvents, MemoryObject

ACCESSES = MemoryEvents(np.array([[0, 0, 0, 0], [1, 0, 0, 0]], np.int64), np.array([[kernels.ACCESS, 0, 0]], np.int64))
"""One segment that logs the address of one access."""
SMALL = ((256, 2), (1024, 4), (4096, 4))

TOUCH, HEAP, ARRAY, CALL, SLOT, RETURN = range(6)
BLOCKS = MemoryEvents(
    np.array([[0, 0, 0, 0], [1, 0, 0, 1], [3, 0, 0, 1], [5, 1, 0, 1], [7, 0, 0, 1], [9, 0, 1, 0], [9, 0, 0, 0]], np.int64),
    np.array([[kernels.ACCESS, 0, 0], [kernels.ALLOCATE, -1, 0], [0, 0, 0], [kernels.ALLOCATE_ARRAY, -1, 48], [0, 0, 0],
              [kernels.ALLOCATE_STACK, -1, 0], [0, 0, 0], [kernels.ALLOCATE_STACK, -1, 0], [0, 0, 0]], np.int64))
"""Segments that touch memory, allocate a block, an array and a stack slot in a new function and in the same, and return."""


class SlowAddresses:
    """Canonical addresses, by a dictionary of all that is known, 8 bytes each."""

    def __init__(self) -> None:
        self.known: dict[int, int] = {}
        self.next, self.stack, self.frames = 4096, 1 << 46, list[int]()

    def assign(self, address: int, stop: int, target: int) -> None:
        """Whatever these bytes were."""
        for granule in range(address // 8, (stop - 1) // 8 + 1):
            self.known[granule] = target + 8 * granule - address

    def event(self, kind: int, address: int, size: int) -> int:
        """The canonical address of a touched byte; -1 for other events."""
        if kind == TOUCH:
            if address // 8 not in self.known:
                self.discover(address // 8)
            return self.known[address // 8] + address % 8
        if kind == RETURN:
            self.stack = self.frames.pop() if self.frames else self.stack
        elif kind in (CALL, SLOT):
            if kind == CALL:
                self.frames.append(self.stack)
            unit = 16 if size >= 16 else 8
            target = -(-self.stack // unit) * unit
            self.assign(address, address + size, target)
            self.stack = target + size
        elif kind == HEAP:
            unit = 4096 if size >= 4096 else 16
            target = -(-(self.next + 8) // unit) * unit
            self.assign(address, address + size, target)
            self.next = target + size
        else:
            unit = 4096 if size + 48 >= 4096 else 64
            target, data = -(-(self.next + 64) // unit) * unit, -(-(address + 48) // 32) * 32
            self.assign(address, data, target - 64)
            self.assign(data, address + 48 + size, target)
            self.next = target + size + 48
        return -1

    def discover(self, granule: int) -> None:
        """Up to half a page to both sides."""
        low, high = granule, granule + 1
        while low > granule - 256 and low - 1 not in self.known:
            low -= 1
        while high < granule + 256 and high not in self.known:
            high += 1
        target = -(-(self.next + 8 * (granule - low)) // 64) * 64
        self.assign(8 * low, 8 * high, target - 8 * (granule - low))
        self.next = target + 8 * (high - granule)


def reference_levels(events: list[tuple[int, int, int]]) -> list[int]:
    """Levels of the touches: least recently used sets of canonical lines."""
    addresses = SlowAddresses()
    caches: list[dict[int, list[int]]] = [{}, {}, {}]
    result = []
    for event in events:
        canonical = addresses.event(*event)
        if canonical < 0:
            continue
        line, level = canonical >> 6, 3
        for number, (n_bytes, ways) in enumerate(SMALL):
            rows = caches[number].setdefault(line % (n_bytes // ways // 64), [])
            hit = line in rows
            if hit:
                rows.remove(line)
            rows.insert(0, line)
            del rows[ways:]
            if hit:
                level = number
                break
        result.append(level)
    return result


def model_levels(events: list[tuple[int, int, int]], parts: int = 1) -> list[int]:
    """Levels of the touches, from the model, fed in a number of chunks."""
    model, result = CacheModel(BLOCKS, sizes=SMALL), []
    for part in np.array_split(np.arange(len(events)), parts):
        mine = [events[i] for i in part]
        words = [w for kind, address, size in mine for w in ((address,) if kind == TOUCH else (address, size))
                 if kind != RETURN]
        first = np.cumsum([0, *(1 if kind == TOUCH else 0 if kind == RETURN else 2 for kind, _, _ in mine)])
        levels = model.levels(np.array([kind for kind, _, _ in mine], np.uint16), np.array(words, np.uint64))
        result += [int(levels[at]) for at, (kind, _, _) in zip(first, mine, strict=False) if kind == TOUCH]
    return result


addresses = st.integers(0, 3000).map(lambda step: (1 << 32) + 4 * step)
events = st.one_of(
    st.tuples(st.just(TOUCH), addresses, st.just(0)), st.tuples(st.just(TOUCH), addresses, st.just(0)),
    st.tuples(st.sampled_from([HEAP, ARRAY, CALL, SLOT]), addresses, st.sampled_from([1, 8, 24, 100, 4000, 4096, 9001])),
    st.just((RETURN, 0, 0)))


@settings(max_examples=150, deadline=None)
@given(st.lists(events, max_size=150), st.integers(1, 3))
def test_levels_of_any_sequence(sequence: list[tuple[int, int, int]], parts: int) -> None:
    """All levels, all replacements, blocks over blocks."""
    assert model_levels(sequence, parts) == reference_levels(sequence)


FREE = 6
steps = st.lists(st.tuples(st.sampled_from([TOUCH, TOUCH, TOUCH, HEAP, ARRAY, CALL, SLOT, RETURN, FREE]),
                           st.integers(0, 1 << 20), st.sampled_from([8, 40, 300, 5000])), max_size=120)


@settings(max_examples=100, deadline=None)
@given(steps, st.randoms(use_true_random=False))
def test_levels_do_not_depend_on_where_blocks_lie(program: list[tuple[int, int, int]], layout: random.Random) -> None:
    """Blocks of the heap at any addresses, freed ones used again or not; the stack at any address, frames aligned anew."""
    first = placed(program, random.Random(1))
    assert model_levels(first) == model_levels(placed(program, layout))


def placed(program: list[tuple[int, int, int]], layout: random.Random) -> list[tuple[int, int, int]]:
    """A program's events with addresses chosen by ``layout``; a touch names a block and a place in it."""
    heap, stack = 1 << 33, (1 << 45) + 16 * layout.randrange(4096)
    blocks: list[tuple[int, int, int]] = []
    freed: list[tuple[int, int]] = []
    active: list[tuple[int, list[tuple[int, int, int]]]] = []
    found = []
    for kind, number, size in program:
        if kind == TOUCH:
            usable = blocks + [slot for _, frame in active for slot in frame]
            if usable:
                owner, address, n_bytes = usable[number % len(usable)]
                data = -(-(address + 48) // 32) * 32 if owner == ARRAY else address
                found.append((TOUCH, data + number % n_bytes, 0))
        elif kind in (HEAP, ARRAY):
            again = [place for place in freed if place[1] >= size]
            if again and layout.random() < 0.5:
                freed.remove(again[-1])
                address = again[-1][0]
            else:
                address = heap = heap + 16 * layout.randrange(1, 600)
                heap += size + 96
            blocks.append((kind, address, size))
            found.append((kind, address, size + 32 if kind == ARRAY else size))
        elif kind == FREE:
            if blocks:
                _, address, n_bytes = blocks.pop(number % len(blocks))
                freed.append((address, n_bytes))
        elif kind == RETURN:
            if active:
                found.append((RETURN, 0, 0))
                stack = active.pop()[0]
        else:
            if kind == CALL or not active:
                kind = CALL
                active.append((stack, []))
                stack -= 16 * layout.randrange(8)
            stack = (stack - size) & -16
            active[-1][1].append((kind, stack, size))
            found.append((kind, stack, size))
    return found


def test_levels_do_not_depend_on_where_an_array_lies() -> None:
    """A known object gets canonical pages of its own."""
    steps = np.random.default_rng(0).integers(0, 5000, 3000)
    results = []
    for base in (1 << 33, (1 << 33) + 48, (1 << 44) + 8 * 123):
        model = CacheModel(ACCESSES, [MemoryObject("a", base, 40000)], SMALL)
        words = (base + 8 * steps).astype(np.uint64)
        results.append(model.levels(np.zeros(len(words), np.uint16), words).tolist())
    assert results[0] == results[1] == results[2]


def test_many_pages() -> None:
    """The page table grows."""
    words = (np.arange(30000, dtype=np.uint64) * np.uint64(4096)) + np.uint64(1 << 35)
    model = CacheModel(ACCESSES)
    assert set(model.levels(np.zeros(len(words), np.uint16), words).tolist()) == {3}
