"""The section of the results page about parallel execution, from kept rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from harness.parallel_figures import CLOSE, MEMORY_BOUND, NEVER_BELOW, NOISE, TITLES, bandwidth_text, result_text

_SIZES = {"parallel": "sizes of 0.05 s to 2 s", "parallel_large": "large sizes", "parallel_small": "tiny sizes"}
_PROSE = f"""
Every program in a process of its own, where it has a hand-written `prange` variant in one for each threading layer of
Numba that is there (programs of array expressions also as they are under `njit(parallel=True)`): sequential `njit`,
`irpart.parallelize` with one worker and with all, and `prange` take turns in rounds, each call on fresh copies of what it
writes, made before the clock starts. Speed-ups are of the least times over sequential `njit` in the same process; prange's
are those of its best layer, and "over prange" is of that process too. The gain inside a core is in the column of one
worker, what it grows by with all is the gain across cores. Every result of every call is compared with the sequential
one: bit by bit, and where a sum was taken in another order its difference is told (relative to the largest entry; above
{CLOSE:g} it is wrong).

A program counts as memory-bound if its arrays do not fit into a core's own cache and two sequential runs at once, on
arrays of their own, reach less than {MEMORY_BOUND} times the rate of one (column "two copies"; by processor time): these
machines have no counters of memory traffic, and this is what division over the same two cores can reach at best. Planning
is analysis and scheduling; "compile" is Numba's time for irpart's module over its time for the original, both from
nothing; "added" is the difference of median times of a call.
"""


def parallel_section(results: Path) -> list[str]:
    """Parts of the page; none as long as nothing is kept."""
    parts = []
    for name, title in _SIZES.items():
        path = results / f"{name}.json"
        if path.exists():
            kept = json.loads(path.read_text())
            parts += [f"\n### Parallel programs, {title}\n", f"`{kept['command']}`\n", parallel_tables(kept["rows"])]
    return ["\n## Parallel execution", _PROSE, *parts] if parts else []


def parallel_tables(rows: list[dict[str, Any]]) -> str:
    """Means over groups, then every program."""
    means, triad = rows[-1], rows[0]
    programs = [row for row in rows if "workload" in row]
    layers, failed = ", ".join(means["layers"]), ", ".join(means["failed"]) or "none"
    lines = [f"{means['workers']} workers; threading layers: {layers}. Triad: {bandwidth_text(triad)}.\n",
             "| group | programs | one worker | all workers | least |", "|---|---|---|---|---|"]
    lines += [f"| {title} | {means[group]['programs']} | {means[group]['one']:.2f} | {means[group]['all']:.2f} "
              f"| {means[group]['least']:.2f} |" for group, title in TITLES.items() if means[group]["programs"]]
    lines.append("")
    if means["prange_programs"]:
        lines.append(f"Over prange: {means['over_prange']:.2f} (geometric mean), at least {NOISE} on "
                     f"{means['prange_met']} of {means['prange_programs']} programs.")
    lines.append(f"At least {NEVER_BELOW} of sequential `njit` on {means['never_below_met']} of {means['programs']} "
                 f"programs; the same bits on {means['identical']}, right on {means['right']}; failed: {failed}.\n")
    lines += ["| program | sequential, ms | one worker | all workers | prange | over prange | two copies | planning, s "
              "| compile | added, us | result |", "|---" * 11 + "|", *map(_program_line, programs)]
    return "\n".join(lines)


def _program_line(row: dict[str, Any]) -> str:
    """A program's row of the table."""
    if "speedup" not in row:
        return f"| {row['workload']} |" + " |" * 9 + f" {'; '.join(row['errors'].values())} |"
    prange = over = planning = ""
    if "prange_speedup" in row:
        prange, over = f"{row['prange_speedup']:.2f} ({row['prange_layer']})", f"{row['over_prange']:.2f}"
    if "planning_seconds" in row:
        planning = f"{row['planning_seconds']:.2f}"
    copies = f"{row['copies_ratio']:.2f}{' (memory)' if row['memory_bound'] else ''}" if "copies_ratio" in row else ""
    added = f"{row['added_microseconds']:.1f}" if row["sequential_seconds"] < 1e-3 else ""
    failed = "".join(f"; {layer}: {error}" for layer, error in row.get("errors", {}).items())
    return (f"| {row['workload']} | {1e3 * row['sequential_seconds']:.3g} | {row['one_speedup']:.2f} | {row['speedup']:.2f} "
            f"| {prange} | {over} | {copies} | {planning} | {row['compile_ratio']:.1f} | {added} "
            f"| {result_text(row)}{failed} |")
