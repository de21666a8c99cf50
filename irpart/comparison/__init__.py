"""Comparison: several methods on several graphs, measured alike, each trial in a process that may fail.

Takes: graphs by name, and ``ComparisonSettings`` (methods, numbers of clusters, seeds, edge orders, limits).
Returns: ``Comparison``, all ``Trial`` s with quality, estimated execution, time and memory, or why they failed.
Formats: a journal of JSON lines, from which an interrupted comparison goes on; CSV, JSON, Markdown.
Add: a metric as one ``Metric`` in ``summary.py``; tables, files and plots take it from there.
Never: reads graph files, prints, or lets one method end the others.
"""

from __future__ import annotations

from irpart.comparison.running import run_comparison
from irpart.comparison.summary import METRICS, Row, Spread, summarize
from irpart.comparison.types import Comparison, ComparisonSettings, Trial, TrialKey

__all__ = ["METRICS", "Comparison", "ComparisonSettings", "Row", "Spread", "Trial", "TrialKey", "run_comparison",
           "summarize"]
