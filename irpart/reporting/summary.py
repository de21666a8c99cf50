"""The summary of a profile as text for people."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.table import Table

from irpart.profiles.summary import HotSpot, Summary
from irpart.reporting.console import make_console


def print_summary(summary: Summary, path: Path, n_bytes: int, *, to_stdout: bool = False) -> None:
    """Print a summary, by default to standard error, which leaves a script's own output alone."""
    console = make_console(stderr=not to_stdout)
    console.print(f"[bold]{path}[/bold]  {_size(n_bytes)}  "
                  f"({n_bytes / max(1, summary.instructions):.3g} bytes per executed instruction)")
    console.print(_facts(summary))
    for title, spots in (("hottest lines", summary.lines), ("hottest loops", summary.loops)):
        if spots:
            console.print(_hot_spots(title, spots))
    console.print(f"degrees: {summary.degree_law['verdict']}")
    if summary.unknown_externals:
        console.print("calls whose effects on memory are not known: " + ", ".join(summary.unknown_externals))
    if summary.cut:
        console.print("[yellow]cut:[/yellow] the bound --max-instructions was reached; what ran afterwards is not in "
                      "the profile.")
    for note in summary.notes:
        console.print(note)


def _facts(summary: Summary) -> Table:
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    calls = ", ".join(f"{name} ({count} call{'s' if count > 1 else ''})" for name, count in summary.calls.items())
    table.add_row("traced", calls)
    table.add_row("vertices", f"{summary.instructions:,} executed instructions of {summary.static_instructions} "
                              f"in {summary.functions} function{'s' if summary.functions > 1 else ''}")
    table.add_row("edges", f"{summary.edges:,} data dependencies")
    table.add_row("weights", f"{summary.timing}{_levels(summary)}")
    table.add_row("work", f"{summary.work_cycles:,.0f} cycles")
    table.add_row("span", f"{summary.span_cycles:,.0f} cycles (critical path)")
    table.add_row("parallelism", f"{summary.parallelism:,.1f} (work / span)")
    return table


def _levels(summary: Summary) -> str:
    if not summary.levels:
        return ""
    shares = ", ".join(f"{name} {share:.1%}" for name, share in summary.levels.items())
    return f"; accesses by cache model: {shares}"


def _hot_spots(title: str, spots: Sequence[HotSpot]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(title)
    for name in ("share", "cycles", "instructions"):
        table.add_column(name, justify="right")
    for spot in spots:
        table.add_row(spot.where, f"{spot.share:.1%}", f"{spot.cycles:,.0f}", f"{spot.instructions:,}")
    return table


def _size(n_bytes: int) -> str:
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if n_bytes >= size:
            return f"{n_bytes / size:.1f} {unit}"
    return f"{n_bytes} bytes"
