"""Loops whose first lines are independent work and whose last lines only take up the results, as two loops.

In Lloyd's k-means the search for the nearest centre is nearly all of the work, and the sums that points are added to keep
the loop from being parallel. After ``label[i] = best`` the second loop reads ``label[i]`` where it would read ``best``: the
sums are added up in the same order as before.

References
----------
R. Allen and K. Kennedy, Automatic translation of Fortran programs to vector form, TOPLAS 9(4), 1987.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Sequence
from dataclasses import dataclass

from irpart.planning.restructuring.record import Record
from irpart.planning.restructuring.subject import Subject
from irpart.regions.naming import assigned_names, jumps, unbound_names
from irpart.regions.private import relaxed
from irpart.regions.types import Dependence, Loop, Statement


@dataclass(frozen=True, slots=True, eq=False)
class _Parts:
    """A loop with the lines before ``at`` and those from there on, and what the latter read in the place of scalars."""

    node: ast.For
    at: int
    kept: dict[str, ast.Subscript]

    @property
    def first(self) -> list[ast.stmt]:
        """The lines that become the first loop."""
        return self.node.body[:self.at]

    @property
    def second(self) -> list[ast.stmt]:
        """The lines that become the second loop."""
        return self.node.body[self.at:]


def distribute(subject: Subject, record: Record) -> bool:
    """Cut loops in two where that makes the part with most of the work parallel; whether any was."""
    changed = False
    for loop in subject.region.loops:
        node = subject.node_of(loop.node)
        if not isinstance(node, ast.For) or not _may_be_cut(subject, loop, node) or _is_covered(subject, loop):
            continue
        found = next((parts for at in range(len(node.body) - 1, 0, -1)
                      if (parts := _parts(subject, loop, node, at)) is not None), None)
        if found is not None:
            record.note(int(getattr(node, "user_line", loop.line)), "two loops: the first has the iterations' work, which "
                        "is independent, the second takes up the results in their order.")
            subject.replace(node, [_loop(node, found.first), _loop(node, _read_back(found))])
            changed = True
    return changed


def _may_be_cut(subject: Subject, loop: Loop, node: ast.For) -> bool:
    """Whether a loop is modelled, runs through all its lines in each iteration, and has a loop in it."""
    if loop.kind != "range" or loop.step != 1 or loop.exits or not loop.iterator or node.orelse:
        return False
    if _depth(node.body) < 1 or jumps(node.body) or assigned_names(node.body) & unbound_names([node.iter]):
        return False
    inside = subject.inside(loop)
    raised = {one.may_raise for one in inside} - {"", "ZeroDivisionError"}
    is_known = all(one.kind in ("assign", "condition", "bounds") for one in inside) and not raised
    return is_known and loop.iterator not in assigned_names(node.body) \
        and subject.always(loop.dimensions, f"{loop.dimension} >= 0")


def _depth(nodes: Sequence[ast.stmt]) -> int:
    """Loops in one another."""
    found = 0
    for node in nodes:
        own = int(isinstance(node, ast.For | ast.While))
        blocks = [getattr(node, name, []) for name in ("body", "orelse")]
        found = max(found, own + max(_depth(block) for block in blocks))
    return found


def _is_covered(subject: Subject, loop: Loop) -> bool:
    """Whether a loop or one around it is parallel as it is."""
    around = [one for one in subject.region.loops if one.dimension in loop.dimensions]
    return any(_is_free(subject, one, subject.inside(one), subject.dependences) for one in around)


def _is_free(subject: Subject, loop: Loop, inside: list[Statement], dependences: Sequence[Dependence]) -> bool:
    free = relaxed(subject.orders, loop, inside, dependences)
    return all(one.variable in free.private and free.allows(one) for one in dependences if one.is_carried_by(loop.name))


def _parts(subject: Subject, loop: Loop, node: ast.For, at: int) -> _Parts | None:
    """The loop cut before a line of its body; None where that changes something or is no use."""
    if _depth(node.body[at:]) >= _depth(node.body[:at]):
        return None
    places = {id(inner): place for place, child in enumerate(node.body) for inner in ast.walk(child)}
    inside = subject.inside(loop)
    home = {one.name: places.get(id(subject.node_of(one.node)), -1) for one in inside}
    if -1 in home.values():
        return None
    first = [one for one in inside if home[one.name] < at]
    kept = _kept(subject, node, at, {access.variable for one in inside if home[one.name] >= at for access in one.accesses})
    if kept is None or not _names_allow(subject, node, at, kept):
        return None
    for one in subject.dependences:
        source, sink = home.get(one.source.name, -1), home.get(one.sink.name, -1)
        if source >= at > sink >= 0 and one.variable not in kept and one.is_inside(loop.name):
            return None
    names = {one.name for one in first}
    own = [one for one in subject.dependences if one.source.name in names and not at <= home.get(one.sink.name, -1)]
    return _Parts(node, at, kept) if _is_free(subject, loop, first, [one for one in own if one.sink.name in names]) else None


def _kept(subject: Subject, node: ast.For, at: int, touched: set[str]) -> dict[str, ast.Subscript] | None:
    """Scalars that the second part reads and the element that each is stored to; None when one is not stored."""
    assert isinstance(node.target, ast.Name)
    wanted = assigned_names(node.body[:at]) & unbound_names(node.body[at:])
    kinds = {one.name: one.type for one in subject.region.variables}
    found: dict[str, ast.Subscript] = {}
    for place, child in enumerate(node.body[:at]):
        if not isinstance(child, ast.Assign) or len(child.targets) != 1 or not isinstance(child.value, ast.Name):
            continue
        target, name = child.targets[0], child.value.id
        if not isinstance(target, ast.Subscript) or not isinstance(target.value, ast.Name) or name not in wanted:
            continue
        array, is_last = target.value.id, name not in assigned_names(node.body[place + 1:])
        others = [inner for line in node.body if line is not child for inner in ast.walk(line)]
        is_own = not any(isinstance(inner, ast.Name) and inner.id == array for inner in others) \
            and array not in touched and _is_element(target, node.target.id)
        if is_last and is_own and kinds.get(array, "").startswith(f"array({kinds.get(name)}, 1d"):
            found[name] = target
    return found if found.keys() == wanted else None


def _is_element(target: ast.Subscript, iterator: str) -> bool:
    return isinstance(target.slice, ast.Name) and target.slice.id == iterator


def _names_allow(subject: Subject, node: ast.For, at: int, kept: dict[str, ast.Subscript]) -> bool:
    """Whether no variable carries anything from the second part to the first one or to what comes after the loop."""
    first, second = assigned_names(node.body[:at]), assigned_names(node.body[at:])
    if second & unbound_names(node.body[:at]) or kept.keys() & second:
        return False
    return not first & second & (subject.read_outside(node) | unbound_names(node.body))


def _loop(node: ast.For, body: list[ast.stmt]) -> ast.For:
    made = ast.For(copy.deepcopy(node.target), copy.deepcopy(node.iter), body, [])
    made.user_line = getattr(node, "user_line", 0)  # type: ignore[attr-defined]
    return made


def _read_back(parts: _Parts) -> list[ast.stmt]:
    """The second part, which takes the scalars from where the first one left them."""
    back = []
    for name, element in parts.kept.items():
        value = copy.deepcopy(element)
        value.ctx = ast.Load()
        one = ast.Assign([ast.Name(name, ast.Store())], value)
        one.user_line = getattr(parts.second[0], "user_line", 0)  # type: ignore[attr-defined]
        back.append(one)
    return [*back, *parts.second]
