"""The figures of a placement as text for people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table

from irpart.mapping.types import Placement
from irpart.reporting.console import make_console

if TYPE_CHECKING:
    from irpart.mapping.figures import PlacementFigures


def print_placement(placement: Placement, figures: PlacementFigures, path: Path) -> None:
    """Print what a placement costs, where its messages stay, and how its processors are loaded, to standard output."""
    console = make_console()
    partition, topology, terms = placement.partition, placement.topology, figures.objective
    console.print(f"[bold]{path}[/bold]  {placement.method}, seed {placement.seed}", soft_wrap=True)
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_row("clusters", f"{partition.n_clusters:,} of {partition.method}, on {topology.n_processors:,} processors of "
                  f"{topology.name}")
    table.add_row("messages", f"{figures.messages:,} between clusters, {figures.n_bytes:,} bytes")
    table.add_row("cost", f"{terms.total:,.0f} ns = communication {terms.communication:,.0f} + same data "
                  f"{terms.affinity:,.0f} + load {terms.load:,.0f} + regions {terms.region:,.0f}")
    table.add_row("random placements", f"{figures.random_cost:,.0f} ± {figures.random_spread:,.0f} ns: "
                  f"{figures.gain:.2f}x the cost")
    table.add_row("lower bound", _bound(figures))
    if figures.busiest_link:
        table.add_row("busiest link", f"{figures.congestion_ns:,.0f} ns of messages, {figures.busiest_link}")
    for number, (level, share) in enumerate(figures.locality.items()):
        where = "over the network" if level == "network" else f"one {level}"
        table.add_row("messages within" if number == 0 else "", f"{share:7.2%}  {where}")
    table.add_row("load", f"largest {figures.balance:.3f} of the mean by speed; {figures.idle} of {topology.n_processors} "
                  "processors idle")
    for number, rule in enumerate(figures.rules):
        table.add_row("rules" if number == 0 else "", _rule(rule.rule, rule.mode, rule.kept, rule.of, rule.what))
    table.add_row("time", f"{placement.seconds:.3f} s")
    console.print(table)


def _bound(figures: PlacementFigures) -> str:
    least, found = figures.lower_bound, figures.objective.communication + figures.objective.affinity
    if least <= 0:
        return "0 ns of communication and same data"
    return f"{least:,.0f} ns of communication and same data; this is {found / least:.2f}x"


def _rule(rule: str, mode: str, kept: int, of: int, what: str) -> str:
    if mode == "off" or of == 0:
        return f"{rule}: {'not asked for' if mode == 'off' else 'nothing to keep'}"
    return f"{rule} ({mode}): {kept:,} of {of:,} {what}"
