"""How well replicas, execution model, simulation and measurement agree on which partition is faster."""

from __future__ import annotations

import statistics
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from harness.execution_figures import prepared
from harness.partition_figures import options_of
from rich.console import Console
from rich.table import Table
from scipy.stats import spearmanr

from irpart.measurement.measure import measure
from irpart.measurement.reading import read_subject
from irpart.measurement.teams import seat_clusters
from irpart.measurement.types import Measurement
from irpart.partitioning import partition
from irpart.partitioning.messages import plan_messages
from irpart.partitioning.quality import measure_quality

METHODS = "chunks,random,dbh,hdrf,powergraph,libra,wb-libra,ne,hep,two-ps-l,metis,irpart:effort=1"
PREDICTORS = (("replication_factor", "replication factor", -1), ("values", "values sent between workers", -1),
              ("model", "execution model", 1), ("simulation", "simulation", 1))
"""Key of a row, name, and whether more is better."""
MEASURED = "measured"
ROUNDS = 3
REPEAT = 31


def measure_agreement(names: list[str], size: str, clusters: list[int], methods: list[str],
                      folder: Path | None) -> list[dict[str, Any]]:
    """A row for each workload, k and method: what was predicted, and what was measured on this machine's processors.

    Measured is the speed-up over the serial replay, the median of three rounds of 31 runs each, all in the order of
    earliest deadlines; the predictions are of the same order and placement.
    """
    rows = []
    with tempfile.TemporaryDirectory() as temporary:
        for name in names:
            rows += measure_workload(name, size, clusters, methods, folder or Path(temporary))
    Console(width=120).print(agreement_table(rows))
    return rows


def measure_workload(name: str, size: str, clusters: list[int], methods: list[str], folder: Path) -> list[dict[str, Any]]:
    """The rows of one workload."""
    rows = []
    with prepared(name, size, folder) as profile:
        accesses = profile.accesses
        subject = replace(read_subject(profile), accesses=lambda: accesses)
    graph = subject.graph
    for k in clusters:
        for spelt in methods:
            made = partition(graph, k, method=spelt.partition(":")[0], **options_of(spelt))
            messages = plan_messages(graph, made)
            placed = seat_clusters(graph, made, messages=messages) or made
            runs: list[Measurement] = []
            for number in range(ROUNDS):
                runs.append(measure(subject, placed, order="deadline", repeat=REPEAT, predict=number == 0,
                                    messages=messages))
            said = {prediction.source: prediction.speedup for prediction in runs[0].predictions}
            rows.append({"workload": name, "k": k, "method": spelt, "workers": len(runs[0].labels),
                         "replication_factor": measure_quality(graph, made).replication_factor,
                         "values": int(runs[0].run.pair_values.sum()), "model": said["execution model"],
                         "simulation": said["simulation"], MEASURED: statistics.median(run.speedup for run in runs),
                         "least": min(run.speedup for run in runs), "most": max(run.speedup for run in runs)})
            print(f"{name:20} k={k:<4} {spelt:16} RF {rows[-1]['replication_factor']:6.3f}  model {rows[-1]['model']:5.2f}  "
                  f"simulation {rows[-1]['simulation']:5.2f}  measured {rows[-1][MEASURED]:5.2f} "
                  f"({rows[-1]['least']:.2f} to {rows[-1]['most']:.2f})", flush=True)
    return rows


def rank_correlations(rows: list[dict[str, Any]], key: str, sign: int) -> dict[int, list[float]]:
    """Spearman's rho over the methods between a predictor and the measurement, one per workload, by k.

    Where a predictor or the measurement is the same for all methods there is none.
    """
    found: dict[int, list[float]] = {}
    for k in sorted({row["k"] for row in rows}):
        for name in dict.fromkeys(row["workload"] for row in rows):
            chosen = [row for row in rows if row["k"] == k and row["workload"] == name]
            predicted = np.array([sign * row[key] for row in chosen])
            measured = np.array([row[MEASURED] for row in chosen])
            if np.ptp(predicted) > 0 and np.ptp(measured) > 0:
                found.setdefault(k, []).append(float(spearmanr(predicted, measured).statistic))
    return found


def best_choices(rows: list[dict[str, Any]], key: str, sign: int) -> dict[int, float]:
    """By k: measured speed-up of the method that a predictor likes best, over that of the best one (geometric mean)."""
    found: dict[int, list[float]] = {}
    for k in sorted({row["k"] for row in rows}):
        for name in dict.fromkeys(row["workload"] for row in rows):
            chosen = [row for row in rows if row["k"] == k and row["workload"] == name]
            liked = max(chosen, key=lambda row: sign * row[key])
            found.setdefault(k, []).append(liked[MEASURED] / max(row[MEASURED] for row in chosen))
    return {k: statistics.geometric_mean(ratios) for k, ratios in found.items()}


