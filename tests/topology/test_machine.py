"""This machine: snapshots of Linux' files, nvidia-smi's tables, and the real thing."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from irpart.base.errors import InputError
from irpart.topology import measure_distances
from irpart.topology.parts import assemble
from irpart.topology.reading import read_topology
from irpart.topology.sources import machine as source
from irpart.topology.sources._nvidia import add_gpus, parse_gpu_list, parse_topology_table
from irpart.topology.sources._sysfs import parse_list, read_sysfs
from irpart.topology.sources.synthetic import synthetic
from irpart.topology.types import NUMA, Topology
from tests.topology.machines import CORES, count, make_xml, rows_of

TABLE = """\t\x1b[4mGPU0\tGPU1\tGPU2\tNIC0\tCPU Affinity\tNUMA Affinity\tGPU NUMA ID\x1b[0m
GPU0\t X \tNV4\tSYS\tPIX\t0-7\t0\t\tN/A
GPU1\tNV4\t X \tSYS\tSYS\t0-7\t0\t\tN/A
GPU2\tSYS\tSYS\t X \tSYS\t8-15\t1\t\tN/A
NIC0\tPIX\tSYS\tSYS\t X \t\t\t\t

Legend:

  X    = Self
  NV#  = Connection traversing a bonded set of # NVLinks
"""
LIST = "name, memory.total [MiB]\nNVIDIA A100-SXM4-80GB, 81920 MiB\nNVIDIA A100-SXM4-80GB, 81920 MiB\nTesla, [N/A]\n"


def make_snapshot(root: Path) -> Path:
    """Two packages of two cores of two threads; a domain each, one more without threads; L1 private, L2 shared."""
    def write(name: str, text: str) -> None:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n")

    for number in range(8):
        package, core = number % 4 // 2, number % 2
        cpu = f"sys/devices/system/cpu/cpu{number}"
        both = f"{number % 4},{number % 4 + 4}"
        write(f"{cpu}/topology/physical_package_id", str(package))
        write(f"{cpu}/topology/die_id", "0")
        write(f"{cpu}/topology/core_id", str(core))
        write(f"{cpu}/topology/thread_siblings_list", both)
        write(f"{cpu}/cpufreq/base_frequency", "2600000")
        write(f"{cpu}/cpufreq/cpuinfo_max_freq", "4000000" if core else "2000000")
        shared = f"{2 * package}-{2 * package + 1},{2 * package + 4}-{2 * package + 5}"
        for index, (level, kind, size, members) in enumerate([
                (1, "Data", "32K", both), (1, "Instruction", "64K", both), (2, "Unified", "2M", shared)]):
            for name, text in (("level", str(level)), ("type", kind), ("size", size), ("shared_cpu_list", members),
                               ("ways_of_associativity", "8")):
                write(f"{cpu}/cache/index{index}/{name}", text)
    for node, (members, distance) in enumerate([("0-1,4-5", "10 21 17"), ("2-3,6-7", "21 10 28"), ("", "17 28 10")]):
        folder = f"sys/devices/system/node/node{node}"
        write(f"{folder}/cpulist", members)
        write(f"{folder}/distance", distance)
        write(f"{folder}/meminfo", f"Node {node} MemTotal:       {(node + 1) * 1024} kB\nNode {node} MemFree: 1 kB")
    return root


def read(root: Path, allowed: set[int] | None = None) -> Topology:
    """The machine of a snapshot."""
    draft = read_sysfs(root, allowed)
    assert draft is not None
    return assemble(draft)


def test_a_snapshot_of_sysfs(tmp_path):
    """Packages, domains, caches, cores, threads, distances, clock and speeds."""
    topology = read(make_snapshot(tmp_path))
    assert [count(topology, kind) for kind in ("package", "numa", "core", "pu", "group")] == [2, 3, 4, 8, 0]
    assert [count(topology, "cache", level) for level in (1, 2)] == [4, 2]
    assert topology.numa_distance.tolist() == [[10, 21, 17], [21, 10, 28], [17, 28, 10]]
    assert topology.size_bytes[rows_of(topology, "numa")].tolist() == [1 << 20, 2 << 20, 3 << 20]
    assert topology.clock_ghz == 2.6
    assert topology.speed[rows_of(topology, "core")].tolist() == [0.5, 1.0, 0.5, 1.0]
    assert set(topology.ways[topology.cache_level == 2].tolist()) == {8}
    inside = topology.ancestor_of_kind(NUMA)[rows_of(topology, "core")]
    assert inside.tolist() == [rows_of(topology, "numa")[0]] * 2 + [rows_of(topology, "numa")[1]] * 2


def test_only_what_the_process_may_use(tmp_path):
    """Threads outside the affinity go, with domains that only have such; domains without threads stay."""
    topology = read(make_snapshot(tmp_path), {2, 3, 7})
    assert [count(topology, kind) for kind in ("package", "numa", "core", "pu")] == [1, 2, 2, 3]
    assert topology.numa_distance.tolist() == [[10, 28], [28, 10]]


def test_a_snapshot_without_nodes_and_caches(tmp_path):
    """Old kernels and containers: one domain with the memory that proc tells, the clock of the model's name."""
    for number in (0, 1):
        (tmp_path / f"sys/devices/system/cpu/cpu{number}/topology").mkdir(parents=True)
    (tmp_path / "proc").mkdir()
    (tmp_path / "proc/meminfo").write_text("MemTotal:  2048 kB\n")
    (tmp_path / "proc/cpuinfo").write_text("model name : A CPU @ 2.70GHz\ncpu MHz : 800.1\n")
    topology = read(tmp_path)
    assert [count(topology, kind) for kind in ("package", "numa", "core")] == [0, 1, 2]
    assert topology.size_bytes[rows_of(topology, "numa")].tolist() == [2 << 20]
    assert topology.clock_ghz == 2.7


def test_no_sysfs(tmp_path):
    """Nothing to read is None, and then processors are counted."""
    assert read_sysfs(tmp_path, None) is None
    assert assemble(source._counted({0, 3, 5})).n_processors == 3


def test_lists_of_numbers():
    """Ranges, single numbers, and nothing."""
    assert parse_list("0-2,7\n") == {0, 1, 2, 7}
    assert parse_list("") == parse_list("x") == frozenset()


def test_this_machine():
    """As many threads as the process may use, or cores where threads are unknown."""
    topology = read_topology()
    found = count(topology, "pu") or count(topology, "core")
    assert found == len(os.sched_getaffinity(0))
    assert topology.source == "this machine"
    with pytest.raises(InputError, match=r"'machine' takes no text, got 'x'"):
        source.machine("x")


def make_program(folder: Path, name: str, output: str) -> None:
    """A program that prints a text whatever it is asked."""
    (folder / f"{name}.txt").write_text(output)
    (folder / name).write_text(f"#!/bin/sh\ncat '{folder}/{name}.txt'\n")
    (folder / name).chmod(0o755)


def test_lstopo_is_asked_first(tmp_path, monkeypatch):
    """Its XML is what counts; when it is damaged, Linux' files do."""
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    make_program(tmp_path, "lstopo-no-graphics", make_xml(CORES.replace("1024", "77")).decode())
    topology = read_topology("machine")
    assert topology.size_bytes[rows_of(topology, "numa")].tolist() == [77]
    make_program(tmp_path, "lstopo-no-graphics", "<topology>")
    assert count(read_topology("machine"), "core") >= 1


def test_nvidia_tables():
    """Links of pairs once, domains, names with memory; unknown memory is 0."""
    table = parse_topology_table(TABLE)
    assert table.nvlinks == {(0, 1): 4}
    assert table.domain == (0, 0, 1)
    assert parse_gpu_list(LIST) == [("NVIDIA A100-SXM4-80GB", 80 << 30)] * 2 + [("Tesla", 0)]
    assert parse_topology_table("").nvlinks == {}
    assert parse_gpu_list("no devices") == []


def test_gpus_of_nvidia_smi(tmp_path):
    """GPUs are beside the processors of their domain, with four NVLinks of 25 GB/s and a way over PCIe."""
    draft = read_sysfs(make_snapshot(tmp_path), None)
    assert draft is not None
    add_gpus(draft, parse_topology_table(TABLE), parse_gpu_list(LIST))
    topology = assemble(draft)
    gpus, domains = rows_of(topology, "gpu"), rows_of(topology, "numa")
    assert topology.ancestor_of_kind(NUMA)[gpus].tolist() == [domains[0], domains[0], domains[1]]
    distances = measure_distances(topology)
    assert distances.bandwidth_gbs[-3, -2] == 100
    assert distances.bandwidth_gbs[-1, -2] == 25
    assert topology.link_kind.count("pcie") == 3


def test_many_equal_nvlinks_are_a_switch():
    """Eight GPUs with 18 links to each: only switches can do that."""
    rows = "\n".join(f"GPU{i}\t" + "\t".join(" X " if i == j else "NV18" for j in range(8)) for i in range(8))
    table = parse_topology_table("\t" + "\t".join(f"GPU{i}" for i in range(8)) + "\n" + rows)
    draft = read_sysfs(Path("/"), None)
    if draft is None:
        draft = source._counted({0})
    add_gpus(draft, table, [("H100", 80 << 30)] * 8)
    topology = assemble(draft)
    assert count(topology, "switch") == 1
    assert topology.link_kind.count("nvlink") == 8
    assert set(topology.link_bandwidth_gbs[[kind == "nvlink" for kind in topology.link_kind]].tolist()) == {450.0}


def test_gpus_of_this_machine(tmp_path, monkeypatch):
    """nvidia-smi is asked when hwloc shows no GPUs."""
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    make_program(tmp_path, "nvidia-smi", LIST)
    topology = read_topology("machine")
    assert topology.size_bytes[rows_of(topology, "gpu")].tolist() == [80 << 30, 80 << 30, 0]


def test_machine_in_a_synthetic_string():
    """``machine:2`` are two machines, not this one."""
    assert np.array_equal(read_topology("machine:2 core:3").kind, synthetic("machine:2 core:3").kind)


def test_modules_that_share_a_cache_are_no_cores(tmp_path):
    """AMD's modules are siblings with core numbers of their own; maps of threads come before lists."""
    make_snapshot(tmp_path)
    for number in range(8):
        (tmp_path / f"sys/devices/system/cpu/cpu{number}/topology/core_id").write_text(str(number))
        (tmp_path / f"sys/devices/system/cpu/cpu{number}/cache/index0/shared_cpu_map").write_text(f"0,{1 << number:08x}")
    topology = read(tmp_path)
    assert (count(topology, "core"), count(topology, "pu"), count(topology, "cache", 1)) == (8, 8, 8)
