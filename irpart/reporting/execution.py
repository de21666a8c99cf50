"""Executed placements as text for people."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from irpart.measurement.types import Measurement
from irpart.reporting.console import make_console

MOST_WORKERS = 16
"""Above so many workers quantiles stand for the rows of all."""
MOST_PAIRS = 8
MOST_REASONS = 6
_QUANTILES = (("least", 0.0), ("median", 0.5), ("most", 1.0))
_PARTS = ("busy", "wait", "send", "receive")


def print_measurement(measured: Measurement, title: str) -> None:
    """Print totals, workers, pairs, predictions, what was not computed, and the check, to standard output."""
    console, run = make_console(), measured.run
    used = int(np.count_nonzero(run.instructions))
    console.print(f"[bold]{escape(title)}[/bold]  {measured.clusters:,} clusters on {len(run.instructions):,} workers"
                  f"{'' if used == len(run.instructions) else f' ({used:,} with instructions)'}, engine {run.engine}, order "
                  f"{measured.order}", soft_wrap=True)
    for note in measured.notes:
        console.print(escape(note), soft_wrap=True)
    _print_totals(console, measured)
    _print_predictions(console, measured)
    _print_workers(console, measured)
    _print_pairs(console, measured)
    _print_recorded(console, measured)
    _print_check(console, measured)


def time_text(seconds: float) -> str:
    """Seconds with a unit that fits."""
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:,.3g} {unit}" if seconds < 1000 * size else f"{seconds / size:,.0f} {unit}"
    return f"{seconds * 1e6:,.3g} µs"


def _plain(*headers: str, texts: tuple[str, ...] = ()) -> Table:
    """Numbers to the right; the first column and ``texts`` to the left."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_header=bool(headers))
    for place, name in enumerate(headers or ("", "value")):
        is_text = place == 0 or name in texts or not headers
        table.add_column(name, justify="left" if is_text else "right")
    return table


def _spread(seconds: NDArray[np.float64]) -> str:
    """Of repetitions."""
    if len(seconds) < 2:
        return "once"
    return f"median of {len(seconds)}, {time_text(float(seconds.min()))} to {time_text(float(seconds.max()))}"


def _print_totals(console: Console, measured: Measurement) -> None:
    run, table = measured.run, _plain()
    rate = run.instructions_per_second / 1e6
    values, messages = int(run.pair_values.sum()), int(run.pair_messages.sum())
    for name, value in (
            ("wall time", f"{time_text(run.wall_seconds)} ({_spread(run.repeat_seconds)})"),
            ("serial replay", f"{time_text(measured.serial_wall_seconds)} ({_spread(measured.serial_seconds)})"),
            ("speed-up", f"{measured.speedup:.2f}x over the serial replay"),
            ("instructions", f"{int(run.instructions.sum()):,}, {rate:,.3g} M/s, {measured.bytes_per_instruction:.2f} bytes "
             "of program each"),
            ("values sent", f"{values:,} in {messages:,} messages, {8 * values:,} bytes"),
            ("waiting", f"{measured.wait_share:.1%} of the workers' time, after their ends included")):
        table.add_row(name, value)
    if len(run.window_overhead_seconds):
        overhead = run.window_overhead_seconds
        table.add_row("windows", f"{len(overhead):,}, {time_text(float(np.median(overhead)))} each beside computing (median)"
                      + (f"; {run.restarts} restarts" if run.restarts else ""))
    console.print(table)


def _print_predictions(console: Console, measured: Measurement) -> None:
    if not measured.predictions:
        return
    console.print("\n[bold]measured and predicted[/bold]")
    table = _plain("", "speed-up", "waiting", "values sent", "of", texts=("of",))
    table.add_row("measured", f"{measured.speedup:.2f}x", f"{measured.wait_share:.1%}",
                  f"{int(measured.run.pair_values.sum()):,}", "this run")
    for found in measured.predictions:
        table.add_row(found.source, f"{found.speedup:.2f}x", f"{found.idle_fraction:.1%}", f"{found.values_sent:,}",
                      escape(found.machine))
    console.print(table)


def _print_workers(console: Console, measured: Measurement) -> None:
    """A row per worker, or quantiles of each column."""
    run, wall = measured.run, max(measured.run.wall_seconds, 1e-12)
    count = len(run.instructions)
    console.print("\n[bold]workers[/bold]" + ("" if count <= MOST_WORKERS else f", {count:,}; quantiles of each column by "
                                                "itself"))
    table = _plain("", "stands for", "instructions", *_PARTS, "ended after", texts=("stands for",))
    columns = [getattr(run, f"{name}_seconds") for name in _PARTS]
    if count <= MOST_WORKERS:
        for w in range(count):
            table.add_row(str(w), escape(measured.labels[w]), f"{int(run.instructions[w]):,}",
                          *(_share(float(column[w]), wall) for column in columns), time_text(float(run.finish_seconds[w])))
    else:
        for name, q in _QUANTILES:
            table.add_row(name, "", f"{np.quantile(run.instructions, q):,.0f}",
                          *(_share(float(np.quantile(column, q)), wall) for column in columns),
                          time_text(float(np.quantile(run.finish_seconds, q))))
    console.print(table)


def _share(seconds: float, wall: float) -> str:
    return f"{seconds * 1e3:,.3f} ms {seconds / wall:>6.1%}"


def _print_pairs(console: Console, measured: Measurement) -> None:
    run = measured.run
    if not len(run.pair_sender):
        return
    most = np.argsort(-run.pair_values, kind="stable")[:MOST_PAIRS]
    left = len(run.pair_sender) - len(most)
    console.print("\n[bold]pairs with most values[/bold]" + (f", {left:,} more" if left else ""))
    table = _plain("from, to", "messages", "values", "bytes")
    for i in most.tolist():
        table.add_row(f"{int(run.pair_sender[i])} -> {int(run.pair_receiver[i])}", f"{int(run.pair_messages[i]):,}",
                      f"{int(run.pair_values[i]):,}", f"{8 * int(run.pair_values[i]):,}")
    console.print(table)


def _print_recorded(console: Console, measured: Measurement) -> None:
    reasons = sorted(measured.recorded.items(), key=lambda item: -item[1])
    if not reasons:
        console.print("\nEvery instruction was computed; nothing was taken from the record.")
        return
    total = sum(count for _, count in reasons)
    share = total / max(1, int(measured.run.instructions.sum()))
    console.print(f"\n[bold]not computed but taken from the record[/bold]: {total:,} instructions, {share:.2%}")
    table = _plain("because of", "instructions")
    for reason, count in reasons[:MOST_REASONS]:
        table.add_row(escape(reason), f"{count:,}")
    if len(reasons) > MOST_REASONS:
        table.add_row(f"{len(reasons) - MOST_REASONS} more reasons", f"{sum(c for _, c in reasons[MOST_REASONS:]):,}")
    console.print(table)


def _print_check(console: Console, measured: Measurement) -> None:
    found = measured.check
    if found is None:
        return
    compared = (f"{found.vertices:,} values with the serial replay; {found.memory_bytes:,} bytes of memory and "
                f"{found.returned:,} returned values with the run")
    if found.agrees:
        console.print(f"\n[bold]checked[/bold]: all equal, bit for bit: {compared}", soft_wrap=True)
        return
    console.print(f"\n[bold]checked[/bold]: WRONG. Compared were {compared}; {found.wrong_bytes:,} bytes and "
                  f"{found.wrong_returned:,} returned values differ from the run", soft_wrap=True)
