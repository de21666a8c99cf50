"""Descriptions in TOML and YAML: counts, explicit objects, round trips, and what is refused."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.base.errors import FormatError, InputError, MissingExtra
from irpart.topology import Topology, measure_distances
from irpart.topology.construct import TopologyBuilder
from irpart.topology.description import write_description
from irpart.topology.reading import read_topology
from irpart.topology.sources import description_file as source
from irpart.topology.types import CORE, GPU, GROUP, NUMA, SWITCH
from tests.topology.machines import FOLDER, assert_same, count, rows_of

READABLE = """
name = "two sockets"
clock_ghz = 3.5
packages = 2
numa_per_package = 2
cores_per_package = 8
threads_per_core = 2
numa_distance = [[10, 11, 20, 20], [11, 10, 20, 20], [20, 20, 10, 11], [20, 20, 11, 10]]
[memory]
size = "64GiB"
latency_ns = 90
bandwidth_gbs = 51.2
[[cache]]
level = 1
size = "48KiB"
ways = 12
latency_ns = 1.4
[[cache]]
level = 3
size = "32MiB"
cores = 2
[[core_kind]]
name = "fast"
count = 3
[[core_kind]]
count = 1
speed = 0.5
threads_per_core = 1
[[gpu]]
name = "A100"
count = 2
memory = "80GiB"
bandwidth_gbs = 2000
lanes = 6912
near = "package 1/numa 0"
pcie_gbs = 31.5
[[link]]
between = ["GPU 0", "package 1/gpu 1"]
latency_ns = 200
bandwidth_gbs = 300
"""
SMALL = "cores_per_numa = 2\n"


def read(tmp_path: Path, text: str, name: str = "m.toml") -> Topology:
    """The machine of a text."""
    path = tmp_path / name
    path.write_text(text)
    return read_topology(str(path))


def test_a_readable_description(tmp_path):
    """Counts, sizes, kinds of cores, GPUs, links and distances."""
    topology = read(tmp_path, READABLE)
    assert (topology.name, topology.clock_ghz) == ("two sockets", 3.5)
    assert [count(topology, kind) for kind in ("package", "numa", "core", "pu", "gpu")] == [2, 4, 16, 28, 2]
    assert [count(topology, "cache", level) for level in (1, 3)] == [16, 8]
    assert topology.speed[rows_of(topology, "core")].tolist() == [1, 1, 1, 0.5] * 4
    domains, gpus = rows_of(topology, "numa"), rows_of(topology, "gpu")
    assert topology.ancestor_of_kind(NUMA)[gpus].tolist() == [domains[2]] * 2
    assert (topology.latency_ns[domains[0]], topology.bandwidth_gbs[domains[0]]) == (90, 51.2)
    assert topology.label[gpus[1]] == "GPU 1 (A100)"
    assert topology.lanes[gpus[0]] == 6912
    distances = measure_distances(topology)
    assert (distances.latency_ns[-1, -2], distances.bandwidth_gbs[-1, -2]) == (200, 300)
    assert distances.bandwidth_gbs[0, -1] == np.float32(31.5)
    assert topology.numa_distance[0].tolist() == [10, 11, 20, 20]


def test_hosts_and_their_network(tmp_path):
    """The latency is that between two hosts; every host has its GPUs."""
    topology = read(tmp_path, SMALL + "hosts = 3\n[network]\nlatency_ns = 1500\nbandwidth_gbs = 25\n[[gpu]]\ncount = 2\n")
    assert (count(topology, "host"), count(topology, "gpu")) == (3, 6)
    hosts = rows_of(topology, "host")
    links = np.flatnonzero(np.isin(topology.link_ends, hosts).any(axis=1)
                           & np.array([kind == "network" for kind in topology.link_kind]))
    assert topology.link_latency_ns[links].tolist() == [750] * 3


def test_links_between_equals_leave_nothing_apart(tmp_path):
    """Cores and domains with links of their own are still joined to the rest, by no shorter way."""
    text = "cores_per_numa = 2\nnuma_per_package = 2\n"
    for ends in ("['core 0', 'core 1']", "['numa 0', 'numa 1']"):
        text += f"[[link]]\nbetween = {ends}\nlatency_ns = 300\nbandwidth_gbs = 7\n"
    distances = measure_distances(read(tmp_path, text))
    assert distances.latency_ns[0, 1] == 300
    assert distances.bandwidth_gbs[0, 1] == 7
    assert distances.latency_ns[0, 2] >= 300


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.iterdir() if path.suffix in (".xml", ".toml")))
def test_real_machines_round_trip(tmp_path, name):
    """Written and read back, each real machine is the same to the last bit."""
    topology = read_topology(str(FOLDER / name))
    assert_same(read(tmp_path, write_description(topology)), topology)


words = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=6)
positive = st.floats(1e-9, 1e12)


@st.composite
def machines(draw: st.DrawFn) -> Topology:
    """Any tree of objects around a core, with any links that join all processors."""
    builder = TopologyBuilder(draw(words), draw(words))
    for _ in range(draw(st.integers(0, 6))):
        kind = draw(st.sampled_from([GROUP, NUMA, CORE, GPU, SWITCH]))
        builder.add(kind, draw(st.integers(0, len(builder) - 1)), draw(words), size_bytes=draw(st.integers(0, 2**61)),
                    latency_ns=draw(st.floats(0, 1e9)), bandwidth_gbs=draw(st.floats(0, 1e9)),
                    ways=draw(st.integers(0, 65535)), speed=draw(positive), lanes=draw(st.integers(1, 2**31 - 1)))
    builder.add(CORE, builder.add(NUMA, 0, draw(words)), draw(words))
    for row in range(1, len(builder)):
        builder.link(row, draw(st.integers(0, row - 1)), draw(positive), draw(positive), draw(words),
                     draw(st.sampled_from(["default", "declared", "measured"])))
    domains = sum(item[0] == NUMA for item in builder._objects)
    distance = np.array(draw(st.lists(positive, min_size=domains**2, max_size=domains**2))).reshape(domains, domains)
    processors = sum(item[0] in (CORE, GPU) for item in builder._objects)
    return builder.build(numa_distance=distance if draw(st.booleans()) else None, clock_ghz=draw(st.floats(0.001, 999)),
                         grid=(processors,) if draw(st.booleans()) else (), wraps=draw(st.booleans()))


@settings(max_examples=60, deadline=None)
@given(machines())
def test_any_machine_round_trips(tmp_path_factory, topology: Topology) -> None:
    """Every attribute survives, whatever the names and numbers."""
    assert_same(read(tmp_path_factory.mktemp("m"), write_description(topology)), topology)


@pytest.mark.parametrize(("text", "sentence"), [
    (" \n", r"m.toml is empty; give hwloc's XML"),
    (SMALL + "[memory]\nsize = 0", r"m.toml, \[memory\]: size must be above 0"),
    (SMALL + "[memory]\nbandwidth_gbs = 0", r"m.toml, \[memory\]: bandwidth_gbs must be a number above 0, got 0"),
    ("packages = 2 3", r"m.toml is no TOML: .*line 1"),
    ("packages = 2", r"m.toml: give either cores_per_numa or cores_per_package"),
    (SMALL + "cores_per_package = 2", r"give either cores_per_numa or cores_per_package"),
    (SMALL + "sockets = 2", r"m.toml: there is no key 'sockets'; known are: cache, clock_ghz"),
    ("cores_per_numa = 0", r"cores_per_numa must be a whole number from 1 to 1,000,000, got 0"),
    ("cores_per_numa = 2.5", r"cores_per_numa must be a whole number from 1 to 1,000,000, got 2.5"),
    ("cores_per_numa = true", r"cores_per_numa must be a whole number .*, got True"),
    ("cores_per_numa = 1000000", r"the counts make more than 1,000,000 objects; describe a smaller machine"),
    ("packages = 1000000\nhosts = 1000000\n" + SMALL, r"make more than 1,000,000 objects"),
    ("cores_per_package = 5\nnuma_per_package = 2", r"5 cores_per_package cannot be shared equally by 2 domains"),
    (SMALL + "clock_ghz = 0", r"clock_ghz must be a number above 0, got 0"),
    (SMALL + "clock_ghz = inf", r"clock_ghz must be a number above 0, got inf"),
    (SMALL + "name = 3", r"name must be a text, got 3"),
    (SMALL + "gpu = 3", r"gpu must be a list of tables, got 3"),
    (SMALL + "gpu = [3]", r"gpu must be a table, got 3"),
    (SMALL + "[memory]\nsize = 'much'", r"m.toml, \[memory\]: size must be a size such as \"64GiB\", got 'much'"),
    (SMALL + "[memory]\nsise = 3", r"m.toml, \[memory\]: there is no key 'sise'"),
    (SMALL + "[[cache]]\nlevel = 2\ncores = 4", r"the 2 cores of a domain cannot be divided into L2 caches of 4 cores"),
    (SMALL + "[[cache]]\nsize = 4", r"m.toml, cache 0: level must be a whole number from 1 to 9, got 0"),
    (SMALL + "[[core_kind]]\ncount = 3", r"the counts of core_kind sum to 3, but a domain has 2 cores"),
    (SMALL + "[[gpu]]\nnear = 'numa 7'", r"there is no 'numa 7'; there are 1 objects called 'numa' there, counted from 0"),
    (SMALL + "[[gpu]]\nnear = 'here'", r"m.toml, gpu 0: 'here' names no object; write for example 'package 0/numa 1'"),
    (SMALL + "[[link]]\nbetween = ['core 0']", r"m.toml, link 0: between must name two objects"),
    (SMALL + "[[link]]\nbetween = ['core 0', 'Core 0']", r"both ends are 'core 0'"),
    (SMALL + "[[link]]\nbetween = ['core 0', 'core 1']\nlatency_ns = 3\nbandwidth_gbs = 0",
     r"m.toml, link 0: bandwidth_gbs must be a number above 0, got 0"),
    (SMALL + "[network]\nlatency_ns = 3\nbandwidth_gbs = 1", r"a network needs hosts = 2 or more"),
    (SMALL + "numa_distance = [[10, 20], [20, 10]]", r"a row for each of the 1 domains of a single host, got 2 rows"),
    (SMALL + "numa_distance = [[10, 20]]", r"numa_distance must be as many rows of as many numbers"),
    (SMALL + "numa_distance = [[0]]", r"NUMA distances must be positive numbers"),
])
def test_wrong_counts(tmp_path, text, sentence):
    """One sentence with file, key and value."""
    with pytest.raises((InputError, FormatError), match=sentence):
        read(tmp_path, text)


OBJECTS = """objects = [{kind = "system"}, {kind = "numa", parent = 0}, {kind = "core", parent = 1, speed = 1, lanes = 1},
  {kind = "core", parent = 0, speed = 1, lanes = 1}]
