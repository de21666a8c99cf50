"""The file of an experiment: what it declares, and a sentence for everything that is wrong, before anything runs."""

from __future__ import annotations

from pathlib import Path

import pytest

import irpart.experiments.reading
from irpart.base.errors import FormatError, InputError, MissingExtra
from irpart.experiments import read_experiment
from irpart.experiments.types import machine_for
from tests.experiments.declaring import TOML, write_experiment

WRONG = [
    ("k = [2, 5]", "", "has no 'k'; an experiment needs workloads, k and machines"),
    ("k = [2, 5]", "k = []", "'k' must be a list that is not empty"),
    ("k = [2, 5]", "k = [0]", "k: The number of clusters k must be a whole number from 1 to 65536, got 0"),
    ("k = [2, 5]", "k = [2, 2]", "'k' has 2 twice"),
    ("k = [2, 5]", "k = [2, 5]\nclusters = 3", "there is no key 'clusters'; known are: name, workloads"),
    ("seeds = 1", "seeds = 0", "'seeds' must be a number of seeds of at least 1, or a list of seeds, got 0"),
    ("seeds = 1", "seeds = [1, -1]", "seeds: The seed must be a whole number >= 0, got -1"),
    ("seeds = 1", "seeds = 1\norder = \"random\"", "'order' must be one of critical-path, trace, got 'random'"),
    ("seeds = 1", "seeds = 1\ntimeout_seconds = 0", "'timeout_seconds' must be a number of seconds above 0"),
    ("seeds = 1", "seeds = 1\nname = \"a/b\"", "'name' must be letters, digits"),
    ("seeds = 1", "seeds = 1\nresults = 3", "'results' must be a text, got 3"),
    ("\"random\"]\nk", "\"nonesuch\"]\nk", r"'methods' must be registered methods \(adwise, .*\), got 'nonesuch'"),
    ("\"random\"]\nk", "3]\nk", "'methods' must be names of methods and tables"),
    ("\"random\"]\nk", "\"chunks\"]\nk", "'methods' has chunks twice"),
    ("{method = \"hdrf\"}", "{method = \"hdrf\", speed = 3}", "methods: method 'hdrf' has no option 'speed'; its own"),
    ("{method = \"hdrf\"}", "{method = \"irpart\", effort = [1]}", "'methods.effort' must be a number, a text"),
    ("mapping = [\"swap\"", "mapping = [\"swop\"", "'mapping' must be registered methods .*swap"),
    ("mesh:{side}x{side}", "mesh:{side}y", "machines: "),
    ("mesh:{side}x{side}", "nowhere.toml", "machines: There is no file nowhere.toml"),
    ("\"local.edgelist\"", "\"other.irpg\"", "workloads names .*other.irpg, which is no file"),
    ("\"local.edgelist\"", "\"local.edgelist\", {profile = \"local.edgelist\"}", "'workloads' has local twice; give one"),
    ("\"local.edgelist\"", "{profile = \"local.edgelist\", timing = \"model\"}", "workloads.timing is for scripts"),
    ("\"local.edgelist\"", "{script = \"local.edgelist\"}", "workloads.script must be a Python script, got local.edgelist"),
    ("\"local.edgelist\"", "{script = \"sum.py\", profile = \"local.edgelist\"}", "either a script or a profile"),
    ("\"local.edgelist\"", "{name = \"a\", script = \"sum.py\", size = 3}", "there is no key 'workloads.size'"),
    ("\"local.edgelist\"", "{name = \"a\", script = \"sum.py\", arguments = [3]}", "'workloads.arguments' must be a list"),
    ("\"local.edgelist\"", "{name = \"a\", script = \"sum.py\", timing = \"fast\"}", "workloads.timing: There is no timing"),
    ("reference = \"chunks\"", "reference = \"metis\"", r"'reference' must be one of the methods \(chunks, hdrf, random\)"),
    ("core = [\"in-order\", \"out-of-order\"]", "core = \"big\"", "simulation: core of a simulation is one of in-order"),
    ("core = [\"in-order\", \"out-of-order\"]", "cores = 3", "there is no key 'simulation.cores'; known are: synchro"),
    ("core = [\"in-order\", \"out-of-order\"]", "core = []", "'simulation' must be values or lists of values"),
    ("core = [\"in-order\", \"out-of-order\"]", "window = [8, 8]", "'simulation' has window=8 twice"),
    ("[simulation]", "[partition]\nbalance = 0.5\n[simulation]", "partition.balance: The balance bound is a factor"),
    ("[simulation]", "[partition]\nloss = 1\n[simulation]", "there is no key 'partition.loss'; known are: balance"),
    ("[simulation]", "[simulation", "is not valid TOML"),
]


