"""``irpart simulate`` as a user types it: profile, partition, map, simulate; what is printed, written and refused."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import irpart as package
from irpart.mapping.storage import load_placement
from tests.e2e.test_commands import irpart, refused
from tests.e2e.test_map import MACHINE, SCRIPT

GOLDEN = Path(__file__).with_name("golden") / "simulate.txt"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a profile, a partition into 12 clusters, a placement of it, and a graph that is no profile with its
    partition."""
    place = tmp_path_factory.mktemp("user")
    (place / "sweep.py").write_text(SCRIPT)
    irpart("profile", "--timing", "model", "sweep.py", cwd=place)
    irpart("partition", "sweep.irpg", "-k", "12", cwd=place)
    irpart("map", "sweep.k12.irpp", "--topology", MACHINE, cwd=place)
    irpart("generate", "planted", "-O", "groups=4", "-o", "ring.edgelist", cwd=place)
    irpart("partition", "ring.edgelist", "-k", "4", cwd=place)
    return place


def simulated(folder: Path, *arguments: str) -> Any:
    """The one line of JSON."""
    return json.loads(irpart("simulate", *arguments, "--json", cwd=folder).stdout)


def test_a_placement(folder: Path, request: pytest.FixtureRequest) -> None:
    """The whole report, the same each time (strict order of time, so that it does not depend on how the kernels are
    organised), and the files; --regenerate writes the golden anew."""
    irpart("map", "sweep.k12.irpp", "--topology", MACHINE, "--method", "identity", "-o", "i.irpl", cwd=folder)
    run = irpart("simulate", "i.irpl", "--set", "quantum-cycles=0", "--plot", "p.png", "--timeline", "t.json",
                 "-o", "r.json", cwd=folder)
    text = "\n".join(line.rstrip() for line in re.sub(r"[\d.]+ s\b", "TIME", run.stdout).splitlines()) + "\n"
    if request.config.getoption("--regenerate"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")
    assert (folder / "p.png").stat().st_size > 20_000
    assert len(json.loads((folder / "t.json").read_text())["traceEvents"]) > 50
    told = json.loads((folder / "r.json").read_text())
    again = simulated(folder, "i.irpl", "--set", "quantum_cycles=0")
    for which in (told, again):
        which["runs"][0].pop("seconds")
    assert told == again
    assert (told["memory"], told["mapping_method"], told["placed_here"]) == ("simulated", "identity", False)
    only = told["runs"][0]
    assert only["counts"]["sent"] == only["counts"]["received"] == only["messages"]
    assert only["speedup"] == pytest.approx(only["baseline_cycles"] / only["cycles"])


def test_a_partition_is_placed_first(folder: Path) -> None:
    """By the default method, or as asked; the text says so. What 'irpart map' writes gives the same run."""
    text = irpart("simulate", "sweep.k12.irpp", "--machine", MACHINE, cwd=folder).stdout
    assert "Clusters were placed for this run by swap" in text
    mine = simulated(folder, "sweep.k12.irpp", "--machine", MACHINE)
    theirs = simulated(folder, "sweep.k12.irpl")
    assert mine["runs"][0]["cycles"] == theirs["runs"][0]["cycles"]
    other = simulated(folder, "sweep.k12.irpl", "--machine", "mesh:2x2", "--map", "identity", "--no-baseline")
    assert (other["topology"], other["mapping_method"], other["placed_here"]) == ("mesh:2x2", "identity", True)
    assert other["runs"][0]["speedup"] == 0
    same = simulated(folder, "sweep.k12.irpl", "--topology", MACHINE)
    assert same["runs"][0]["cycles"] == theirs["runs"][0]["cycles"]


def test_both_ways_of_giving_values(folder: Path) -> None:
    """Beside each other, each as if alone, one core simulated once."""
    text = irpart("simulate", "sweep.k12.irpl", "--sync", "both", cwd=folder).stdout
    assert "messages, shared-memory" in text
    both = simulated(folder, "sweep.k12.irpl", "--sync", "both")["runs"]
    alone = simulated(folder, "sweep.k12.irpl", "--sync", "shared-memory")["runs"]
    for run in (*both, *alone):
        run.pop("seconds")
    assert both[1] == alone[0]
    assert both[0]["model"]["synchronisation"] == "messages"


def test_costs_only(folder: Path) -> None:
    """Graphs that are no profile, and profiles without memory; both say so."""
    text = irpart("simulate", "ring.k4.irpp", "--machine", "core:2", cwd=folder).stdout
    assert "ring.edgelist is no profile and says nothing of memory accesses" in text
    assert "accesses  " not in text
    text = irpart("simulate", "sweep.k12.irpl", "--no-memory", cwd=folder).stdout
    assert "Memory is left out" in text
    told = simulated(folder, "sweep.k12.irpl", "--no-memory", "--order", "trace")
    assert (told["memory"], told["order"]) == ("left out", "trace")
    assert told["runs"][0]["counts"]["reads"] == 0


def test_parameters_reach_the_model(folder: Path) -> None:
    """Options of their own and --set."""
    told = simulated(folder, "sweep.k12.irpl", "--core", "out-of-order", "--window", "32", "--width", "2", "--pages",
                     "interleaved", "--set", "send-cycles=9", "--set", "l1_bytes=4096", "--no-baseline")
    model = told["runs"][0]["model"]
    expected = {"core": "out-of-order", "window": 32, "width": 2, "pages": "interleaved", "send_cycles": 9, "l1_bytes": 4096}
    assert {name: model[name] for name in expected} == expected


def test_explicit_placement_of_memory(folder: Path) -> None:
    """With both arrays in the second domain, most lines come from there."""
    told = simulated(folder, "sweep.k12.irpl", "--place", "a=1", "--place", "b=1", "--no-baseline")
    channels = {use["name"]: use["n_bytes"] for use in told["runs"][0]["memory_channels"]}
    assert channels["NUMA 1"] > 10 * channels.get("NUMA 0", 0)


@pytest.mark.parametrize(("arguments", "message"), [
    (["sweep.k12.irpp"], "is on no machine yet; name one with --machine"),
    (["sweep.irpg"], "holds a profile; simulated are placements"),
    (["sweep.py"], "not an irpart file"),
    (["nothing.irpl"], "There is no file nothing.irpl"),
    (["sweep.k12.irpl", "--machine", "core:4"], "is a placement on .*, not on core:4"),
    (["sweep.k12.irpl", "--map", "luck"], "There is no method 'luck'"),
    (["sweep.k12.irpp", "--machine", "core:0"], "core:0"),
    (["sweep.k12.irpl", "--set", "luck=1"], "A simulation has no parameter 'luck'; --set takes one of: send_cycles"),
    (["sweep.k12.irpl", "--set", "send-cycles"], "given as name=value"),
    (["sweep.k12.irpl", "--set", "send-cycles=true"], "is a number or a word, got true"),
    (["sweep.k12.irpl", "--set", "send-cycles=-1"], "must be a number from 0"),
    (["sweep.k12.irpl", "--set", "l1-ways=0"], "must be a whole number from 1"),
    (["sweep.k12.irpl", "--core", "in-order", "--set", "core=in-order"], "core is given twice"),
    (["sweep.k12.irpl", "--place", "a"], "is placed as STRUCTURE=DOMAIN, a name and a number, got 'a'"),
    (["sweep.k12.irpl", "--place", "a=0", "--place", "a=1"], "'a' is placed in domains 0 and 1"),
    (["sweep.k12.irpl", "--place", "luck=0"], "There is no data structure 'luck' to place; known are: "),
    (["sweep.k12.irpl", "--place", "a=2"], "the machine has domains 0 to 1"),
    (["sweep.k12.irpl", "--no-memory", "--place", "a=0"], "There is no data structure 'a' to place; known are: none"),
    (["sweep.k12.irpl", "--window", "8"], "add --core out-of-order"),
    (["sweep.k12.irpl", "--sync", "both", "--plot", "x.png"], "shows one run; choose --sync messages"),
    (["sweep.k12.irpl", "--plot", "x.txt"], "no picture format"),
    (["sweep.k12.irpl", "-o", "sweep.k12.irpl"], "is the file that is read"),
    (["sweep.k12.irpl", "--timeline", "sweep.irpg"], "is the file that is read"),
    (["sweep.k12.irpl", "-o", "x.json", "--timeline", "x.json"], "is to hold two different things"),
    (["sweep.k12.irpl", "-o", "nowhere/x.json"], "there is no folder nowhere"),
    (["sweep.k12.irpl", "-o", "."], "that is a folder"),
    (["sweep.k12.irpl", "--graph", "gone.irpg"], "There is no file gone.irpg"),
    (["ring.k4.irpp", "--machine", "core:2", "--graph", "sweep.irpg"], "is of another graph than sweep.irpg"),
])
def test_wrong_input_is_one_sentence(folder: Path, arguments: list[str], message: str) -> None:
    """Exit 2, one sentence, nothing half-written."""
    before = sorted(path.name for path in folder.iterdir())
    assert re.search(message, refused(irpart("simulate", *arguments, cwd=folder, check=None)))
    assert sorted(path.name for path in folder.iterdir()) == before


def test_a_missing_profile_and_a_wrong_word(folder: Path) -> None:
    """A profile that was removed is named; choices of options are listed."""
    (folder / "deep").mkdir()
    for name in ("sweep.k12.irpl", "sweep.irpg"):
        (folder / "deep" / name).write_bytes((folder / name).read_bytes())
    (folder / "deep" / "sweep.irpg").unlink()
    run = irpart("simulate", "deep/sweep.k12.irpl", cwd=folder, check=None)
    assert "is not there; name the profile or graph with --graph FILE" in refused(run)
    run = irpart("simulate", "sweep.k12.irpl", "--order", "luck", cwd=folder, check=None)
    assert run.returncode == 2
    assert "'luck' is not one of 'partition', 'trace'" in run.stderr


def test_the_same_from_python(folder: Path) -> None:
    """``irpart.simulate`` of a profile makes what the command makes; of its graph alone it knows costs only."""
    made = simulated(folder, "sweep.k12.irpl")["runs"][0]
    placement = load_placement(folder / "sweep.k12.irpl")
    with package.open_profile(folder / "sweep.irpg") as profile:
        run = package.simulate(profile, placement)
        costs = package.simulate(profile, placement, memory=False, baseline=False)
        graph = package.simulate(profile.graph, placement, baseline=False)
    assert (run.cycles, run.speedup) == (made["cycles"], made["speedup"])
    assert costs.total("reads") == graph.total("reads") == 0
    assert costs.cycles == graph.cycles
