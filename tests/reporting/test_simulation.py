"""Simulated runs in text and pictures: goldens, what many processors and several runs look like, drawings of any machine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from irpart.base.errors import InputError
from irpart.mapping.types import Placement
from irpart.partitioning.types import Partition
from irpart.reporting.simulation import ReportHead, print_simulation
from irpart.reporting.simulation_plots import grid_places, plot_simulation
from irpart.simulation.types import SimulatedRun
from irpart.topology.types import CORE, ROUTER, Topology
from tests.simulation.runs import made_run

GOLDEN = Path(__file__).with_name("golden")


def placed(topology: Topology) -> Placement:
    """Two clusters on the first processor."""
    partition = Partition(np.zeros(3, np.uint16), 2, "chunks", graph_checksum="", priority=np.empty(0, np.uint32))
    return Placement(np.zeros(2, np.int32), partition, topology, "identity")


def printed(topology: Topology, runs: list[SimulatedRun], capsys: pytest.CaptureFixture[str]) -> str:
    """What ``irpart simulate`` prints, without the spaces at line ends."""
    print_simulation(placed(topology), runs, ReportHead("a.irpl", ("A note.",)))
    return "\n".join(line.rstrip() for line in capsys.readouterr().out.splitlines()) + "\n"


@pytest.mark.parametrize("name", ["few", "many", "both"])
def test_golden(name: str, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest) -> None:
    """The whole text for few processors, many (quantiles), and two runs beside each other; --regenerate writes it anew."""
    topology, run = made_run("mesh:8x8" if name == "many" else "pack:2 core:4")
    runs = [run]
    if name == "both":
        runs.append(replace(run, model=replace(run.model, synchronisation="shared-memory"), cycles=1.25 * run.cycles))
    text, path = printed(topology, runs, capsys), GOLDEN / f"simulation_{name}.txt"
    if request.config.getoption("--regenerate"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_what_was_not_simulated_is_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """No caches without accesses, no speed-up without a baseline, no links without messages."""
    topology, run = made_run("pack:2 core:4")
    bare = replace(run, counts=np.zeros_like(run.counts), baseline_cycles=0.0, memory_bytes=np.zeros_like(run.memory_bytes),
                   link_messages=np.zeros_like(run.link_messages))
    text = printed(topology, [bare], capsys)
    assert "one core alone was not simulated" in text
    for absent in ("hits     ", "accesses", "busiest links", "memory channels"):
        assert absent not in text
    assert "counts as idle" not in text
    wide = replace(bare, model=replace(run.model, core="out-of-order"))
    assert "counts as idle" in printed(topology, [wide], capsys)
    nothing = replace(bare, cycles=0.0, instructions=0, processor_instructions=np.zeros(8, np.int64))
    assert "0 cycles" in printed(topology, [nothing], capsys)


@pytest.mark.parametrize("source", ["core:1", "core:2", "pack:2 core:4", "mesh:1x8", "torus:3x5", "mesh:2x2x2",
                                    "mesh:32x32"])
def test_pictures_of_any_machine(source: str, tmp_path: Path) -> None:
    """They are drawn, and whole or not at all."""
    topology, run = made_run(source)
    plot_simulation(run, topology, tmp_path / "p.png")
    assert (tmp_path / "p.png").stat().st_size > 10_000
    assert [path.name for path in tmp_path.iterdir()] == ["p.png"]


def test_a_run_of_nothing_is_drawn(tmp_path: Path) -> None:
    """No cycles, no messages."""
    topology, run = made_run("mesh:2x2")
    none = replace(run, cycles=0.0, timeline_cycles=np.zeros((4, 256, 3)), link_messages=np.zeros_like(run.link_messages))
    plot_simulation(none, topology, tmp_path / "n.svg")
    plot_simulation(replace(none, link_ends=run.link_ends), made_run("core:4")[0], tmp_path / "m.pdf")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["m.pdf", "n.svg"]


def test_wrong_picture_names(tmp_path: Path) -> None:
    """A suffix that is no picture, a folder that is not there."""
    topology, run = made_run("core:2")
    with pytest.raises(InputError, match="no picture format"):
        plot_simulation(run, topology, tmp_path / "p.txt")
    with pytest.raises(InputError, match="Cannot write "):
        plot_simulation(run, topology, tmp_path / "nowhere" / "p.png")


def test_tiles_are_where_their_cores_are() -> None:
    """In row-major order, as processors are the points of a grid."""
    topology, _ = made_run("mesh:3x4")
    places = grid_places(topology)
    assert sorted(places[topology.of_kind(ROUTER)].tolist()) == list(range(12))
    assert (places[topology.of_kind(CORE)] == -1).all()
