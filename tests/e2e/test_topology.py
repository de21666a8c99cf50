"""``irpart topology`` as a user types it, with right and with wrong input."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from irpart.topology.reading import read_topology
from tests.e2e.test_commands import irpart, refused


def test_words_and_one_text_are_the_same(tmp_path: Path) -> None:
    """Levels with and without quotes; tree, matrices and links are printed."""
    words = irpart("topology", "pack:2", "numa:1", "core:4", "pu:2", cwd=tmp_path).stdout
    assert words == irpart("topology", "pack:2 numa:1 core:4 pu:2", cwd=tmp_path).stdout
    assert words.startswith("2 packages, 2 NUMA domains, 8 cores, 16 threads, ")
    for part in ("4 x core: 2 threads", "latency, ns", "NUMA 1", "links ", "default"):
        assert part in words
    assert not list(tmp_path.iterdir())


def test_this_machine(tmp_path: Path) -> None:
    """Without a source it is the machine at hand, in text and as JSON."""
    assert " core" in irpart("topology", cwd=tmp_path).stdout
    data = json.loads(irpart("topology", "--json", cwd=tmp_path).stdout)
    assert data["processors"] == data["objects"]["core"] + data["objects"].get("gpu", 0) >= 1


def test_plot_and_description(tmp_path: Path) -> None:
    """Both files are written and named; the description is the same machine again."""
    shown = irpart("topology", "mesh:4x4,memory=2", "--plot", "m.png", "-o", "m.toml", cwd=tmp_path).stdout
    assert shown.endswith("written: m.toml\nwritten: m.png\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["m.png", "m.toml"]
    made, again = read_topology("mesh:4x4,memory=2"), read_topology(str(tmp_path / "m.toml"))
    assert (made.label, made.grid, made.link_kind) == (again.label, again.grid, again.link_kind)
    assert np.array_equal(made.link_latency_ns, again.link_latency_ns)
    first = irpart("topology", "mesh:4x4,memory=2", cwd=tmp_path).stdout
    assert irpart("topology", "m.toml", cwd=tmp_path).stdout == first


def test_json(tmp_path: Path) -> None:
    """One line with counts, links, and distances between parts."""
    data = json.loads(irpart("topology", "torus:4x4", "--json", "--plot", "t.svg", cwd=tmp_path).stdout)
    assert (data["name"], data["processors"], data["grid"], data["wraps"]) == ("torus:4x4", 16, [4, 4], True)
    assert data["latency_ns"]["largest"] == 4 * 2 + 1.5
    assert [link["kind"] for link in data["links"]] == ["on-chip", "mesh", "memory"]
    assert data["files"] == ["t.svg"]


REFUSED = [
    (("cube:3",), "'cube:3' describes no machine; give a file (hwloc's XML, TOML, YAML), a source ("),
    (("mesh:0x4",), "mesh:0x4 needs positive whole numbers joined by x"),
    (("mesh:200x200",), "would have 40,000 processors; at most 16,384 are supported"),
    (("mesh:4x4", "--plot", "a.gif"), "'.gif' is no picture format; use one of .png, .svg, .pdf"),
    (("mesh:4x4", "-o", "a.xml"), "descriptions of machines are written as TOML; give a name that ends in .toml"),
    (("mesh:4x4", "-o", "none/a.toml"), "Cannot write none/a.toml: there is no folder none; make it first"),
    (("missing.xml",), "There is no file missing.xml"),
    (("ray:nowhere",), "'nowhere' is no address of a Ray cluster"),
]


@pytest.mark.parametrize(("typed", "sentence"), REFUSED, ids=[" ".join(row[0]) for row in REFUSED])
def test_wrong_input(typed: tuple[str, ...], sentence: str, tmp_path: Path) -> None:
    """One sentence, exit 2, no file."""
    if typed[0].startswith("ray"):
        pytest.importorskip("ray")
    assert sentence in refused(irpart("topology", *typed, cwd=tmp_path, check=2))
    assert not list(tmp_path.iterdir())
