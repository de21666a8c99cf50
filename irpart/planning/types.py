"""ParallelPlan: a function with what of it runs in parallel, as a readable module; Rewrite: one step towards it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Literal

RegionKind = Literal["range", "reduction", "tiles"]


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """Wishes about a plan.

    Attributes
    ----------
    numba
        Options for the module's decorators besides those of the user's own.
    share
        Nanoseconds of work that are worth a task.
    """

    numba: tuple[tuple[str, bool | str], ...] = ()
    share: float = 20000.0


@dataclass(frozen=True, slots=True)
class Note:
    """What a step did, or why it left something as it was: a line of the user's file, the step, one sentence."""

    line: int
    step: str
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Rewrite:
    """A function after a step.

    Attributes
    ----------
    tree
        The function; nodes that come from the user's source keep their lines.
    notes
        What was done, and what was not and why.
    guards
        Conditions on the arguments that the step relies on: when one fails, the original must run.
    apart
        Pairs of array arguments that the step takes not to overlap.
    worth
        Python expressions over the arguments. Where one is false the function before the step is as fast or faster; both
        are right.
    """

    tree: ast.FunctionDef
    notes: tuple[Note, ...]
    guards: tuple[PlanGuard, ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    worth: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LoopReport:
    """A loop of the user's function and what becomes of it.

    Attributes
    ----------
    line, text
        Where it stands, and its head.
    verdict
        ``parallel``, ``reduction``, ``wavefront``, ``pipeline``, ``irregular`` or ``sequential``.
    reason
        Why, in one sentence.
    treatment
        What the plan does with it, in one sentence ("runs as part of the loop in line 4").
    """

    line: int
    text: str
    verdict: str
    reason: str
    treatment: str


@dataclass(frozen=True, slots=True)
class PlanGuard:
    """A condition that the generated code checks before anything runs in parallel: number, Python expression, sentence.

    ``is_size``: it says that sizes are worth another order of the loops; both orders are right, and no proof needs it.
    """

    number: int
    expression: str
    text: str
    is_size: bool = False


@dataclass(frozen=True, slots=True)
class PlanRegion:
    """A part of the function that runs in parallel: its line, its kind and the body's name in the module."""

    line: int
    kind: RegionKind
    body: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ParallelPlan:
    """A function for given argument types, and the module that runs it in parallel.

    Attributes
    ----------
    function, file, line
        Qualified name, file and first line of the user's function.
    arguments
        Pairs of name and Numba type.
    source
        Text of the module.
    entry, sequential
        Names in the module: the function that takes the place of the user's, and the user's own, which runs when a guard
        fails.
    regions
        What runs in parallel; empty when nothing does.
    loops
        Every loop of the user's function.
    guards
        What is checked at each call.
    notes
        What steps did and did not.
    injected
        Names that the module takes from the function's globals and closure.
    imports
        Lines that define these names, for a module that stands alone.
    """

    function: str
    file: str
    line: int
    arguments: tuple[tuple[str, str], ...]
    source: str
    entry: str
    sequential: str
    regions: tuple[PlanRegion, ...]
    loops: tuple[LoopReport, ...]
    guards: tuple[PlanGuard, ...]
    notes: tuple[Note, ...]
    injected: tuple[str, ...]
    imports: tuple[str, ...]

    def __repr__(self) -> str:
        """Name and size in one line."""
        return f"ParallelPlan({self.function}: {len(self.regions)} regions, {len(self.guards)} guards)"
