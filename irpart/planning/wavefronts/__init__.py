"""Wavefronts: nests whose loops all carry dependences, as grids of tiles, and several rows in flight on a core.

Takes: a ``RegionTree`` with verdicts and dependences, or a Python function.
Returns: ``WaveCode``; ``interleave`` gives a ``Rewrite``.
Formats: Python syntax trees.
Add: another order of points as a module beside ``strips``, with its proof in the docstring and a check of all dependences.
Never: changes the order of operations within a point, or moves points past each other without a proof.
"""

from __future__ import annotations

from irpart.planning.wavefronts.functions import interleave, may_interleave
from irpart.planning.wavefronts.region import wave_refusal, wave_region
from irpart.planning.wavefronts.types import WaveCode

__all__ = ["WaveCode", "interleave", "may_interleave", "wave_refusal", "wave_region"]
