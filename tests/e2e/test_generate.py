"""``irpart generate`` as a user types it, with right and with wrong input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from irpart.graph.formats import read_graph
from irpart.graph.generators import FAMILIES, family, generate
from tests.e2e.test_commands import irpart, refused


def test_list_shows_what_there_is(tmp_path: Path) -> None:
    """Every family with its options and their defaults; nothing is written."""
    shown = irpart("generate", "--list", cwd=tmp_path).stdout
    rows = json.loads(irpart("generate", "--list", "--json", cwd=tmp_path).stdout)
    assert [row["family"] for row in rows] == FAMILIES.names()
    for row in rows:
        assert row["options"] == family(row["family"]).options
        assert row["family"] in shown
        assert row["summary"] in shown
    assert "shape=32x32 steps=10" in shown
    assert not list(tmp_path.iterdir())


def test_generate_partition(tmp_path: Path) -> None:
    """The chain of the help: the known optimum is printed, the file is read back as it was made and cut no better."""
    typed = ("generate", "planted", "-O", "groups=4", "-O", "size=12", "-O", "shared=2", "--seed", "7", "-k", "4")
    shown = irpart(*typed, cwd=tmp_path).stdout
    assert shown == ("planted.edgelist: 40 vertices, 256 edges\n"
                     "With at most 1.03 times the mean number of edges in each of 4 clusters, "
                     "the least connectivity (km1) is 8.\n")
    made = json.loads(irpart(*typed, "-o", "ring.el", "--json", cwd=tmp_path).stdout)
    assert (made["connectivity_lower"], made["connectivity_upper"], made["format"]) == (8, 8, "edgelist")
    assert made["options"] == {"groups": 4, "size": 12, "shared": 2}
    assert (tmp_path / "ring.el").read_bytes() == (tmp_path / "planted.edgelist").read_bytes()
    assert made["checksum"] == read_graph(tmp_path / "ring.el").checksum()
    for method in ("chunks", "metis", "wb-libra"):
        cut = json.loads(irpart("partition", "ring.el", "-k", "4", "--method", method, "--json", cwd=tmp_path).stdout)
        assert cut["connectivity"] >= 8


def test_a_bound_that_is_not_exact_is_called_a_bound(tmp_path: Path) -> None:
    """Both sides are named where they differ, and only the lower one where no cut is known."""
    shown = irpart("generate", "butterfly", "-O", "levels=6", "-k", "8", cwd=tmp_path).stdout
    assert "in each of 8 clusters, the least connectivity (km1) is at least 18; 56 is reached.\n" in shown
    shown = irpart("generate", "tree", "-O", "levels=4", "-k", "3", "--balance", "1.2", cwd=tmp_path).stdout
    assert "With at most 1.2 times" in shown
    assert "is at least 2.\n" in shown


@pytest.mark.parametrize("name", FAMILIES.names())
@pytest.mark.parametrize("format", ["edgelist", "graphml"])
def test_files_keep_directions_order_and_weights(name: str, format: str, tmp_path: Path) -> None:
    """What the help says of these formats: the graph read back is the one made, to the checksum."""
    small = {"butterfly": "levels=3", "chung-lu": "vertices=60", "planted": "groups=3", "random-dag": "vertices=60",
             "rmat": "scale=5", "stencil": "shape=3x4", "tree": "levels=4"}[name]
    irpart("generate", name, "-O", small, "-O", "weights=random", "--format", format, "--seed", "3", cwd=tmp_path)
    key, value = small.split("=")
    options = {key: int(value) if value.isdigit() else value, "weights": "random"}
    assert read_graph(tmp_path / f"{name}.{format}").checksum() == generate(name, seed=3, **options).checksum()


def test_other_formats_say_what_they_lose(tmp_path: Path) -> None:
    """METIS merges opposite edges and says so; hMETIS is written as the dual."""
    assert "opposite ones became one" in irpart("generate", "rmat", "-O", "scale=4", "-o", "r.metis", cwd=tmp_path).stdout
    irpart("generate", "tree", "-O", "levels=3", "--format", "hmetis", cwd=tmp_path)
    assert (tmp_path / "tree.hmetis").read_text().startswith("7 14")  # seven vertices with two edges or more


REFUSED = [
    ((), "Name a family of graphs; 'irpart generate --list' lists them."),
    (("star",), "There is no family of graphs 'star'; choose one of: butterfly"),
    (("tree", "-O", "leaves=3"), "Family 'tree' has no option 'leaves'; its own options: arity=2, levels=13"),
    (("tree", "-O", "leaves"), "given as name=value, got 'leaves'"),
    (("chung-lu", "-O", "vertices=-5"), "vertices must be a whole number from 2 to 268435456, got -5"),
    (("chung-lu", "-O", "exponent=nan"), "exponent must be a finite number above 1, got nan"),
    (("chung-lu", "-O", "exponent=1"), "exponent must be a finite number above 1, got 1"),
    (("rmat", "-O", "scale=28"), "at most 268,435,456 of either are generated"),
    (("tree", "--seed", "-1"), "The seed must be a whole number >= 0, got -1"),
    (("tree", "-k", "0"), "The number of clusters k must be a whole number from 1 to 65536, got 0"),
    (("rmat", "-k", "4"), "Nothing is proven about the best cut of the family 'rmat'"),
    (("tree", "--format", "dot"), "There is no graph format 'dot'"),
    (("tree", "-o", "t.dot"), "cannot be told from its name"),
    (("tree", "-o", "no/such/folder.el"), "Cannot write no/such/folder.el"),
]


@pytest.mark.parametrize(("arguments", "sentence"), REFUSED)
def test_refusals(arguments: tuple[str, ...], sentence: str, tmp_path: Path) -> None:
    """One sentence, exit status 2, and no file."""
    assert sentence in refused(irpart("generate", *arguments, cwd=tmp_path, check=None))
    assert not list(tmp_path.iterdir())
