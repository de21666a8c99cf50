"""Parallel execution beside Numba: sequential njit, irpart with one worker and all, prange; results compared."""

from __future__ import annotations

import importlib
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.parallel_workloads import groups_of, has_prange

PROCESS = Path(__file__).resolve().parent / "parallel_process.py"
LAYERS = {"omp": "numba.np.ufunc.omppool", "tbb": "numba.np.ufunc.tbbpool", "workqueue": "numba.np.ufunc.workqueue"}
OWN_CACHE = 1 << 20
"""Arrays of so many bytes or more do not fit into the cache of one core."""
MEMORY_BOUND = 1.6
"""Two sequential runs at once that reach less than so many times the rate of one are held up by memory."""
NEVER_BELOW, NOISE = 0.97, 0.97
CLOSE = 1e-9
TITLES = {"parallel": "with parallelism, not memory-bound", "wavefront": "wavefronts", "latency": "latency-bound",
          "arrays": "array expressions", "all": "all"}


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked of every program's process.

    Attributes
    ----------
    repeat
        Rounds in which the variants take turns.
    timeout
        Seconds for each process.
    workers
        Workers of "all".
    parallelize
        ``module:name`` of what makes a function parallel, called with the function and ``workers``.
    plan
        Whether to measure analysis and scheduling alone.
    """

    repeat: int = 7
    timeout: float = 600.0
    workers: int = 2
    parallelize: str = "irpart:parallelize"
    plan: bool = True


def measure_parallel(names: list[str], size: str, options: Options) -> list[dict[str, Any]]:
    """A row for each program, one of the machine's bandwidth, and one of means; rows are printed as they come."""
    layers, rows = available_layers(), [{"what": "triad", **in_process({"what": "triad"}, options, "")}]
    print(f"threading layers: {', '.join(layers)}; triad {bandwidth_text(rows[0])}", flush=True)
    for name in names:
        rows.append(measure_program(name, size, layers, options))
        print(row_text(rows[-1]), flush=True)
    rows.append({"what": "means", "size": size, "workers": options.workers, "layers": layers, **means(rows)})
    print(means_text(rows[-1]))
    return rows


def available_layers() -> list[str]:
    """Threading layers of Numba that can be loaded here."""
    found = []
    for layer, module in LAYERS.items():
        try:
            importlib.import_module(module)
        except ImportError:
            continue
        found.append(layer)
    return found


def in_process(job: dict[str, Any], options: Options, layer: str) -> dict[str, Any]:
    """What a process of its own says, or why it says nothing.

    The cache of generated modules is fresh, so that first calls are first calls; that of irpart's own kernels is not.
    """
    with tempfile.TemporaryDirectory() as folder:
        settings = {"XDG_CACHE_HOME": folder, "NUMBA_NUM_THREADS": str(options.workers),
                    "IRPART_NUM_WORKERS": str(options.workers)}
        if layer:
            settings["NUMBA_THREADING_LAYER"] = layer
        try:
            done = subprocess.run([sys.executable, str(PROCESS), json.dumps(job)], capture_output=True, text=True,
                                  env={key: value for key, value in (os.environ | settings).items()
                                       if key != "NUMBA_CACHE_DIR"}, timeout=options.timeout, check=False)
        except subprocess.TimeoutExpired:
            return {"error": f"took more than {options.timeout:g} s"}
    lines = done.stdout.splitlines()
    if done.returncode or not lines:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        return {"error": f"ended with {done.returncode}: {last}"[:300]}
    return dict(json.loads(lines[-1]))


def measure_program(name: str, size: str, layers: list[str], options: Options) -> dict[str, Any]:
    """Processes of one program: one for each threading layer where it has a prange variant, else one."""
    found: dict[str, dict[str, Any]] = {}
    for number, layer in enumerate(layers if has_prange(name) else [""]):
        job = {"name": name, "size": size, "layer": layer, "repeat": options.repeat, "workers": options.workers,
               "parallelize": options.parallelize, "plan": options.plan and number == 0, "copies": number == 0}
        found[layer] = in_process(job, options, layer)
    return combined(name, size, found)


