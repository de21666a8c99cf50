"""The example of the page is one that runs."""

from __future__ import annotations

import re
from pathlib import Path

from irpart.experiments import read_experiment
from irpart.experiments.reading import KEYS
from irpart.experiments.types import COLUMNS, CellKey

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "experiments.md"


def test_the_example_is_valid(tmp_path: Path) -> None:
    """As a file at the top of the repository."""
    text = re.findall(r"```toml\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert len(text) == 1
    (tmp_path / "profiling").symlink_to(ROOT / "profiling")
    path = tmp_path / "example.toml"
    path.write_text(text[0])
    made = read_experiment(path)
    assert [workload.name for workload in made.workloads] == ["fft", "sparse"]
    assert made.n_cells == 2 * 3 * 2 * 2 * 2 * 2 * 2


def test_the_page_names_every_key_and_column() -> None:
    """Nothing is left out."""
    page = PAGE.read_text()
    assert [key for key in KEYS if f"`{key}`" not in page and f"[{key}]" not in page] == []
    assert [name for name in COLUMNS if name not in CellKey._fields and f"`{name}`" not in page] == []


def test_the_declared_studies_are_valid() -> None:
    """The files that scripts/paper runs."""
    folder = ROOT / "profiling" / "paper"
    cells = {path.stem: read_experiment(path).n_cells for path in folder.glob("*.toml")}
    assert cells == {"study": 21 * 10 * 4, "sensitivity": 21 * 6 * 4, "quick": 4 * 10 * 2}