links = [{ends = [1, 2], latency_ns = 1, bandwidth_gbs = 1}, {ends = [0, 1], latency_ns = 1, bandwidth_gbs = 1},
  {ends = [0, 3], latency_ns = 1, bandwidth_gbs = 1}]
"""


def test_explicit_objects(tmp_path):
    """What is left out has a default."""
    topology = read(tmp_path, OBJECTS)
    assert topology.n_processors == 2
    assert topology.link_kind == ("link",) * 3


@pytest.mark.parametrize(("old", "new", "sentence"), [
    ('kind = "numa"', 'kind = "memory"', r"m.toml, objects 1: kind must be one of system, host, .*, got 'memory'"),
    ('{kind = "numa", parent = 0}', '{kind = "group"}', r"machine has no memory; describe at least one NUMA domain"),
    ('kind = "core", ', 'kind = "group", ', r"machine has no cores and no GPUs, so nothing can run on it"),
    ("parent = 1", "parent = 2", r"an object must come after the one that contains it"),
    ("speed = 1", "speed = 0", r"every core and GPU needs a positive speed"),
    ("lanes = 1", "lanes = 99999999999", r"lanes must be a whole number from 0 to 2,147,483,647"),
    ("ends = [0, 3]", "ends = [0, 9]", r"a link ends at object 9, but there are 4 objects"),
    ("ends = [0, 3]", "ends = [0]", r"m.toml, links 2: ends must be the numbers of two objects, got \[0\]"),
    ("ends = [0, 3]", "ends = [0, 1]", r"no links lead from core 2 to core 3; the machine is in disconnected parts"),
    ("bandwidth_gbs = 1", "bandwidth_gbs = 0", r"the link between numa 1 and core 2 has a bandwidth of 0; it must be"),
    ("latency_ns = 1", "latency_ns = -1", r"m.toml, links 0: latency_ns must be a number at least 0, got -1"),
    ("links = ", "links = [] #", r"m.toml is no TOML"),
    ("links", "edges", r"there is no key 'edges'"),
])
def test_wrong_objects(tmp_path, old, new, sentence):
    """Topology's own checks, and those of each value."""
    with pytest.raises((InputError, FormatError), match=sentence):
        read(tmp_path, OBJECTS.replace(old, new))


