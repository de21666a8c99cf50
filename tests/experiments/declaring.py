"""A tiny experiment: a script that is traced, and a graph file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from irpart.experiments import Experiment, ExperimentTable, read_experiment
from irpart.graph.formats import write_graph
from tests.partitioning.graphs import make_local_graph

SCRIPT = '''
import numpy as np


def total(x: float64[:], s: float64[:]) -> None:
    for i in range(x.shape[0]):
        s[0] += x[i] * x[i]


if __name__ == "__main__":
    total(np.arange(60.0), np.zeros(1))
'''
TOML = '''
workloads = [{script = "sum.py", function = "total"}, "local.edgelist"]
methods = ["chunks", {method = "hdrf"}, "random"]
k = [2, 5]
machines = ["mesh:{side}x{side}", "core:{k}"]
mapping = ["swap", "random"]
seeds = 1
reference = "chunks"
[simulation]
core = ["in-order", "out-of-order"]
'''


def write_experiment(folder: Path, text: str = TOML, name: str = "tiny.toml") -> Path:
    """The file of the experiment, and beside it what it names."""
    folder.mkdir(exist_ok=True)
    (folder / "sum.py").write_text(SCRIPT)
    write_graph(make_local_graph(200), folder / "local.edgelist")
    (folder / name).write_text(text)
    return folder / name


def declare(folder: Path, results: str, text: str = TOML) -> Experiment:
    """The experiment, with its results in a folder of their own."""
    return read_experiment(write_experiment(folder, text), folder / results)


def lasting(table: ExperimentTable) -> list[dict[str, Any]]:
    """Rows without times."""
    return [{name: value for name, value in row.items() if not name.endswith("_seconds") or name == "limit_seconds"}
            for row in table.rows()]
