"""``irpart map`` as a user types it: profile, partition, map; what is printed, drawn and refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

import irpart as package
from irpart.mapping.storage import load_placement
from tests.e2e.test_commands import irpart, refused

MACHINE = "pack:2 numa:1 core:4"
SCRIPT = '''
import numpy as np
from numba import njit

@njit
def sweep(a, b):
    for t in range(4):
        for i in range(1, a.shape[0] - 1):
            b[i] = a[i - 1] + a[i + 1]
        for i in range(1, a.shape[0] - 1):
            a[i] = 0.5 * b[i]

if __name__ == "__main__":
    sweep(np.arange(600.0), np.zeros(600))
'''


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a profile and its partition into 12 clusters."""
    place = tmp_path_factory.mktemp("user")
    (place / "sweep.py").write_text(SCRIPT)
    irpart("profile", "--timing", "model", "sweep.py", cwd=place)
    irpart("partition", "sweep.irpg", "-k", "12", cwd=place)
    return place


def test_profile_partition_map(folder: Path) -> None:
    """The chain, as text and as JSON; the file says the same as what is printed."""
    text = irpart("map", "sweep.k12.irpp", "--machine", MACHINE, cwd=folder).stdout
    for part in ("sweep.k12.irpl", "12 of irpart, on 8 processors", "random placements", "lower bound", "one processor",
                 "one NUMA domain", "one host", "same data, same processor (soft)", "communicating clusters near (soft)",
                 "independent clusters apart", "8 of 8 processors with at most 2 clusters"):
        assert part in text, part
    made = json.loads(irpart("map", "sweep.k12.irpp", "--topology", MACHINE, "--json", cwd=folder).stdout)
    stored = load_placement(folder / "sweep.k12.irpl")
    assert stored.cluster_processor.tolist() == made["cluster_processor"]
    assert np.bincount(stored.cluster_processor).max() <= 2
    assert (stored.method, stored.cost) == ("swap", made["cost"])
    assert made["lower_bound"] <= made["terms"]["communication"] + made["terms"]["affinity"]
    assert made["cost"] < made["random_cost"]
    assert sum(made["locality"].values()) == pytest.approx(1)
    told = json.loads(irpart("info", "sweep.k12.irpl", "--json", cwd=folder).stdout)
    assert (told["kind"], told["topology"], told["graph_file"]) == ("placement", MACHINE, "sweep.irpg")
    assert "cluster_processor" in irpart("info", "sweep.k12.irpl", cwd=folder).stdout


def test_rules_and_options(folder: Path) -> None:
    """Pins, caps and hard groups are kept; the budget reaches the method; a picture is drawn."""
    made = json.loads(irpart(
        "map", "sweep.k12.irpp", "--topology", MACHINE, "--pin", "3=7", "--pin", "0=0", "--cap", "6", "--same-data", "hard",
        "--seed", "4", "--budget", "0.2", "--plot", "p.png", "-o", "r.irpl", "--json", cwd=folder).stdout)
    placed = made["cluster_processor"]
    assert (placed[3], placed[0]) == (7, 0)
    assert np.bincount(placed).max() <= 6
    rules = {rule["rule"]: rule for rule in made["rules"]}
    assert rules["pinned clusters"]["kept"] == 2
    assert rules["same data, same processor"]["of"] > 0
    assert (folder / "p.png").stat().st_size > 5000
    options = load_placement(folder / "r.irpl").describe_options()
    assert (options["same_data"], options["cap"], options["pinned"]) == ("hard", 6, {"0": 0, "3": 7})
    off = json.loads(irpart("map", "sweep.k12.irpp", "--topology", MACHINE, "--same-data", "off", "--method", "identity",
                            "-o", "o.irpl", "--json", cwd=folder).stdout)
    assert off["terms"]["affinity"] == 0


