"""Restructuring: loops in the order that vectorises, split where only one iteration stands between the others.

Takes: a plain or jitted Python function and the Numba types of its arguments.
Returns: ``Rewrite`` of it (``restructure``).
Formats: Python syntax trees.
Add: a change as a module that edits the tree of a ``Subject``, and its call in ``restructure``.
Never: reorders operations on an element; changes a nest with anything in it that is not modelled.
"""

from __future__ import annotations

from irpart.planning.restructuring.restructure import restructure

__all__ = ["restructure"]
