"""Machines in text: two goldens, collapsing of equal parts, sizes, and what large machines leave out."""

from __future__ import annotations

from pathlib import Path

import pytest

from irpart.reporting.topology import MOST_LINES, describe_size, describe_totals, print_topology
from irpart.topology import Topology
from irpart.topology.construct import TopologyBuilder
from irpart.topology.reading import read_topology
from irpart.topology.sources.fat_tree import fat_tree
from irpart.topology.sources.mesh import mesh
from irpart.topology.summary import summarize_topology
from irpart.topology.types import CACHE, CORE, GPU, NUMA, PACKAGE, PU

GOLDEN = Path(__file__).with_name("golden")


def make_server() -> Topology:
    """Two packages with fast and slow cores, threads, two GPUs, and a direct link between these."""
    builder = TopologyBuilder("server", "made for a test")
    gpus = []
    for number in range(2):
        package = builder.add(PACKAGE, label=f"Package {number}")
        domain = builder.add(NUMA, package, f"NUMA {number}", size_bytes=64 << 30, latency_ns=90, bandwidth_gbs=100)
        shared = builder.add(CACHE, domain, size_bytes=32 << 20, cache_level=3)
        for core in range(6):
            outer = builder.add(CACHE, shared, size_bytes=1 << 20, cache_level=2)
            inner = builder.add(CACHE, outer, size_bytes=48 << 10, cache_level=1)
            row = builder.add(CORE, inner, f"Core {6 * number + core}", speed=1.0 if core < 4 else 0.5)
            for _ in range(2 if core < 4 else 1):
                builder.add(PU, row)
        gpus.append(builder.add(GPU, package, f"GPU {number} [80 GB]", size_bytes=80 << 30, lanes=6912))
    builder.link_tree()
    builder.link(*gpus, 250, 300, "nvlink")
    return builder.build()


def printed(machine: Topology, capsys: pytest.CaptureFixture[str]) -> str:
    """What ``irpart topology`` prints of a machine."""
    print_topology(machine, summarize_topology(machine))
    return capsys.readouterr().out


@pytest.mark.parametrize(("name", "maker"), [("mesh", lambda: mesh("4x4,memory=4")), ("server", make_server)])
def test_golden(name: str, maker: object, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest) -> None:
    """The whole text, tree, matrices and links; --regenerate writes it anew."""
    text, path = printed(maker(), capsys), GOLDEN / f"topology_{name}.txt"  # type: ignore[operator]
    if request.config.getoption("--regenerate"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_equal_siblings_are_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """However many there are; unlike ones in between end a run."""
    text = printed(fat_tree("8"), capsys)
    assert "16 x switch" in text
    assert "8 x core: L2 1 MiB, L1 32 KiB" in text
    assert "latency between any two processors" in text
    assert len(text.splitlines()) < 60
    text = printed(read_topology("pack:2 numa:1 l3:1 core:4 pu:2"), capsys)
    assert "4 x core: 2 threads" in text


def test_many_unlike_parts_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    """After the first lines the rest is a number."""
    builder = TopologyBuilder("odd", "odd")
    for core in range(MOST_LINES + 5):
        builder.add(CORE, builder.add(NUMA, size_bytes=(core + 1) << 20))
    builder.link_tree()
    text = printed(builder.build(), capsys)
    assert "and 5 more" in text
    assert f"({MOST_LINES + 5 - 16} more are not shown)" in text


@pytest.mark.parametrize(("n_bytes", "shown"), [(0, "0 B"), (1, "1 B"), (1023, "1023 B"), (1024, "1 KiB"),
                                                (48 << 10, "48 KiB"), (3 << 19, "1.5 MiB"), (1 << 40, "1 TiB"),
                                                (1 << 60, "1024 PiB")])
def test_sizes(n_bytes: int, shown: str) -> None:
    """In the largest unit that leaves at least one."""
    assert describe_size(n_bytes) == shown


def test_totals() -> None:
    """Singular and plural, the grid, the clock."""
    machine = mesh("1,clock=3")
    assert describe_totals(machine, summarize_topology(machine)) == (
        "1 package, 1 NUMA domain, 1 core, 1 tile, 4 GiB memory, grid of 1, 3 GHz")
