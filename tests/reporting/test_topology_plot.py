"""Pictures of machines: whole files, every processor drawn where it belongs, labels only where they can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from irpart.base.errors import InputError
from irpart.reporting import topology_plot
from irpart.reporting._topology_boxes import Box, nest_boxes
from irpart.reporting.topology_plot import draw_topology
from irpart.topology import Topology
from irpart.topology.sources.dragonfly import dragonfly
from irpart.topology.sources.fat_tree import fat_tree
from irpart.topology.sources.mesh import mesh
from irpart.topology.sources.torus import torus
from irpart.topology.summary import summarize_topology
from irpart.topology.types import PU, SYSTEM
from tests.reporting.test_topology import make_server

MAGIC = {".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF"}
MACHINES = {"server": make_server, "one": lambda: mesh("1"), "mesh": lambda: mesh("8x8"), "ring": lambda: torus("5"),
            "cube": lambda: torus("3x3x3"), "tree": lambda: fat_tree("4,cores=2"), "fly": lambda: dragonfly("3x2x1,gpus=1")}


@pytest.mark.parametrize("suffix", MAGIC)
def test_pictures_are_written(tmp_path: Path, suffix: str) -> None:
    """In each format, over an older file, and nothing else."""
    path, machine = tmp_path / f"a{suffix}", make_server()
    path.write_text("old")
    draw_topology(machine, summarize_topology(machine), path)
    assert path.read_bytes().startswith(MAGIC[suffix])
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("name", MACHINES)
def test_every_kind_of_machine_is_drawn(name: str, tmp_path: Path) -> None:
    """Trees, grids of one to three dimensions, clusters."""
    machine = MACHINES[name]()
    draw_topology(machine, summarize_topology(machine), tmp_path / "a.svg")
    assert (tmp_path / "a.svg").stat().st_size > 2000


def test_another_suffix(tmp_path: Path) -> None:
    """A sentence, and no file."""
    machine = mesh("2")
    with pytest.raises(InputError, match=r"'\.gif' is no picture format; use one of \.png, \.svg, \.pdf"):
        draw_topology(machine, summarize_topology(machine), tmp_path / "a.gif")
    assert not list(tmp_path.iterdir())


def inside(outer: Box, inner: Box) -> bool:
    """Whether a box lies in another, below its text."""
    head, foot = outer.y + len(outer.lines) * outer.line, outer.y + outer.height
    return (outer.x < inner.x and inner.x + inner.width < outer.x + outer.width
            and head <= inner.y and inner.y + inner.height <= foot + 1e-9)


def apart(a: Box, b: Box) -> bool:
    """Whether two boxes do not overlap."""
    return (a.x + a.width <= b.x or b.x + b.width <= a.x or a.y + a.height <= b.y or b.y + b.height <= a.y)


@pytest.mark.parametrize("machine", [make_server(), fat_tree("4"), dragonfly("3x2x2,numa=2,gpus=3")], ids=lambda m: m.name)
def test_boxes_nest_and_do_not_overlap(machine: Topology) -> None:
    """Each part inside what contains it, siblings beside each other, all objects but threads and private caches drawn."""
    root = nest_boxes(machine)
    boxes = list(root.walk())
    for box in [root, *boxes]:
        assert all(inside(box, child) for child in box.children)
        assert all(apart(a, b) for place, a in enumerate(box.children) for b in box.children[:place])
    drawn = {box.row for box in boxes}
    assert set(machine.processors.tolist()) <= drawn
    assert SYSTEM not in drawn
    assert not drawn & set(machine.of_kind(PU).tolist())


def texts(machine: Topology) -> list[str]:
    """All that is written into the picture of the machine itself."""
    return [text.get_text() for text in topology_plot._figure(machine, summarize_topology(machine)).axes[0].texts]


def test_labels_are_left_out_when_they_are_too_small() -> None:
    """All of 64 tiles have numbers, of 1024 none; a small server tells caches, threads and memory."""
    assert texts(mesh("8x8")) == [str(tile) for tile in range(64)]
    assert texts(mesh("32x32")) == []
    written = texts(make_server())
    assert {"Package 0", "NUMA 1, 64 GiB", "L3 32 MiB", "L2 1 MiB", "Core 11", "2 threads", "80 GiB"} <= set(written)


def test_latencies_are_drawn() -> None:
    """Numbers in small matrices, a colour bar, and the link between GPUs of which none contains the other."""
    machine = make_server()
    figure = topology_plot._figure(machine, summarize_topology(machine))
    drawn, heat, bar = figure.axes
    assert heat.images[0].get_array().shape == (14, 14)
    assert bar.get_ylim()[0] == pytest.approx(16)
    assert [text.get_text() for text in drawn.get_legend().get_texts()] == ["nvlink: 1 link"]
    small = mesh("3")
    heat = topology_plot._figure(small, summarize_topology(small)).axes[1]
    assert [text.get_text() for text in heat.texts] == ["3.5", "5.5", "3.5", "3.5", "5.5", "3.5"]
