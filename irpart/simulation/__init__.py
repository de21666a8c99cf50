"""Simulation: placed graphs run on a described machine, instruction by instruction, with caches, coherence and network.

Takes: a graph, a ``Placement`` of its clusters, and (for memory) the accesses of its instructions.
Returns: ``SimulatedRun``.
Formats: JSON and Chrome traces of runs (docs/simulation.md).
Add: a parameter as a field of ``SimulationModel``; kernels and streams are closed files.
Never: loads llvmlite or ray; guesses what a topology or a profile does not say without naming the default.
"""

from __future__ import annotations

from irpart.simulation.types import SimulatedRun, SimulationModel

__all__ = ["SimulatedRun", "SimulationModel"]
