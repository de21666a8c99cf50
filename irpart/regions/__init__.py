"""Regions: a Python function as loops and statements with exact accesses, its dependences, and a verdict per loop.

Takes: a plain or jitted Python function and the types of its arguments (or example arguments).
Returns: ``RegionTree``, ``Dependence`` and ``Verdict``.
Formats: plain text and JSON-ready dictionaries (``describe``); sets and maps are islpy objects.
Add: a construct as a case in ``statements``, ``expressions`` or ``calls``; what has no case is opaque, which is safe.
Never: rewrites, compiles or runs code (that is ``irpart.planning`` and ``irpart.execution``).
"""

from __future__ import annotations

from irpart.regions.analyse import analyse_function
from irpart.regions.dependences import dependences_of
from irpart.regions.describe import verdict_lines, verdicts_document
from irpart.regions.types import Dependence, RegionTree, Verdict
from irpart.regions.verdicts import verdicts_of

__all__ = ["Dependence", "RegionTree", "Verdict", "analyse_function", "dependences_of", "verdict_lines", "verdicts_document",
           "verdicts_of"]
