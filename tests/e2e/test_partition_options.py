"""``irpart partition``: the Pareto table, the estimate by the execution model and the stored order of execution."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from irpart.partitioning.storage import load_partition
from tests.e2e.test_commands import SCRIPT, irpart, refused


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a profile, an edge list that goes forward, and one with a cycle."""
    place = tmp_path_factory.mktemp("options")
    (place / "app.py").write_text(SCRIPT)
    irpart("profile", "--timing", "model", "app.py", cwd=place)
    (place / "path.edgelist").write_text("".join(f"{i} {i + 1}\n" for i in range(200)))
    (place / "ring.edgelist").write_text("".join(f"{i} {(i + 1) % 64}\n" for i in range(64)))
    return place


def files(folder: Path) -> list[str]:
    """Names of all files."""
    return sorted(path.name for path in folder.iterdir())


def test_the_pareto_table(folder: Path) -> None:
    """As a table and as JSON, fewest replicas first; no file is written."""
    before = files(folder)
    table = irpart("partition", "app.irpg", "-k", "2", "--pareto", cwd=folder).stdout
    rows = json.loads(irpart("partition", "app.irpg", "-k", "2", "--pareto", "--json", cwd=folder).stdout)
    assert files(folder) == before
    assert {row["cut"] for row in rows} == {f"{way}, {n}" for way in ("multilevel", "contiguous") for n in (1, 2, 4, 8)}
    assert all(row["cut"] in table for row in rows)
    assert table.count("*") == sum(row["efficient"] for row in rows) > 0
    assert [row["connectivity"] for row in rows] == sorted(row["connectivity"] for row in rows)
    assert all(row["speedup"] > 0 and row["n_clusters"] == 2 for row in rows)
    assert rows[0]["efficient"]


def test_the_pareto_table_of_a_cyclic_graph(folder: Path) -> None:
    """No speed-up, in JSON null."""
    (row,) = json.loads(irpart("partition", "ring.edgelist", "-k", "4", "--pareto", "--json", cwd=folder).stdout)
    assert (row["cut"], row["speedup"], row["efficient"], row["connectivity"]) == ("multilevel, 1", None, True, 4)
    assert "multilevel, 1" in irpart("partition", "ring.edgelist", "-k", "4", "--pareto", cwd=folder).stdout


@pytest.mark.parametrize("arguments", [("-o", "out.irpp"), ("-O", "effort=1"), ("--method", "hdrf"), ("--method", "all")])
def test_what_the_pareto_table_refuses(folder: Path, arguments: tuple[str, str]) -> None:
    """Status 2 and one sentence; no file is written."""
    before = files(folder)
    sentence = refused(irpart("partition", "app.irpg", "-k", "2", "--pareto", *arguments, cwd=folder, check=None))
    assert "--pareto shows what irpart's own method can trade" in sentence
    assert files(folder) == before


def test_pareto_with_wrong_input(folder: Path) -> None:
    """The same sentences as without it."""
    for file, k, sentence in (("app.irpg", "0", "k must be a whole number"), ("no.irpg", "2", "There is no file no.irpg.")):
        assert sentence in refused(irpart("partition", file, "-k", k, "--pareto", cwd=folder, check=None))


@pytest.mark.parametrize("method", ["irpart", "hdrf"])
def test_the_estimate(folder: Path, method: str) -> None:
    """Of a profile with the spine waiting and recomputed, whatever the method; the stored order is a permutation."""
    arguments = ("partition", "app.irpg", "-k", "3", "--method", method, "-o", "e.irpp")
    made = json.loads(irpart(*arguments, "--json", cwd=folder).stdout)
    assert list(made["execution"]) == ["waiting", "recomputed"]
    waiting, recomputed = made["execution"].values()
    assert 0 < waiting["speedup"] <= 3
    assert waiting["recomputed"] == 0 < recomputed["recomputed"]
    assert waiting["work_cycles"] == recomputed["work_cycles"]
    text = irpart(*arguments, cwd=folder).stdout
    assert f"{waiting['speedup']:.1f}x of at most" in text
    assert "spine recomputed" in text
    instructions = json.loads(irpart("info", "app.irpg", "--json", cwd=folder).stdout)["instructions"]
    priority = load_partition(folder / "e.irpp").priority
    assert sorted(priority.tolist()) == list(range(instructions))


def test_a_graph_that_is_no_program(folder: Path) -> None:
    """An edge list has no spine; one with a cycle cannot be executed, which is said, and has no order."""
    made = json.loads(irpart("partition", "path.edgelist", "-k", "2", "--json", "-o", "p.irpp", cwd=folder).stdout)
    assert list(made["execution"]) == ["waiting"]
    assert load_partition(folder / "p.irpp").priority.tolist() == list(range(201))
    made = json.loads(irpart("partition", "ring.edgelist", "-k", "2", "--json", "-o", "r.irpp", cwd=folder).stdout)
    assert made["execution"] == {}
    assert len(load_partition(folder / "r.irpp").priority) == 0
    text = " ".join(irpart("partition", "ring.edgelist", "-k", "2", "-o", "r.irpp", cwd=folder).stdout.split())
    assert "The graph has a cycle, so it cannot be executed" in text


def test_without_the_model(folder: Path) -> None:
    """No estimate, but an order; the clusters are the same."""
    arguments = ("partition", "app.irpg", "-k", "2")
    made = json.loads(irpart(*arguments, "--no-model", "--json", "-o", "n.irpp", cwd=folder).stdout)
    assert made["execution"] == {}
    assert "speed-up" not in irpart(*arguments, "--no-model", "-o", "n.irpp", cwd=folder).stdout
    irpart(*arguments, "-o", "m.irpp", cwd=folder)
    bare, full = load_partition(folder / "n.irpp"), load_partition(folder / "m.irpp")
    assert len(bare.priority) > 0
    assert bare.priority.tolist() == full.priority.tolist()
    assert bare.edge_cluster.tolist() == full.edge_cluster.tolist()


@pytest.mark.parametrize("model", ["--model", "--no-model"])
def test_the_order_of_the_trace(folder: Path, model: str) -> None:
    """Nothing is stored, as it is the order of the vertices."""
    run = irpart("partition", "app.irpg", "-k", "2", "--order", "trace", model, "--json", "-o", "t.irpp", cwd=folder)
    assert bool(json.loads(run.stdout)["execution"]) == (model == "--model")
    assert len(load_partition(folder / "t.irpp").priority) == 0


def test_an_order_that_there_is_not(folder: Path) -> None:
    """A usage error."""
    run = irpart("partition", "app.irpg", "-k", "2", "--order", "given", cwd=folder, check=2)
    assert run.stderr.startswith("Usage")


@pytest.mark.parametrize("arguments", [["partition", "-k", "2"], ["partition", "-k", "2", "--stream"],
                                       ["export", "--to", "metis"]])
def test_the_input_is_not_overwritten(folder: Path, arguments: list[str]) -> None:
    """Writing to the file that is read is refused, and the file stays as it is."""
    before = (folder / "app.irpg").read_bytes()
    sentence = refused(irpart(*arguments, "app.irpg", "-o", "app.irpg", cwd=folder, check=None))
    assert sentence == "irpart: app.irpg is the file that is read; choose another name with -o."
    assert (folder / "app.irpg").read_bytes() == before


def test_a_table_of_all_methods_writes_no_file(folder: Path) -> None:
    """So -o with it is refused."""
    run = irpart("partition", "app.irpg", "-k", "2", "--method", "all", "-o", "a.irpp", cwd=folder, check=None)
    assert "writes no file" in refused(run)
