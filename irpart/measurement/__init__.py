"""Measurement: the clusters of a partition executed on workers, checked, timed, and set beside what models say of them.

Takes: a ``Subject`` (a replayable profile's graph and dataflow program), a partition or a placement, an engine.
Returns: ``Measurement``: what every worker did, the check of its results, the predictions for the same placement.
Formats: JSON; timelines for Perfetto and chrome://tracing.
Add: a prediction in ``predicting``, an order of execution in ``orders``; an engine in ``irpart.replay.engines``.
Never: executes itself (``irpart.replay`` does), traces, or prints.
"""

from __future__ import annotations

from irpart.measurement.types import Check, Difference, Measurement, Prediction

__all__ = ["Check", "Difference", "Measurement", "Prediction"]