def agreement_lines(rows: list[dict[str, Any]]) -> list[list[str]]:
    """Head and lines: predictor, k, median, quartiles and least of the rank correlations, and what its choice reaches."""
    lines = [["predictor", "k", "rho: median", "quartiles", "least", "its choice over the best"]]
    for key, name, sign in PREDICTORS:
        choices = best_choices(rows, key, sign)
        for k, values in rank_correlations(rows, key, sign).items():
            low, middle, high = np.quantile(values, [0.25, 0.5, 0.75])
            lines.append([name, str(k), f"{middle:.2f}", f"{low:.2f} to {high:.2f}", f"{min(values):.2f}",
                          f"{choices[k]:.2f}"])
    return lines


def agreement_table(rows: list[dict[str, Any]]) -> Table:
    """``agreement_lines`` for a terminal."""
    head, *body = agreement_lines(rows)
    table = Table(title="rank correlation with the measured speed-up, over the methods, one per workload")
    for column in head:
        table.add_column(column)
    for line in body:
        table.add_row(*line)
    return table


def agreement_page(command: str, rows: list[dict[str, Any]]) -> str:
    """docs/agreement.md: the tables, and what they say."""
    lines = agreement_lines(rows)
    workloads, methods = (list(dict.fromkeys(row[key] for row in rows)) for key in ("workload", "method"))
    spread = statistics.median((row["most"] - row["least"]) / row[MEASURED] for row in rows)
    table = "\n".join("| " + " | ".join(line) + " |" for line in (lines[0], ["---"] * len(lines[0]), *lines[1:]))
    bias = {name: statistics.geometric_mean(row[key] / row[MEASURED] for row in rows)
            for key, name, _ in PREDICTORS[2:]}
    means = [["method", *(f"k = {k}: {what}" for k in sorted({row["k"] for row in rows})
                          for what in ("measured", "model", "simulation"))]]
    for method in methods:
        cells = [f"{statistics.geometric_mean(row[key] for row in rows if row['method'] == method and row['k'] == k):.2f}"
                 for k in sorted({row["k"] for row in rows}) for key in (MEASURED, "model", "simulation")]
        means.append([method, *cells])
    by_method = "\n".join("| " + " | ".join(line) + " |" for line in (means[0], ["---"] * len(means[0]), *means[1:]))
    return _PAGE.format(command=command, workloads=len(workloads), methods=", ".join(methods), spread=f"{spread:.0%}",
                        table=table, model=f"{bias['execution model']:.2f}", simulation=f"{bias['simulation']:.2f}",
                        by_method=by_method)


_PAGE = """# How well replicas, models, simulation and measurement agree

`{command}`, then `scripts/bench document`.

{workloads} workloads, cut by {methods} into k clusters, which are mapped on the two processors of this machine (k = 2:
one each) and executed there: two pinned threads, the order of earliest deadlines, values compared bit for bit elsewhere.
*Measured* is the speed-up over the serial replay, the median of three rounds of 31 repetitions; between the rounds of a
cell it varies by {spread} (median of most less least). The execution model (docs/execution-model.md) and the simulator
(docs/simulation.md, this machine as it describes itself) predict the same placement in the same order.

## Ranks

Spearman's rho between a predictor and the measurement over the methods, one value per workload; 1 is the same order, 0
none. The last column asks what a researcher would: of the methods take the one that the predictor likes best; its
measured speed-up over that of the method that is really best (geometric mean over the workloads).

{table}

## Sizes

Over all cells the execution model's speed-up is {model} times the measured one, the simulation's {simulation} times
(geometric means). Geometric means over the workloads:

{by_method}

## How to read this

- All predictors know the same things of a partition: how many values cross and how evenly work is spread. Replicas and
  values sent rank methods about as well as the models: most of what a rank correlation over these methods sees is random
  and hashing methods against the rest. In choosing the best of the good ones the models lose a little less than counting
  does, and all of them lose a tenth or more to measuring.
- Measured times are those of a replay: 2 to 10 ns an instruction, nearly the same for all. The graph's costs are cycles
  of the traced program, where a load that misses counts a hundred times an addition. A partition that is balanced by
  cycles is balanced in the replay only as far as its clusters have the same mix.
- A value costs some nanoseconds in a stream and some hundred there and back, at two workers; the model's 20 cycles of
  latency and 20 for receiving are for a core that executes an instruction a cycle. In instructions both are alike, in
  nanoseconds not.
- The replay of size S takes about a millisecond. How well the processor predicts its branches depends on the order of
  execution, and on how much of a program a worker has; that is in no model, and why some measured speed-ups are above
  two.
- Two processors only: contention for links and memory, which the simulator is for, hardly shows here.
"""
