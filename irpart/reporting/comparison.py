"""Tables of a comparison for people."""

from __future__ import annotations

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from irpart.comparison.documents import settings_sentence
from irpart.comparison.summary import failures, notes
from irpart.comparison.tables import Cell, result_tables
from irpart.comparison.types import Comparison
from irpart.reporting.console import make_console


def print_results(comparison: Comparison) -> None:
    """Print a table per graph and k, the best of each column in bold, then failures and notes, to standard output."""
    console = make_console()
    console.print(settings_sentence(comparison.settings))
    for made in result_tables(comparison):
        if not made.rows:
            console.print(f"\n{escape(made.title)}: no trial succeeded.")
            continue
        table = Table(title=escape(made.title), title_justify="left", header_style="bold", box=None, padding=(0, 1, 0, 0))
        for place, title in enumerate(made.columns):
            table.add_column(escape(title.replace(" [", "\n[")), justify="right" if place else "left", vertical="top")
        for name, cells in made.rows:
            table.add_row(escape(name), *(_shown(cell) for cell in cells))
        console.print()
        console.print(table)
    for title, sentences in (("Failed", failures(comparison)), ("Notes", notes(comparison))):
        if sentences:
            console.print(f"\n[bold]{title}[/bold]")
            for sentence in sentences:
                console.print(f"  {escape(sentence)}")


def _shown(cell: Cell) -> Text:
    text = Text(cell.mean, style="bold" if cell.is_best else "")
    if cell.deviation:
        text.append("\n" + cell.deviation, style="not bold dim")
    return text
