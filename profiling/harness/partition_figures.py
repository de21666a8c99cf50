"""Methods side by side on the graphs of the workloads: replicas, balance, speed-up by the execution model, time."""

from __future__ import annotations

import math
import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

from harness.figures import graph_of
from rich.console import Console
from rich.table import Table

from irpart.partitioning import connectivity_lower_bound, measure_quality, partition
from irpart.partitioning.execution_model import ExecutionEstimator

METHODS = ("irpart,irpart:replication=1,irpart:effort=1,irpart:effort=0,chunks,wb-libra,hdrf,metis,ne,hep,two-ps-l,spac,"
           "mt-kahypar")
"""What is measured without --methods; options of a method follow its name."""


def measure_partitions(names: list[str], size: str, clusters: list[int], methods: list[str],
                       jobs: int) -> list[dict[str, Any]]:
    """A row for each workload, number of clusters and method, every method as it is, in critical-path order.

    ``jobs`` workloads are measured at a time, each in a process of its own.
    """
    if jobs == 1:
        rows = [row for name in names for row in measure_workload(name, size, clusters, methods)]
    else:
        with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
            waiting = [pool.submit(measure_workload, name, size, clusters, methods) for name in names]
            rows = [row for one in waiting for row in one.result()]
    Console(width=150).print(summary_table(rows))
    return rows


def measure_workload(name: str, size: str, clusters: list[int], methods: list[str]) -> list[dict[str, Any]]:
    """The rows of one workload."""
    rows, graph = [], graph_of(name, size)
    estimator = ExecutionEstimator(graph)
    for k in clusters:
        bound = connectivity_lower_bound(graph, k)
        for method in methods:
            made = partition(graph, k, method=method.partition(":")[0], **options_of(method))
            quality = measure_quality(graph, made)
            began = time.perf_counter()
            estimate = estimator.estimate(made.edge_cluster, k)
            seconds = time.perf_counter() - began
            rows.append({"workload": name, "edges": graph.n_edges, "method": method, **quality.to_json(),
                         "lower_bound": bound.value, "speedup": estimate.speedup, "messages": estimate.messages,
                         "estimate_seconds": seconds})
            print(f"{name:20} k={k:<5} {method:22} RF {quality.replication_factor:7.4f}  km1 {quality.connectivity:9,}  "
                  f"balance {quality.balance_by_weight:6.3f}  speed-up {estimate.speedup:6.1f}  "
                  f"{quality.edges_per_second / 1e6:7.2f} M edges/s", flush=True)
    return rows


def options_of(method: str) -> dict[str, Any]:
    """``name:a=1:b=x`` as a dictionary of the options; numbers become such."""
    options: dict[str, Any] = {}
    for part in method.split(":")[1:]:
        name, _, text = part.partition("=")
        options[name] = int(text) if text.isdigit() else float(text) if text.replace(".", "", 1).isdigit() else text
    return options


def summary_table(rows: list[dict[str, Any]]) -> Table:
    """Medians and ratios over the workloads, for the terminal."""
    lines = summary_lines(rows)
    table = Table(title="ratios: to the best of the other methods on the same graph; geometric means")
    for number, title in enumerate(lines[0]):
        table.add_column(title, justify="left" if number < 2 else "right")
    for line in lines[1:]:
        table.add_row(*line)
    return table


def summary_lines(rows: list[dict[str, Any]]) -> list[list[str]]:
    """Head and body of the summary: one line for each k and method.

    A variant of irpart's own method is compared with the other methods only, not with its other variants. Cuts beyond the
    bound by more than a tenth do not count as best.
    """
    lines = [["k", "method", "RF, median", "km1 / best other", "of", "speed-up / best other", "of", "RF <= 1.10",
              "balance, most", "M edges/s"]]
    for k in sorted({row["n_clusters"] for row in rows}):
        here = [row for row in rows if row["n_clusters"] == k]
        for method in dict.fromkeys(row["method"] for row in rows):
            mine = [row for row in here if row["method"] == method]
            km1, speed = [], []
            for row in mine:
                others = [other for other in here if other["workload"] == row["workload"]
                          and not _same(other["method"], method) and other["balance_by_weight"] <= 1.1 * max(
                              1.03, other["least_balance"])]
                if others:
                    km1.append(max(row["connectivity"], 1) / max(1, min(other["connectivity"] for other in others)))
                    speed.append(row["speedup"] / max(other["speedup"] for other in others))
            lines.append([
                str(k), method, f"{statistics.median(row['replication_factor'] for row in mine):.4f}", _mean(km1),
                f"{sum(ratio <= 1 for ratio in km1)}/{len(km1)}", _mean(speed),
                f"{sum(ratio >= 0.9995 for ratio in speed)}/{len(speed)}",
                f"{sum(row['replication_factor'] <= 1.10 for row in mine)}/{len(mine)}",
                f"{max(row['balance_by_weight'] for row in mine):.3f}",
                f"{statistics.median(row['edges_per_second'] for row in mine) / 1e6:.2f}"])
    return lines


def _same(one: str, other: str) -> bool:
    return one.partition(":")[0] == other.partition(":")[0]


def _mean(ratios: list[float]) -> str:
    return f"{math.exp(statistics.fmean(map(math.log, ratios))):.3f}" if ratios else "-"
