"""The summary of an experiment for people."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from irpart.experiments.summary import SummaryRow
from irpart.experiments.types import ExperimentTable
from irpart.reporting.console import make_console

_TITLES = ("workloads", "RF", "messages", "speed-up", "model\nspeed-up", "energy\n[uJ]")


def print_summary(table: ExperimentTable, rows: list[SummaryRow], written: list[Path]) -> None:
    """A table per k, machine, mapping, order and model; failures by their reason; what was written."""
    console, experiment = make_console(), table.experiment
    console.print(f"{escape(experiment.name)}: {len(table.outcomes)} cells, {len(table.failed())} failed; geometric means "
                  "over workloads.")
    several = {name for name in ("mapping", "order", "model") if len({getattr(row, name) for row in rows}) > 1}
    for place in dict.fromkeys((row.k, row.machine, row.mapping, row.order, row.model) for row in rows):
        here = [row for row in rows if (row.k, row.machine, row.mapping, row.order, row.model) == place]
        names = [str(getattr(here[0], name)) for name in ("mapping", "order", "model") if name in several]
        console.print()
        console.print(_table(f"k = {place[0]} on {', '.join([place[1], *names])}", here, experiment.reference))
    reasons = Counter((outcome.key.method, outcome.failure) for outcome in table.failed())
    if reasons:
        console.print("\n[bold]Failed[/bold]")
        for (method, reason), count in reasons.items():
            console.print(f"  {escape(method)}, {count} cell{'s' if count > 1 else ''}: {escape(reason)}")
        console.print("  --retry runs them again.")
    if table.resumed:
        console.print(f"\n{table.resumed} of {len(table.outcomes)} cells are from an earlier run; --fresh runs all anew.")
    parquet = "" if any(path.suffix == ".parquet" for path in written) else (
        " (no Parquet: that needs the package pyarrow; install it with: pip install 'irpart[parquet]')")
    console.print(escape(f"\nwritten: {', '.join(map(str, written))}{parquet}"), soft_wrap=True)


def _table(title: str, rows: list[SummaryRow], reference: str) -> Table:
    made = Table(title=escape(title), title_justify="left", header_style="bold", box=None, padding=(0, 1, 0, 0))
    made.add_column("method", vertical="top")
    beside = (f"faster than\n{reference}", f"fewer messages\nthan {reference}") if reference else ()
    for name in (*_TITLES, *beside):
        made.add_column(escape(name), justify="right", vertical="top")
    for row in rows:
        if not row.means:
            made.add_row(escape(row.method), "0", *["-"] * (len(_TITLES) - 1 + len(beside)))
            continue
        means = row.means
        cells = [str(row.workloads), f"{means['replication_factor']:.3f}", f"{means['messages']:,.0f}",
                 f"{means['speedup']:.2f}", f"{means['model_speedup']:.2f}", f"{means['energy_microjoules']:,.0f}"]
        if reference:
            cells += [_ratio(row.faster), _ratio(row.fewer_messages)]
        made.add_row(escape(row.method), *cells)
    return made


def _ratio(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}x"