def combined(name: str, size: str, found: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """One row of a program from those of its processes: irpart's figures of the first, prange's of its best layer."""
    row: dict[str, Any] = {"workload": name, "size": size, "groups": groups_of(name)}
    errors = {layer or "irpart": part["error"] for layer, part in found.items() if "error" in part}
    sound = {layer: part for layer, part in found.items() if "error" not in part}
    if errors:
        row["errors"] = errors
    if not sound:
        return row
    first = next(iter(sound.values()))
    row |= {key: value for key, value in first.items() if key not in ("layer", "agreement")}
    row |= {"one_speedup": ratio(first, "one"), "speedup": ratio(first, "all"),
            "median_speedup": first["sequential_median_seconds"] / first["all_median_seconds"],
            "added_microseconds": 1e6 * (first["all_median_seconds"] - first["sequential_median_seconds"]),
            "memory_bound": is_memory_bound(first)}
    row["compile_ratio"] = compile_ratio(first)
    labels = [label for label in ("hand", "automatic") if f"{label}_seconds" in first]
    tried = [(ratio(part, label), ratio(part, "all"), layer, label) for layer, part in sound.items() for label in labels]
    row["layers"] = {f"{label}, {layer}": prange for prange, _, layer, label in tried}
    if tried:
        prange, own, layer, label = max(tried)
        row |= {"prange_speedup": prange, "prange_layer": layer, "prange_label": label, "over_prange": own / prange}
    everyone = [part["agreement"] for part in sound.values()]
    row["agreement"] = {label: max(part.get(label, 0.0) for part in everyone) for label in everyone[0]}
    row["right"] = all(part["untouched"] for part in sound.values()) and all(
        value <= CLOSE for label, value in row["agreement"].items() if label in ("one", "all"))
    return row


def ratio(part: dict[str, Any], label: str) -> float:
    """Speed-up of a variant over the sequential run of the same process, least times of both."""
    return float(part["sequential_seconds"] / part[f"{label}_seconds"])


def is_memory_bound(part: dict[str, Any]) -> bool:
    """Whether arrays leave the core's own cache and two runs at once hinder each other."""
    return part["bytes"] > OWN_CACHE and part.get("copies_ratio", 2.0) < MEMORY_BOUND


def compile_ratio(part: dict[str, Any]) -> float:
    """Numba's time for irpart's module (the first call without planning and the run) over that for the original.

    The run with all workers comes first; the one with one worker finds its module on disk.
    """
    own = part["all_first_seconds"] - part.get("planning_seconds", 0.0) - part["all_seconds"]
    return float(max(own, 0.0) / part["compile_seconds"])


def geometric(values: Iterable[float]) -> float | None:
    """Geometric mean; none of nothing."""
    found = list(values)
    return math.exp(statistics.fmean(map(math.log, found))) if found else None


def means(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Geometric means over the groups, and how often the aims for single programs are met."""
    sound = [row for row in rows if "speedup" in row]
    chosen: dict[str, Callable[[dict[str, Any]], bool]] = {
        "parallel": lambda row: "parallel" in row["groups"] and not row["memory_bound"],
        **{group: (lambda row, group=group: group in row["groups"]) for group in ("wavefront", "latency", "arrays")},
        "all": lambda row: True}
    found: dict[str, Any] = {}
    for group, choose in chosen.items():
        part = [row for row in sound if choose(row)]
        found[group] = {"programs": len(part), "one": geometric(row["one_speedup"] for row in part),
                        "all": geometric(row["speedup"] for row in part),
                        "least": min((row["speedup"] for row in part), default=None)}
    beside = [row for row in sound if "over_prange" in row]
    return found | {"over_prange": geometric(row["over_prange"] for row in beside), "prange_programs": len(beside),
                    "prange_met": sum(row["over_prange"] >= NOISE for row in beside),
                    "never_below_met": sum(row["speedup"] >= NEVER_BELOW for row in sound), "programs": len(sound),
                    "identical": sum(row["agreement"]["all"] == 0 for row in sound),
                    "right": sum(row["right"] for row in sound),
                    "failed": [row["workload"] for row in rows if "errors" in row]}


def bandwidth_text(row: dict[str, Any]) -> str:
    """Triad of one core and of two."""
    if "error" in row:
        return str(row["error"])
    return f"{row['bandwidth_1'] / 1e9:.1f} GB/s by one core, {row['bandwidth_2'] / 1e9:.1f} by two"


def result_text(row: dict[str, Any]) -> str:
    """How irpart's results compare with the sequential ones."""
    if not row["right"]:
        return "WRONG"
    worst = max(row["agreement"]["one"], row["agreement"]["all"])
    return "same bits" if worst == 0 else f"sums differ by {worst:.0e}"


def row_text(row: dict[str, Any]) -> str:
    """A program's row as a line."""
    if "speedup" not in row:
        return f"{row['workload']:32} {row['errors']}"
    prange = f"prange {row['prange_speedup']:5.2f}x ({row['prange_layer']})" if "prange_speedup" in row else "no prange"
    planning = f"{row['planning_seconds']:.2f} s" if "planning_seconds" in row else "-"
    warned = f"  {len(row['warnings'])} warnings" if "warnings" in row else ""
    copies = f"copies {row['copies_ratio']:.2f}" if "copies_ratio" in row else f"added {row['added_microseconds']:.1f} us"
    return (f"{row['workload']:32} {1e3 * row['sequential_seconds']:9.3f} ms  one {row['one_speedup']:5.2f}x  "
            f"all {row['speedup']:5.2f}x  {prange:26} {copies}"
            f"{' memory-bound' if row['memory_bound'] else ''}  planning {planning}  compile {row['compile_ratio']:.1f}x  "
            f"{result_text(row)}  {row['regions']} regions{warned}  {row.get('errors', '')}")


def means_text(row: dict[str, Any]) -> str:
    """The means as lines."""
    lines = []
    for group, title in TITLES.items():
        part = row[group]
        if part["programs"]:
            lines.append(f"{title:36} {part['programs']:3} programs  one worker {part['one']:.2f}x  all {part['all']:.2f}x  "
                         f"least {part['least']:.2f}x")
    if row["prange_programs"]:
        lines.append(f"over prange: {row['over_prange']:.2f}, at least {NOISE} on {row['prange_met']} of "
                     f"{row['prange_programs']}")
    lines.append(f"at least {NEVER_BELOW}x on {row['never_below_met']} of {row['programs']}; same bits on "
                 f"{row['identical']}, right on {row['right']}; failed: {', '.join(row['failed']) or 'none'}")
    return "\n".join(lines)
