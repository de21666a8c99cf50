"""Reasons in words: which dependence, between which lines, how far; what a parallel loop needs."""

from __future__ import annotations

from collections.abc import Sequence

from irpart.regions.private import Relaxed
from irpart.regions.types import Dependence, Loop, RegionTree, Statement

_VERBS = {"flow": ("written", "read"), "anti": ("read", "written"), "output": ("written", "written again")}


def told(tree: RegionTree, loop: Loop, blockers: Sequence[Dependence]) -> str:
    """The most telling of a loop's blocking dependences: flow before anti before output, real arrays before hidden ones."""
    hidden = {variable.name for variable in tree.variables if variable.role == "hidden"}
    order = {"flow": 0, "anti": 1, "output": 2}
    one = min(blockers, key=lambda d: (order[d.kind], d.variable in hidden, not d.exact, d.source.line))
    before, after = _VERBS[one.kind]
    distance = one.distance_in(loop.name)
    return (f"{one.kind} dependence on {one.variable}: {before} in line {one.source.line} ({_shortened(one.source)}), "
            f"{after} in line {one.sink.line} ({_shortened(one.sink)}) {_apart(distance)} later (distances {_vector(one)}"
            f"{'' if one.exact else ', at most'}).")


def _apart(distance: str) -> str:
    if distance == "1":
        return "one iteration"
    if distance.isdigit():
        return f"{distance} iterations"
    return {"*": "some iterations", ">=1": "one or more iterations"}.get(distance, f"{distance} iterations")


def _vector(dependence: Dependence) -> str:
    return "(" + ", ".join(dependence.distance) + ")"


def _shortened(statement: Statement) -> str:
    return statement.text if len(statement.text) <= 60 else statement.text[:57] + "..."


def explained_freedom(tree: RegionTree, loop: Loop, free: Relaxed) -> str:
    """Why the iterations may run in any order."""
    hidden = {variable.name for variable in tree.variables if variable.role == "hidden"}
    parts = ["no dependence between its iterations" if not free.reductions else "only accumulations cross its iterations"]
    for variable, operation in free.reductions:
        kind = next((v.type for v in tree.variables if v.name == variable), "")
        inexact = operation in ("sum", "product") and "int" not in kind
        parts.append(f"{operation} into {variable}" + (" (floating point: the order of the sum changes)" if inexact else ""))
    shown = sorted(free.private - hidden)
    if shown:
        parts.append(f"{', '.join(shown)} private to an iteration")
    if free.live_out:
        parts.append(f"the last value of {', '.join(sorted(free.live_out))} is used afterwards")
    return "; ".join(parts) + "."
