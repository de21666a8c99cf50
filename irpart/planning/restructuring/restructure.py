"""The step: each nest with its loops in the order that vectorises, where the dependences allow it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from irpart.planning.restructuring.costs import may_gain, preferred
from irpart.planning.restructuring.distribution import distribute
from irpart.planning.restructuring.expansion import can_expand, expand, sums_of
from irpart.planning.restructuring.lifting import lift
from irpart.planning.restructuring.nests import Leaf, Nest, NotModelled, nest_of
from irpart.planning.restructuring.record import Record
from irpart.planning.restructuring.rendering import rendered
from irpart.planning.restructuring.schedules import Level, structured
from irpart.planning.restructuring.selects import select
from irpart.planning.restructuring.sizes import worth_of
from irpart.planning.restructuring.splitting import split_loops
from irpart.planning.restructuring.subject import Subject
from irpart.planning.types import Rewrite
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
    subject = Subject(typed.tree, function, typed.arguments, is_own=True)
    function = typed.dispatcher
    record, tree = Record(), typed.tree
    if distribute(subject, record):
        tree = subject.finished()
        subject = Subject(tree, function, typed.arguments)
    expanded = _with_sums(subject, function, record)
    if expanded is not None:
        subject = expanded
    if expanded is not None or _interchange(subject, subject.region.body, record):
        tree = subject.finished()
        subject = Subject(tree, function, typed.arguments)
    selected = Subject(tree, function, typed.arguments)
    if select(selected):
        selected = Subject(selected.finished(), function, typed.arguments)
        if split_loops(selected, selected.region.body, record):
            tree = selected.finished()
            subject = Subject(tree, function, typed.arguments)
    if split_loops(subject, subject.region.body, record):
        tree = subject.finished()
        subject = Subject(tree, function, typed.arguments)
    if lift(subject):
        tree = subject.finished()
    return Rewrite(tree, tuple(record.notes), worth=tuple(record.worth))


def _with_sums(subject: Subject, function: Any, record: Record) -> Subject | None:
    """The function with elements in the place of scalars, where loops can be reordered for it; None when nowhere."""
    wanted = {(one.name, one.line) for one in sums_of(subject) if can_expand(subject, one)}
    while wanted:
        attempt = Subject(subject.finished(), function, subject.arguments)
        expand(attempt, [one for one in sums_of(attempt) if (one.name, one.line) in wanted])
        attempt = Subject(attempt.finished(), function, subject.arguments)
        made = Record()
        _interchange(attempt, attempt.region.body, made)
        failed = {one for one in wanted if one[1] not in made.innermost}
        if not failed:
            record.add(made)
            return attempt
        wanted -= failed
    return None


def _interchange(subject: Subject, body: Sequence[Loop | Statement], record: Record) -> bool:
    """Reorder the nests of a block; whether any was changed."""
    changed = False
    for loop in body:
        if not isinstance(loop, Loop) or loop.kind == "implicit":
            continue
        try:
            changed |= _reordered(subject, loop, record)
        except NotModelled as reason:
            if _interchange(subject, loop.body, record):
                changed = True
            else:
                record.note(_line(subject, loop), f"left as it is: {reason}.")
    return changed


def _reordered(subject: Subject, loop: Loop, record: Record) -> bool:
    """Reorder a nest if that is better."""
    if not may_gain(subject.region, nest_of(subject, loop, ())):
        return False
    nest = nest_of(subject, loop, subject.dependences)
    found = _improved(subject, nest)
    if found is None:
        return False
    structure, innermost = found
    subject.replace(nest.node, rendered(subject, nest, structure))
    record.note(_line(subject, loop), "loops reordered: the innermost one walks along memory.")
    record.innermost |= {_line(subject, one) for one in innermost}
    record.worth |= {text: None for one in innermost if (text := worth_of(subject, one))}
    return True


def _line(subject: Subject, loop: Loop) -> int:
    return int(getattr(subject.node_of(loop.node), "user_line", loop.line))


def _improved(subject: Subject, nest: Nest) -> tuple[tuple[Level | Leaf, ...], list[Loop]] | None:
    """The best legal structure found and the loops that become innermost, or None when the present one is as good."""
    wanted = {leaf: preferred(subject.region, nest, leaf) for leaf in nest.leaves}
    better = [leaf for leaf in nest.leaves if wanted[leaf] is not leaf.loops[-1]]
    if not better:
        return None
    orders = {leaf: leaf.loops for leaf in nest.leaves}
    all_better = structured(nest, {**orders, **{leaf: _with_last(leaf, wanted[leaf]) for leaf in better}})
    if all_better is not None:
        return all_better, [wanted[leaf] for leaf in better]
    found, done = None, []
    for leaf in better:
        attempt = {**orders, leaf: _with_last(leaf, wanted[leaf])}
        one = structured(nest, attempt)
        if one is not None:
            found, orders = one, attempt
            done.append(wanted[leaf])
    return None if found is None else (found, done)


def _with_last(leaf: Leaf, last: Loop) -> tuple[Loop, ...]:
    return (*[loop for loop in leaf.loops if loop is not last], last)

