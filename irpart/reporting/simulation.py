"""Simulated runs as text for people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from rich.console import Console
from rich.table import Table

from irpart.mapping.types import Placement
from irpart.reporting.console import make_console
from irpart.simulation.energy import PICOJOULES
from irpart.simulation.figures import STATES, ChannelUse, busiest_links, memory_channels, time_shares
from irpart.simulation.types import SimulatedRun

MOST_PROCESSORS = 16
"""Above so many processors quantiles stand for the rows of all."""
_QUANTILES = (("least", 0.0), ("10%", 0.1), ("median", 0.5), ("90%", 0.9), ("most", 1.0))


@dataclass(frozen=True, slots=True)
class ReportHead:
    """What the report says above its tables.

    Attributes
    ----------
    title
        The file that was simulated.
    notes
        Sentences: that there is no memory, that clusters were placed first, and the like.
    """

    title: str
    notes: tuple[str, ...] = ()


def print_simulation(placement: Placement, runs: Sequence[SimulatedRun], head: ReportHead) -> None:
    """Print one run, or several of the same placement beside each other, to standard output."""
    console = make_console()
    topology, model = placement.topology, runs[0].model
    console.print(f"[bold]{head.title}[/bold]  {placement.partition.n_clusters:,} clusters by {placement.method} on "
                  f"{topology.n_processors:,} processors of {topology.name}, {topology.clock_ghz:g} GHz", soft_wrap=True)
    core = model.core if model.core == "in-order" else f"{model.core}, window {model.window}, width {model.width}"
    console.print(f"cores {core}; pages {model.pages}; values by {', '.join(run.model.synchronisation for run in runs)}",
                  soft_wrap=True)
    for note in head.notes:
        console.print(note, soft_wrap=True)
    _print_totals(console, runs, has_l3=bool(np.any(topology.cache_level >= 3)))
    for run in runs:
        ending = f", {run.model.synchronisation}" if len(runs) > 1 else ""
        _print_shares(console, run, ending)
        _print_channels(console, f"busiest links{ending}", "message", busiest_links(run, topology))
        _print_channels(console, f"memory channels{ending}", "line", memory_channels(run, topology, 5))
        if len(runs) == 1:
            _print_processors(console, run, [topology.label[row] for row in topology.processors])


def _print_totals(console: Console, runs: Sequence[SimulatedRun], *, has_l3: bool) -> None:
    table = Table(show_header=len(runs) > 1, box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column()
    for run in runs:
        table.add_column(run.model.synchronisation)
    rows: list[tuple[str, Callable[[SimulatedRun], str]]] = [
        ("run time", lambda run: f"{run.cycles:,.0f} cycles, {_microseconds(run)}"),
        ("speed-up", _speedup),
        ("instructions", lambda run: f"{run.instructions:,}, {run.instructions / max(run.cycles, 1e-9):.2f} per cycle"),
        ("values sent", lambda run: f"{run.messages:,} from processor to processor"),
        ("network", lambda run: f"{int(run.link_messages.sum()):,} messages over links, "
         f"{_bytes(int(run.link_bytes.sum()))}")]
    if any(_accesses(run) for run in runs):
        rows += [
            ("accesses", lambda run: f"{run.total('reads'):,} reads, {run.total('writes'):,} writes of lines"),
            ("hits", lambda run: ", ".join(f"{level.upper()} {rate:.1%}" for level, rate in run.hit_rates().items()
                                           if has_l3 or level != "l3")),
            ("from memory", lambda run: f"{run.total('local_accesses'):,} lines local, "
             f"{run.total('remote_accesses'):,} remote; {_bytes(int(run.memory_bytes.sum()))}"),
            ("between caches", lambda run: f"{run.total('forwarded'):,} lines, {run.total('invalidated'):,} invalidated")]
    rows += [("energy", lambda run: f"{_energy(sum(run.energy_pj.values()))}, "
              f"{sum(run.energy_pj.values()) / max(run.instructions, 1):,.0f} pJ per instruction"),
             ("", lambda run: ", ".join(f"{part} {value / max(sum(run.energy_pj.values()), 1e-300):.0%}"
                                        for part, value in run.energy_pj.items()))]
    for name, value in rows:
        table.add_row(name, *(value(run) for run in runs))
    table.add_row("simulated in", *(f"{run.seconds:.2f} s" for run in runs))
    console.print(table)
    console.print(f"[dim]Energy is an estimate from a table: {PICOJOULES['instruction']:g} pJ per instruction and others, "
                  "mostly of Horowitz, ISSCC 2014.[/dim]", soft_wrap=True)


def _accesses(run: SimulatedRun) -> int:
    return run.total("reads") + run.total("writes")


def _microseconds(run: SimulatedRun) -> str:
    time = run.cycles / run.clock_ghz / 1000
    return f"{time:,.1f} µs" if time >= 10 else f"{time:.3f} µs"


def _speedup(run: SimulatedRun) -> str:
    if not run.baseline_cycles:
        return "- (one core alone was not simulated)"
    return f"{run.speedup:.2f}x over one core ({run.baseline_cycles:,.0f} cycles)"


def _bytes(count: int) -> str:
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= size:
            return f"{count / size:,.1f} {unit}"
    return f"{count} bytes"


def _energy(picojoules: float) -> str:
    for unit, size in (("J", 1e12), ("mJ", 1e9), ("µJ", 1e6), ("nJ", 1e3)):
        if picojoules >= size:
            return f"{picojoules / size:,.2f} {unit}"
    return f"{picojoules:.0f} pJ"


def _print_shares(console: Console, run: SimulatedRun, ending: str) -> None:
    used = run.processor_instructions > 0
    shares = time_shares(run)[used]
    if not len(shares):
        return
    console.print(f"\n[bold]share of the time{ending}[/bold], {len(shares):,} processors with instructions")
    if run.model.core == "out-of-order":
        console.print("out of order, waiting for memory or values overlaps with the rest and counts as idle", soft_wrap=True)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("")
    for name in ("mean", "min", "median", "max"):
        table.add_column(name, justify="right")
    for state, column in zip(STATES, shares.T, strict=True):
        table.add_row(state, *(f"{value:.1%}" for value in (column.mean(), column.min(), np.median(column), column.max())))
    console.print(table)


def _print_channels(console: Console, title: str, unit: str, uses: Sequence[ChannelUse]) -> None:
    if not uses:
        return
    console.print(f"\n[bold]{title}[/bold]")
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("")
    for name in ("in use", f"{unit}s", "bytes", f"wait per {unit}"):
        table.add_column(name, justify="right")
    for use in uses:
        table.add_row(use.name, f"{use.utilisation:.1%}", f"{use.messages:,}", _bytes(use.n_bytes),
                      f"{use.wait_cycles:,.1f} cycles")
    console.print(table)


def _print_processors(console: Console, run: SimulatedRun, labels: Sequence[str]) -> None:
    """A row per processor, or quantiles of each column."""
    count = len(run.processor_instructions)
    console.print("\n[bold]processors[/bold]" + ("" if count <= MOST_PROCESSORS else
                                                   f", {count:,}; quantiles of each column by itself"))
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("")
    for name in ("instructions", *STATES, "sent", "received", "L1 hits", "local", "remote"):
        table.add_column(name, justify="right")
    shares = time_shares(run)
    accesses = run.column("reads") + run.column("writes")
    hits = np.where(accesses > 0, run.column("l1_hits") / np.maximum(accesses, 1), np.nan)
    whole = [run.processor_instructions, *(run.column(name) for name in
                                           ("sent", "received", "local_accesses", "remote_accesses"))]
    if count <= MOST_PROCESSORS:
        for p in range(count):
            table.add_row(labels[p], f"{whole[0][p]:,}", *(f"{share:.1%}" for share in shares[p]), f"{whole[1][p]:,}",
                          f"{whole[2][p]:,}", "-" if np.isnan(hits[p]) else f"{hits[p]:.1%}", f"{whole[3][p]:,}",
                          f"{whole[4][p]:,}")
    else:
        known = hits[~np.isnan(hits)]
        for name, q in _QUANTILES:
            at = [f"{np.quantile(column, q):,.0f}" for column in whole]
            table.add_row(name, at[0], *(f"{np.quantile(column, q):.1%}" for column in shares.T), at[1], at[2],
                          f"{np.quantile(known, q):.1%}" if len(known) else "-", at[3], at[4])
    console.print(table)
