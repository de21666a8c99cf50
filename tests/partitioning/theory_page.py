"""Tables of docs/theory.md: written by tests run with --regenerate, between two marks."""

from __future__ import annotations

from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "theory.md"


def write_table(name: str, lines: list[str]) -> None:
    """Put a table between the marks of its name."""
    before, _, rest = PAGE.read_text().partition(f"<!-- {name} table -->")
    _, mark, after = rest.partition(f"<!-- end of {name} table -->")
    assert mark, f"{PAGE} has no marks for the table '{name}'"
    PAGE.write_text("\n".join([f"{before}<!-- {name} table -->", *lines, f"{mark}{after}"]))


def read_table(name: str) -> list[str]:
    """The lines between the marks."""
    rest = PAGE.read_text().partition(f"<!-- {name} table -->\n")[2]
    return rest.partition(f"\n<!-- end of {name} table -->")[0].splitlines()
