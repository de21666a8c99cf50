"""The cache model against dictionaries in order of use, and its independence of addresses."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.trace import _cache_kernels as kernels
from irpart.trace.cache_model import CacheModel, MemoryEvents, MemoryObject

ACCESSES = MemoryEvents(np.array([[0, 0, 0, 0], [1, 0, 0, 0]], np.int64), np.array([[kernels.ACCESS, 0, 0]], np.int64))
"""One segment that logs the address of one access."""
SMALL = ((256, 2), (1024, 4), (4096, 4))


def reference_levels(addresses: list[int]) -> list[int]:
    """Least recently used sets, pages renumbered in order of first touch."""
    pages: dict[int, int] = {}
    caches: list[dict[int, list[int]]] = [{}, {}, {}]
    result = []
    for address in addresses:
        page = pages.setdefault(address >> 12, len(pages) + 1)
        line = (page << 12 | address & 4095) >> 6
        level = 3
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


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 300), max_size=200))
def test_levels_of_any_sequence(steps: list[int]) -> None:
    """All levels, all replacements."""
    addresses = [1 << 32 | 61 * step for step in steps]
    ids = np.zeros(len(addresses), np.uint16)
    model = CacheModel(ACCESSES, sizes=SMALL)
    half = len(addresses) // 2
    words = np.array(addresses, np.uint64)
    found = [*model.levels(ids[:half], words[:half]), *model.levels(ids[half:], words[half:])]
    assert found == reference_levels(addresses)


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