@pytest.mark.parametrize(("part", "instead", "sentence"), WRONG)
def test_what_is_wrong_is_said(tmp_path: Path, part: str, instead: str, sentence: str) -> None:
    """One sentence that names the file and the key; no folder of results is made."""
    assert part in TOML
    path = write_experiment(tmp_path, TOML.replace(part, instead, 1))
    with pytest.raises(InputError, match=sentence) as raised:
        read_experiment(path)
    assert "\n" not in str(raised.value) or "TOML" in sentence
    assert str(path) in str(raised.value)
    assert not (tmp_path / "tiny-results").exists()


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """The system's own reason."""
    with pytest.raises(InputError, match=r"Cannot read .*none.toml: No such file"):
        read_experiment(tmp_path / "none.toml")


def test_a_method_without_its_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Said before anything runs, with the command that installs it."""
    def missing(package: str, what: str) -> None:
        raise MissingExtra(f"{what} needs the package {package}; install it with: pip install {package}")

    monkeypatch.setattr(irpart.experiments.reading, "require", missing)
    path = write_experiment(tmp_path, TOML.replace('"random"]\nk', '"community"]\nk'))
    with pytest.raises(MissingExtra, match=r"methods: Method 'community' needs the package igraph; install it with: pip"):
        read_experiment(path)


def test_what_is_declared(tmp_path: Path) -> None:
    """All axes, defaults, and names seen from the file's folder."""
    made = read_experiment(write_experiment(tmp_path))
    assert (made.name, made.results) == ("tiny", tmp_path / "tiny-results")
    assert [workload.name for workload in made.workloads] == ["sum", "local"]
    assert [method.label for method in made.methods] == ["chunks", "hdrf", "random"]
    assert [label for label, _ in made.models] == ["core=in-order", "core=out-of-order"]
    assert made.n_cells == 2 * 3 * 2 * 2 * 2 * 2 == len({cell.key for cell in made.cells()})
    assert {cell.machine for cell in made.cells()} == {"mesh:2x2", "core:2", "mesh:3x3", "core:5"}
    assert read_experiment(tmp_path / "tiny.toml", tmp_path / "there").results == tmp_path / "there"
    least = write_experiment(tmp_path, 'workloads = "local.edgelist"\nk = 3\nmachines = "mesh:2x2"\n', "least.toml")
    cell, = read_experiment(least).cells()
    assert cell.key == ("local", "irpart", 3, "mesh:2x2", "swap", 0, "critical-path", "")
    assert cell.balance == 1.03


def test_a_machine_in_a_file(tmp_path: Path) -> None:
    """Its name is seen from the experiment's folder."""
    (tmp_path / "sub").mkdir()
    path = write_experiment(tmp_path, TOML.replace('"core:{k}"', '"own.toml"'))
    (tmp_path / "own.toml").write_text("nothing")
    with pytest.raises(FormatError, match=r"machines: .*own.toml"):
        read_experiment(path)


def test_placeholders() -> None:
    """The side of the least square with room for k cores."""
    assert [machine_for("mesh:{side}x{side}", k) for k in (1, 2, 4, 5, 8, 32, 128, 1024)] == [
        "mesh:1x1", "mesh:2x2", "mesh:2x2", "mesh:3x3", "mesh:3x3", "mesh:6x6", "mesh:12x12", "mesh:32x32"]
    assert machine_for("pack:{k} core:{k}", 3) == "pack:3 core:3"
