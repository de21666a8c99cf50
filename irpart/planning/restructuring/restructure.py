"""The step: each nest with its loops in the order that vectorises, where the dependences allow it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from irpart.planning.restructuring.costs import preferred
from irpart.planning.restructuring.lifting import lift
from irpart.planning.restructuring.nests import Leaf, Nest, NotModelled, nest_of
from irpart.planning.restructuring.rendering import rendered
from irpart.planning.restructuring.schedules import Level, structured
from irpart.planning.restructuring.splitting import split_loops
from irpart.planning.restructuring.subject import Subject
from irpart.planning.types import Note, Rewrite
from irpart.regions.inference import typed_function
from irpart.regions.types import Loop, Statement


def restructure(function: Any, arguments: tuple[Any, ...]) -> Rewrite:
    """Interchange, distribute and split the loops of a function.

    Parameters
    ----------
    function
        A plain or jitted Python function whose source is at hand.
    arguments
        Numba types of its arguments.

    Returns
    -------
    Rewrite
        A function that gives the same results bit for bit as long as the guards of the original function's
        ``RegionTree`` hold: operations on each element keep their order. Where a division by zero is met the same exception
        is raised, but arrays may have been written up to another point.

    Raises
    ------
    InputError, UnsupportedProgram
        As ``analyse_function``.
    """
    typed = typed_function(function, tuple(arguments))
    subject = Subject(typed.tree, function, typed.arguments)
    notes: list[Note] = []
    tree = typed.tree
    for change in (_interchange, split_loops):
        if change(subject, subject.region.body, notes):
            tree = subject.finished()
            subject = Subject(tree, function, typed.arguments)
    if tree is not typed.tree and lift(subject, notes):
        tree = subject.finished()
    return Rewrite(tree, tuple(notes))


def _interchange(subject: Subject, body: Sequence[Loop | Statement], notes: list[Note]) -> bool:
    """Change the nests of a block; whether anything was changed."""
    changed = False
    for loop in body:
        if not isinstance(loop, Loop):
            continue
        try:
            nest = nest_of(subject, loop, subject.dependences)
            found = _improved(subject, nest)
            if found is None:
                continue
            made = rendered(subject, nest, found)
        except NotModelled as reason:
            if not _interchange(subject, loop.body, notes):
                notes.append(Note(_line(subject, loop), "restructuring", f"left as it is: {reason}."))
            else:
                changed = True
            continue
        subject.replace(nest.node, made)
        notes.append(Note(_line(subject, loop), "restructuring", "loops reordered: the innermost one walks along memory."))
        changed = True
    return changed


def _line(subject: Subject, loop: Loop) -> int:
    return int(getattr(subject.node_of(loop.node), "user_line", loop.line))


def _improved(subject: Subject, nest: Nest) -> tuple[Level | Leaf, ...] | None:
    """The best legal structure found, or None when the present one is as good."""
    wanted = {leaf: preferred(subject.region, nest, leaf) for leaf in nest.leaves}
    better = [leaf for leaf in nest.leaves if wanted[leaf] is not leaf.loops[-1]]
    if not better:
        return None
    orders = {leaf: leaf.loops for leaf in nest.leaves}
    found = structured(nest, {**orders, **{leaf: _with_last(leaf, wanted[leaf]) for leaf in better}})
    if found is not None:
        return found
    for leaf in better:
        attempt = {**orders, leaf: _with_last(leaf, wanted[leaf])}
        one = structured(nest, attempt)
        if one is not None:
            found, orders = one, attempt
    return found


def _with_last(leaf: Leaf, last: Loop) -> tuple[Loop, ...]:
    return (*[loop for loop in leaf.loops if loop is not last], last)

