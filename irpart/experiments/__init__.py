"""Experiments: a declared grid of workloads, methods, numbers of clusters, machines, mappings and assumptions, run.

Takes: an ``Experiment``, usually read from a TOML file (``read_experiment``).
Returns: ``ExperimentTable``, a row per cell, with what was measured or why it failed.
Formats: TOML in; a journal of JSON lines, from which an interrupted run goes on; CSV, Parquet.
Add: a column in ``types.FIGURES`` and in ``worker``; tables and the summary's callers take it from there.
Never: draws, prints, or lets one cell end the others.
"""

from __future__ import annotations

from irpart.experiments.reading import read_experiment
from irpart.experiments.running import run_experiment
from irpart.experiments.summary import SummaryRow, summarize_experiment
from irpart.experiments.tables import read_csv, write_table
from irpart.experiments.types import Cell, CellKey, Experiment, ExperimentTable, Outcome

__all__ = ["Cell", "CellKey", "Experiment", "ExperimentTable", "Outcome", "SummaryRow", "read_csv", "read_experiment",
           "run_experiment", "summarize_experiment", "write_table"]
