"""docs/simulation.md says what SimulationModel says."""

from __future__ import annotations

from dataclasses import fields

from irpart.simulation.types import SimulationModel
from tests.structure.sources import ROOT


def test_the_table_of_parameters() -> None:
    """Every field in its order, with its default, and nothing else."""
    rows = [[cell.strip(" `") for cell in line.strip("|").split("|")]
            for line in (ROOT / "docs" / "simulation.md").read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    model = SimulationModel()
    assert [row[0] for row in rows] == [field.name for field in fields(SimulationModel)]
    for name, default, *_ in rows:
        value = getattr(model, name)
        assert default == (value if isinstance(value, str) else f"{value:g}" if value < 1e5 else str(value)), name