def test_the_graph_is_found_and_checked(folder: Path) -> None:
    """From another folder, after both were moved, and when it is another one."""
    deep = folder / "deep"
    deep.mkdir()
    for name in ("sweep.irpg", "sweep.k12.irpp"):
        shutil.copy(folder / name, deep / name)
    irpart("map", "deep/sweep.k12.irpp", "--topology", MACHINE, "-o", "d.irpl", cwd=folder)
    (deep / "sweep.irpg").unlink()
    run = irpart("map", "deep/sweep.k12.irpp", "--topology", MACHINE, "-o", "x.irpl", cwd=folder, check=None)
    assert "is not there; name the profile or graph with --graph FILE" in refused(run)
    irpart("map", "deep/sweep.k12.irpp", "--topology", MACHINE, "--graph", "sweep.irpg", "-o", "d.irpl", cwd=folder)
    (folder / "other.py").write_text(SCRIPT.replace("range(4)", "range(3)"))
    irpart("profile", "--timing", "model", "other.py", cwd=folder)
    run = irpart("map", "sweep.k12.irpp", "--topology", MACHINE, "--graph", "other.irpg", "-o", "x.irpl", cwd=folder,
                 check=None)
    assert "is of another graph than other.irpg" in refused(run)
    assert not (folder / "x.irpl").exists()


@pytest.mark.parametrize(("arguments", "message"), [
    (["--topology", "pack:2 nonsense:3"], "nonsense"),
    (["--topology", MACHINE, "--method", "luck"], "There is no method 'luck'"),
    (["--topology", MACHINE, "-O", "luck=1"], "has no option 'luck'"),
    (["--topology", MACHINE, "--cap", "1"], "12 clusters do not fit on 8 processors"),
    (["--topology", MACHINE, "--pin", "0:1"], "given as CLUSTER=PROCESSOR"),
    (["--topology", MACHINE, "--pin", "0=1", "--pin", "0=2"], "Cluster 0 is pinned to processors 1 and 2"),
    (["--topology", MACHINE, "--pin", "12=1"], "the partition has clusters 0 to 11"),
    (["--topology", MACHINE, "--pin", "1=8"], "the machine has processors 0 to 7"),
    (["--topology", MACHINE, "--pin", "0=1", "--pin", "1=1", "--pin", "2=1"], "3 clusters are pinned to processor 1"),
    (["--topology", MACHINE, "--method", "identity", "--budget", "1"], "cannot use a time budget"),
    (["--topology", MACHINE, "--budget", "-1"], "--budget is a number of seconds above 0"),
    (["--topology", MACHINE, "--method", "random", "--seed", "-1"], "seed must be a whole number"),
    (["--topology", MACHINE, "--plot", "p.txt"], "no picture format"),
    (["--topology", MACHINE, "--message-bytes", "0"], "positive number of bytes"),
    (["--topology", MACHINE, "--spread", "-1"], "spread must be a number of at least 0"),
    (["--topology", MACHINE, "-o", "sweep.k12.irpp"], "is the file that is read"),
    (["--topology", MACHINE, "-o", "sweep.irpg"], "is the file that is read"),
    (["--topology", MACHINE, "-o", "nowhere/x.irpl"], "nowhere"),
])
def test_wrong_input_is_one_sentence(folder: Path, arguments: list[str], message: str) -> None:
    """Exit 2, one sentence, nothing half-written."""
    before = sorted(path.name for path in folder.iterdir())
    run = irpart("map", "sweep.k12.irpp", *arguments, cwd=folder, check=None)
    assert message in refused(run)
    assert sorted(path.name for path in folder.iterdir()) == before


def test_a_profile_is_no_partition(folder: Path) -> None:
    """The kinds of files are told apart."""
    run = irpart("map", "sweep.irpg", "--topology", MACHINE, cwd=folder, check=None)
    assert "holds a profile, not a partition" in refused(run)


def test_the_same_from_python(folder: Path) -> None:
    """``irpart.place`` of a profile makes what the command makes."""
    made = json.loads(irpart("map", "sweep.k12.irpp", "--topology", MACHINE, "-o", "c.irpl", "--json", cwd=folder).stdout)
    with package.open_profile(folder / "sweep.irpg") as profile:
        cut = load_placement(folder / "c.irpl").partition
        placement = package.place(profile, cut, MACHINE)
    assert placement.cluster_processor.tolist() == made["cluster_processor"]
    assert placement.cost == made["cost"]
