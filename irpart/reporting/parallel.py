"""What runs in parallel in a script's functions, as text for people."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from irpart.execution.types import FunctionReport, RegionPlacement, Timeline
from irpart.planning.types import ParallelPlan
from irpart.reporting.console import make_console
from irpart.reporting.execution import time_text

_AGREEMENT = {"equal": "equal bit for bit", "rounding": "equal up to rounding (the order of sums differs)",
              "different": "DIFFERENT"}


def print_calls(reports: Sequence[FunctionReport]) -> None:
    """A line per function: calls, times, what was checked; guards that failed. To standard error."""
    console = make_console(stderr=True)
    if not reports:
        console.print("No jitted function was called, and no function whose parameters are all hinted.")
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for name in ("function", "calls", "time", "parallel regions", "checked", "sequential", "parallel", "gain"):
        table.add_column(name, justify="left" if name in ("function", "checked") else "right")
    for report in reports:
        regions = max((len(plan.regions) for _, plan in report.plans), default=0)
        checked = f"{report.checked} {_AGREEMENT[report.agreement]}" if report.checked else ""
        table.add_row(escape(f"{report.name} (line {report.line})"), f"{report.calls}", time_text(report.seconds),
                      f"{regions}", checked, *_times(report))
    console.print(table)
    for report in reports:
        for one in (one for placed in report.placements for one in placed):
            console.print(escape(f"{report.name}, line {one.line}: {placement_text(one)}"), soft_wrap=True)
        _print_reasons(console, report)


def print_shares(timeline: Timeline) -> None:
    """How much of the time of regions each worker worked, and what was stolen. To standard error."""
    console = make_console(stderr=True)
    shares, parts = timeline.busy_shares(), [one for one in timeline.slices if one.kind == "part"]
    if not shares:
        console.print("No region was long enough for the timeline.")
        return
    told = ", ".join(f"worker {w} {100 * share:.0f}%" for w, share in enumerate(shares))
    console.print(f"Busy while a region was under way: {told}.", soft_wrap=True)
    stolen = sum(one.is_stolen for one in parts)
    console.print(f"{len(parts)} parts and tiles, {stolen} of them stolen"
                  + (f"; {timeline.lost} older records had no room." if timeline.lost else "."), soft_wrap=True)


def _times(report: FunctionReport) -> tuple[str, str, str]:
    if report.sequential_seconds is None or report.parallel_seconds is None or report.gain is None:
        return "", "", ""
    return time_text(report.sequential_seconds), time_text(report.parallel_seconds), f"{report.gain:.2f}x"


def _print_reasons(console: Console, report: FunctionReport) -> None:
    if report.unplanned:
        console.print(escape(f"{report.name} runs as it was: {report.unplanned}"), soft_wrap=True)
    for text, count in report.failed_guards:
        console.print(escape(f"{report.name} ran sequentially {count} times: {text}"), soft_wrap=True)
    if report.small:
        console.print(escape(f"{report.name}, small: ran the original order {report.small} times."), soft_wrap=True)
    if report.where:
        console.print(escape(f"{report.name}: {report.where}"), soft_wrap=True)


def print_explanation(reports: Sequence[FunctionReport]) -> None:
    """Every loop of every function: verdict, what is done, why. To standard output."""
    console = make_console()
    if not reports:
        console.print("No jitted function was called, and no function whose parameters are all hinted.")
    for report in reports:
        console.print(f"[bold]{escape(report.name)}[/bold]  {escape(Path(report.file).name)}, line {report.line}, "
                      f"{report.calls} call{'' if report.calls == 1 else 's'}", soft_wrap=True)
        for (types, plan), placed in zip(report.plans, (*report.placements, *[()] * len(report.plans)), strict=False):
            _print_plan(console, types, plan)
            for one in placed:
                console.print(escape(f"  line {one.line} shared out: {placement_text(one)}"), soft_wrap=True)
        for line, text in report.evidence:
            console.print(escape(f"  observed in line {line}: {text}"), soft_wrap=True)
        if report.gain is not None:
            times = _times(report)
            console.print(f"  measured: sequential {times[0]}, parallel {times[1]}: {times[2]}")
        _print_reasons(console, report)
        console.print()


def placement_text(one: RegionPlacement) -> str:
    """Weights, homes and stealing of a region in one sentence."""
    text = f"{one.runs} run{'' if one.runs == 1 else 's'} by {one.workers} workers, {one.stolen:.0%} stolen"
    if not one.tasks:
        return f"{text}; nothing is known of the weights."
    what = "tiles" if one.kind == "tiles" else "blocks"
    homes = one.method if one.kind == "tiles" else f"parts of {one.method}"
    balance = f"heaviest home {one.balance:.2f} of the mean"
    if one.balance_before > one.balance + 0.005:
        balance += f" ({one.balance_before:.2f} by length)"
    moved = f", {one.bytes_between:,.0f} bytes between workers" if one.bytes_between else ""
    return (f"{text}; {one.tasks} {what} of {one.lightest:.2f} to {one.heaviest:.2f} times the mean weight; homes by "
            f"{homes}: {balance}{moved}, estimated {one.speedup:.2f}x.")


def _print_plan(console: Console, types: str, plan: ParallelPlan) -> None:
    console.print(escape(f"  arguments {types}"), soft_wrap=True)
    for loop in plan.loops:
        console.print(f"  line {loop.line:<5}{escape(loop.text)}", soft_wrap=True)
        console.print(f"    [bold]{escape(loop.verdict)}[/bold]: {escape(loop.reason)}", soft_wrap=True)
        console.print(f"    {escape(loop.treatment)}", soft_wrap=True)
    for text in dict.fromkeys(guard.text for guard in plan.guards):
        console.print(escape(f"  checked at each call: {text}"), soft_wrap=True)
    for text in dict.fromkeys(f"  line {note.line}, {note.step}: {note.text}" for note in plan.notes):
        console.print(escape(text), soft_wrap=True)
