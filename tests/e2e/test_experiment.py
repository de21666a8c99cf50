"""``irpart experiment`` as a user types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.e2e.test_commands import irpart, refused

TOML = '''
workloads = "ring.edgelist"
methods = ["chunks", "random"]
k = [2, 4]
machines = "mesh:{side}x{side}"
reference = "chunks"
'''


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a graph and an experiment."""
    place = tmp_path_factory.mktemp("experiment")
    irpart("generate", "planted", "-O", "groups=4", "-O", "size=12", "-o", "ring.edgelist", cwd=place)
    (place / "ring.toml").write_text(TOML)
    return place


def test_a_table_and_a_summary(folder: Path) -> None:
    """Typed again nothing runs and the same files come out; JSON says the same."""
    first = irpart("experiment", "ring.toml", cwd=folder)
    assert "ring: 4 cells, 0 failed" in first.stdout
    assert "k = 4 on mesh:2x2" in first.stdout
    assert "written: ring-results/table.csv" in first.stdout
    table = (folder / "ring-results" / "table.csv").read_bytes()
    again = irpart("experiment", "ring.toml", cwd=folder)
    assert "4 of 4 cells are from an earlier run; --fresh runs all anew." in again.stdout
    assert (folder / "ring-results" / "table.csv").read_bytes() == table
    data = json.loads(irpart("experiment", "ring.toml", "-o", "other", "--jobs", "2", "--json", cwd=folder).stdout)
    assert (data["cells"], data["failed"], data["resumed"]) == (4, 0, 0)
    assert [row["faster"] for row in data["summary"] if row["method"] == "chunks"] == [1.0, 1.0]
    assert (folder / "other" / "table.csv").exists()


def test_wrong_input_is_one_sentence(folder: Path) -> None:
    """Exit 2, and nothing is written."""
    (folder / "wrong.toml").write_text(TOML.replace("methods", "method"))
    assert "there is no key 'method'; known are" in refused(irpart("experiment", "wrong.toml", cwd=folder, check=None))
    assert "Cannot read none.toml" in refused(irpart("experiment", "none.toml", cwd=folder, check=None))
    assert not (folder / "wrong-results").exists()
