"""Synthetic strings: products of counts, attributes, and what is refused."""

from __future__ import annotations

from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.base.errors import InputError
from irpart.topology.reading import read_topology
from irpart.topology.sources.synthetic import is_synthetic, parse_bytes, synthetic
from irpart.topology.types import NUMA
from tests.topology.machines import count, rows_of

ORDER = ["machine", "package", "numa", "l3", "l2", "l1", "core", "pu"]


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(ORDER), st.integers(1, 3)), st.integers(1, 4))
def test_counts_multiply(chosen: dict[str, int], cores: int) -> None:
    """Each kind has the product of the counts down to it; names may be short; without memory a machine has one domain."""
    chosen["core"] = cores
    levels = [(word, chosen[word]) for word in ORDER if word in chosen]
    topology = synthetic(" ".join(f"{word}:{number}" for word, number in levels))
    kinds = {"machine": ("host", 0), "l3": ("cache", 3), "l2": ("cache", 2), "l1": ("cache", 1)}
    for i, (word, _) in enumerate(levels):
        expected = prod(number for _, number in levels[: i + 1])
        assert count(topology, *kinds.get(word, (word, 0))) == expected
    if "numa" not in chosen:
        assert count(topology, "numa") == chosen.get("machine", 1)
    assert (topology.ancestor_of_kind(NUMA)[topology.processors] >= 0).all()
    assert topology.n_processors == count(topology, "core")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 3), min_size=1, max_size=9))
def test_levels_without_types(counts: list[int]) -> None:
    """The last are threads; the types are those that hwloc gives."""
    topology = synthetic(" ".join(map(str, counts)))
    assert count(topology, "pu") == prod(counts)
    assert count(topology, "core") == prod(counts[:-1] if len(counts) > 3 else counts)


def test_unnamed_levels_are_hwlocs():
    """Groups, package, NUMA, L3, L2, L1, L1i, core, thread."""
    topology = synthetic("2 2 2 2 2 2 2 2 2")
    assert [count(topology, "cache", level) for level in (3, 2, 1)] == [16, 32, 64]
    assert [count(topology, kind) for kind in ("group", "package", "numa", "core", "pu")] == [2, 4, 8, 256, 512]


@pytest.mark.parametrize("text", [
    "pack:2 numa:3 l2:4 core:5 pu:6", "Package:2 NUMANode:3 L2Cache:4 Core:5 PU:6", "socket:2 node:3 l2u:4 core:5 pu:6",
    " package:2(indexes=1,0)  numa:3(memory=1GiB indexes=pack) l2d:4 l1i:1 co:5  pu:6 "])
def test_names_and_their_short_forms(text):
    """Types of hwloc 1 and 2, abbreviated, in any case."""
    topology = read_topology(text)
    assert [count(topology, kind) for kind in ("package", "numa", "core", "pu")] == [2, 6, 120, 720]
    assert count(topology, "cache", 2) == 24


def test_sizes():
    """Memory and caches as given, or hwloc's defaults."""
    topology = synthetic("pack:2 numa:1(memory=4GiB) l3:1(size=20MB) l2:1 l1:1 core:1")
    assert set(topology.size_bytes[rows_of(topology, "numa")].tolist()) == {4 << 30}
    by_level = {level: set(topology.size_bytes[topology.cache_level == level].tolist()) for level in (3, 2, 1)}
    assert by_level == {3: {20 * 10**6}, 2: {4 << 20}, 1: {32 << 10}}


def test_attached_memory():
    """The first takes in what follows, the second is a leaf; inner memory comes before outer."""
    topology = synthetic("pack:2 [numa(memory=1GiB)] [numa(memory=1MiB)] core:2 pu:2")
    domains = rows_of(topology, "numa")
    assert topology.size_bytes[domains].tolist() == [1 << 30, 1 << 20] * 2
    holding = topology.ancestor_of_kind(NUMA)[topology.processors].tolist()
    assert holding == [domains[0]] * 2 + [domains[2]] * 2


def test_hosts():
    """Machines are hosts with a network between them, and memory of their own."""
    topology = read_topology("machine:4 pack:2 core:8")
    assert (count(topology, "host"), count(topology, "numa"), count(topology, "core")) == (4, 4, 64)
    assert topology.link_kind.count("network") == 4


@pytest.mark.parametrize(("text", "sentence"), [
    ("pack:2 foo:3", r"'foo' in the description 'pack:2 foo:3' is no type of object; choose one of: machine, package"),
    ("core:0", r"Level 'core:0' of the description 'core:0' is empty; counts start at 1"),
    ("pack:1000 core:10000", r"describes 10,001,001 objects; a machine may have 1,000,000"),
    ("core:99999999999999999999", r"a machine may have 1,000,000"),
    ("pack:2 3", r"gives types for some levels only"),
    ("pu:2 core:3", r"hardware threads \(pu\) must be the last level"),
    ("pack:2 machine:2 core:1", r"machines must be the first level"),
    ("pack:2", r"'pack:2' has no cores; add a level core:COUNT"),
    ("core:2 core:2", r"has several levels of type core; use group"),
    ("core:2 numa:2 pu:1", r"only caches and hardware threads \(pu\) can be inside a core"),
    ("pack:2 core:x", r"'core:x' in the description 'pack:2 core:x' is no level of a machine; write TYPE:COUNT"),
    ("core:2 (", r"'\(' in the description"),
    ("pack:2 [core] pu:2", r"'\[core\]' in the description .* is no memory; only \[numa\(...\)\] can be attached"),
    ("pack:2 l3:1(size=big) core:1", r"'size=big' in the description .* is no size; write for example size=32MiB"),
    ("pack:2 numa:1(memory=0) core:1", r"'memory=0' in the description .* is no size"),
    ("", r"'' in the description '' is no level"),
])
def test_what_is_refused(text, sentence):
    """One sentence with the word that is wrong."""
    with pytest.raises(InputError, match=sentence):
        synthetic(text)


def test_sizes_with_units():
    """1024 based with and without i for letters alone, 1000 based with B."""
    texts = ("1KiB", "1kB", "1k", "1.5MiB", "7", "7B", "x", "1XB", "-1")
    assert [parse_bytes(text) for text in texts] == [1024, 1000, 1024, 1572864, 7, 7, 0, 0, 0]


def test_what_looks_synthetic():
    """By the first word only."""
    assert all(is_synthetic(text) for text in ("pack:2", "2 4", "[numa] core:2", "machine:2 foo:1", "l3:2 x"))
    assert not any(is_synthetic(text) for text in ("", "mesh:2x2", "foo:3", "pack", "2x2", "file.xml"))


def test_links_between_cores():
    """Cores under one cache are near, those of other packages far."""
    topology = synthetic("pack:2 l3:2 core:2")
    assert len(topology.link_ends) == 8 + 4 + 2 + 1
    assert np.all(topology.link_latency_ns > 0)
