"""The quality of partitions as text for people."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table

from irpart.graph.types import DependenceGraph
from irpart.partitioning.bounds import LowerBound
from irpart.partitioning.execution_model import ExecutionEstimate
from irpart.partitioning.quality import Quality
from irpart.partitioning.types import Partition, StreamedPartition
from irpart.reporting.console import make_console

if TYPE_CHECKING:
    from irpart.partitioning.front import FrontPoint


def print_quality(graph: DependenceGraph, partition: Partition, quality: Quality, bound: LowerBound, path: Path,
                  estimates: Mapping[str, ExecutionEstimate], reason: str) -> None:
    """Print one partition's quality, how far it is from what is proven, and how fast it would run, to standard output.

    ``estimates`` are by what becomes of the spine; ``reason`` says why there are none.
    """
    console = make_console()
    console.print(f"[bold]{path}[/bold]  {partition.method}, k = {partition.n_clusters}, seed {partition.seed}")
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_row("graph", f"{graph.n_vertices:,} vertices, {graph.n_edges:,} edges")
    table.add_row("replication factor", f"{quality.replication_factor:.4f}")
    table.add_row("km1 (connectivity)", f"{quality.connectivity:,}")
    table.add_row("gap to bound", _explained_gap(bound, quality))
    table.add_row("weighted communication", f"{quality.weighted_communication:,.0f} cycles")
    table.add_row("balance by weight", _balance(partition, quality))
    table.add_row("balance by edges", f"{quality.balance_by_count:.4f}")
    table.add_row("empty clusters", f"{quality.empty_clusters}")
    for spine, estimate in estimates.items():
        table.add_row("model speed-up" if spine == "waiting" else "  spine recomputed", _execution(estimate))
    if reason:
        table.add_row("model speed-up", f"- ({reason})")
    table.add_row("time", f"{quality.seconds:.3f} s, {quality.edges_per_second / 1e6:.1f} M edges/s")
    console.print(table)


def _execution(estimate: ExecutionEstimate) -> str:
    again = f", {estimate.recomputed:,} instructions computed again" if estimate.recomputed else ""
    most = estimate.work_cycles / max(estimate.span_cycles, 1e-9)
    return (f"{estimate.speedup:.1f}x of at most {most:,.0f}x; {estimate.idle_fraction:.0%} idle, "
            f"{estimate.receive_fraction:.0%} receiving {estimate.messages:,} values{again}")


def print_front(graph: DependenceGraph, k: int, points: Sequence[FrontPoint]) -> None:
    """Print the cuts that irpart's method tries, fewest replicas first, to standard output."""
    table = Table(title=f"{graph.n_vertices:,} vertices, {graph.n_edges:,} edges, k = {k}", header_style="bold",
                  caption="A star marks cuts that no other beats in both km1 and speed-up.")
    table.add_column("cut, pieces a cluster")
    for name in ("", "RF", "km1", "balance", "speed-up"):
        table.add_column(name, justify="right")
    for point in points:
        table.add_row(point.name, "*" if point.efficient else "", f"{point.quality.replication_factor:.4f}",
                      f"{point.quality.connectivity:,}", f"{point.quality.balance_by_weight:.3f}",
                      "-" if math.isnan(point.speedup) else f"{point.speedup:.1f}")
    make_console().print(table)


def _balance(partition: Partition, quality: Quality) -> str:
    text = f"{quality.balance_by_weight:.4f} (asked: {partition.balance:g})"
    if quality.least_balance > partition.balance:
        text += f"; one edge alone is heavier than that bound, at best {quality.least_balance:.4f}"
    return text


def _gap(bound: LowerBound, quality: Quality) -> str:
    gap = bound.gap(quality)
    return "-" if gap is None else f"{gap:.2f}x" if gap < 100 else f"{gap:,.0f}x"


def _explained_gap(bound: LowerBound, quality: Quality) -> str:
    if not bound.binds(quality):
        return f"- (only clusters up to {bound.greatest_balance:.4f} of the mean have at least km1 {bound.value:,})"
    return f"{_gap(bound, quality)} (no balanced cut has less than {bound.value:,})"


def print_comparison(graph: DependenceGraph, k: int, rows: Sequence[tuple[Partition, Quality]], bound: LowerBound) -> None:
    """Print a table of several methods' partitions of one graph to standard output."""
    console = make_console()
    table = Table(title=f"{graph.n_vertices:,} vertices, {graph.n_edges:,} edges, k = {k}", header_style="bold",
                  caption=f"Gap: km1 over {bound.value:,}, below which no cut is whose clusters weigh at most "
                          f"{bound.greatest_balance:.3f} of the mean.")
    table.add_column("method")
    for name in ("RF", "km1", "gap", "weighted comm.", "balance", "by edges", "empty", "s", "M edges/s"):
        table.add_column(name, justify="right")
    for partition, quality in sorted(rows, key=lambda row: row[1].replication_factor):
        table.add_row(partition.method, f"{quality.replication_factor:.4f}", f"{quality.connectivity:,}",
                      _gap(bound, quality), f"{quality.weighted_communication:,.0f}", f"{quality.balance_by_weight:.3f}",
                      f"{quality.balance_by_count:.3f}", f"{quality.empty_clusters}", f"{quality.seconds:.3f}",
                      f"{quality.edges_per_second / 1e6:.1f}")
    console.print(table)


def print_streamed(made: StreamedPartition, balance: float, seed: int) -> None:
    """Print the quality of a partition that was cut as a stream to standard output."""
    console = make_console()
    console.print(f"[bold]{made.path}[/bold]  irpart-stream, k = {made.n_clusters}, seed {seed}")
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    factor, connectivity = f"{made.replication_factor:.4f}", f"{made.connectivity:,}"
    if not made.is_exact:
        factor += f" (estimate, standard error {made.replication_error:.4f})"
        connectivity += " (estimate)"
    weight = f"{made.balance_by_weight:.4f} (asked: {balance:g})"
    if not made.keeps_bound:
        weight += f"; above the bound {made.balance_bound:.4f}: the in-edges of one instruction weigh more than that leaves"
    table.add_row("graph", f"{made.n_vertices:,} vertices, {made.n_edges:,} edges")
    table.add_row("replication factor", factor)
    table.add_row("km1 (connectivity)", connectivity)
    table.add_row("balance by weight", weight)
    table.add_row("balance by edges", f"{made.balance_by_count:.4f}")
    table.add_row("empty clusters", f"{made.empty_clusters}")
    table.add_row("pieces per cluster", f"{made.pieces_per_cluster}")
    table.add_row("time", f"{made.seconds:.3f} s, three passes over the trace")
    console.print(table)