def test_yaml(tmp_path):
    """The same keys in YAML, and its errors with a line."""
    pytest.importorskip("yaml")
    topology = read(tmp_path, "packages: 2\ncores_per_package: 3\nmemory: {size: 1GiB}\n", "m.yaml")
    assert count(topology, "core") == 6
    with pytest.raises(FormatError, match=r"m.yaml, line 2 is no YAML: "):
        read(tmp_path, "a: 1\n]", "m.yaml")
    with pytest.raises(FormatError, match=r"m.yaml has no keys with values"):
        read(tmp_path, "- 3", "m.yaml")
    with pytest.raises(FormatError, match=r"m.yaml, line 1 is no YAML: could not determine a constructor"):
        read(tmp_path, "a: !!python/object/apply:os.system [ls]", "m.yaml")


def test_yaml_without_its_package(tmp_path, monkeypatch):
    """The command that installs it."""
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name == "yaml" else found(name, *rest))
    with pytest.raises(MissingExtra, match=r"m.yml is YAML, which needs the package pyyaml; install it with: pip install"):
        read(tmp_path, "packages: 2", "m.yml")


def test_files_that_are_no_text(tmp_path):
    """Bytes, and nothing at all."""
    (tmp_path / "m.toml").write_bytes(b"\xff\x00")
    with pytest.raises(FormatError, match=r"m.toml is no text in UTF-8"):
        source.description_file(str(tmp_path / "m.toml"))
    with pytest.raises(InputError, match=r"Cannot read .*n.toml: No such file"):
        source.description_file(str(tmp_path / "n.toml"))


def test_the_example_of_the_documentation(tmp_path):
    """It is read, and says what it seems to say."""
    page = (FOLDER.parents[1] / "docs" / "topology.md").read_text()
    topology = read(tmp_path, page.split("```toml\n")[1].split("```")[0])
    assert [count(topology, kind) for kind in ("host", "package", "numa", "core", "pu", "gpu")] == [2, 4, 8, 64, 112, 4]
    assert topology.link_kind.count("nvlink") == 1
    assert topology.link_kind.count("network") == 2
