"""Verdicts: what each loop is, and the dependence or construct that decides it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from irpart.regions.assumptions import is_assumed_away
from irpart.regions.bands import band_of, takes_part
from irpart.regions.dependences import dependences_of
from irpart.regions.orders import Orders
from irpart.regions.private import Relaxed, relaxed
from irpart.regions.reasons import explained_freedom, told
from irpart.regions.stages import stages_of
from irpart.regions.types import Band, Dependence, Loop, RegionTree, Statement, Verdict, VerdictKind


def verdicts_of(tree: RegionTree, dependences: tuple[Dependence, ...] | None = None) -> tuple[Verdict, ...]:
    """A verdict for each loop, outer before inner.

    Parameters
    ----------
    tree
        From ``analyse_function``.
    dependences
        From ``dependences_of``, if they are at hand.

    Returns
    -------
    tuple of Verdict
        In the order of ``tree.loops``. A loop with no blocking dependence is ``parallel`` or ``reduction``; one whose nest
        has a permutable band with at least two members that carry dependences is ``wavefront``; one blocked by
        subscripts that depend on data is ``irregular``; one with a recurrence and an independent part with loops of its
        own is ``pipeline``; all others are ``sequential``.
    """
    found = dependences_of(tree) if dependences is None else dependences
    orders = Orders(tree)
    inside = {loop.name: [s for s in tree.statements if loop.name in s.loops] for loop in tree.loops}
    verdicts: dict[str, Verdict] = {}
    for loop in tree.loops:
        around = [verdicts[name] for name in _around(inside[loop.name], loop)]
        verdicts[loop.name] = _verdict(orders, loop, inside[loop.name], found, around)
    return tuple(verdicts[loop.name] for loop in tree.loops)


def _around(statements: Sequence[Statement], loop: Loop) -> tuple[str, ...]:
    return statements[0].loops[:statements[0].loops.index(loop.name)] if statements else ()


@dataclass(frozen=True, slots=True)
class _Case:
    """A loop with all that decides about it."""

    orders: Orders
    loop: Loop
    statements: Sequence[Statement]
    dependences: Sequence[Dependence]
    free: Relaxed
    blockers: tuple[Dependence, ...]

    def verdict(self, kind: VerdictKind, reason: str, band: Band | None = None,
                stages: tuple[tuple[str, ...], ...] = ()) -> Verdict:
        """The verdict with what the loop's dependences leave open."""
        return Verdict(self.loop, kind, reason, tuple(sorted(self.free.private)), tuple(sorted(self.free.live_out)),
                       self.free.reductions, self.blockers, band, stages)


def _verdict(orders: Orders, loop: Loop, statements: Sequence[Statement], dependences: Sequence[Dependence],
             around: Sequence[Verdict]) -> Verdict:
    assumed = [d for d in dependences if is_assumed_away(orders.tree, loop, d)]
    dependences = [d for d in dependences if d not in assumed] if assumed else dependences
    free = relaxed(orders, loop, statements, dependences)
    blockers = tuple(d for d in dependences if d.is_carried_by(loop.name) and not free.allows(d))
    case = _Case(orders, loop, statements, dependences, free, blockers)
    if loop.kind == "while":
        return case.verdict("sequential", "the number of iterations is known only while it runs ('while').")
    if loop.exits:
        return case.verdict("sequential", f"it may be left early: {loop.exits[0]}.")
    state = next((s for s in statements for a in s.writes if a.variable.endswith(("@state", "@stream"))), None)
    if state is not None and any(d.variable.endswith(("@state", "@stream")) for d in blockers):
        what = state.reason if state.kind == "opaque" else (
            "arrays change places" if state.kind == "exchange" else "it prints or draws random numbers")
        return case.verdict("sequential", f"line {state.line} must keep its order: {what} ({state.text}).")
    if not blockers:
        kind: VerdictKind = "reduction" if free.reductions else "parallel"
        told_freedom = explained_freedom(orders.tree, loop, free)
        if assumed:
            names = ", ".join(sorted({d.variable for d in assumed}))
            told_freedom = (f"irpart.assume says that no two iterations share an element of {names}; for the rest: "
                            f"{told_freedom}")
        return case.verdict(kind, told_freedom)
    return _blocked(case, around)


def _blocked(case: _Case, around: Sequence[Verdict]) -> Verdict:
    """A loop that carries dependences: a wavefront, a pipeline, irregular or sequential."""
    reason = told(case.orders.tree, case.loop, case.blockers)
    if any(d.source.kind == "opaque" or d.sink.kind == "opaque" for d in case.blockers):
        one = next(d for d in case.blockers if d.source.kind == "opaque" or d.sink.kind == "opaque")
        unknown = one.source if one.source.kind == "opaque" else one.sink
        return case.verdict("sequential", f"{reason} Line {unknown.line} is not modelled: {unknown.reason}.")
    if all(_is_irregular(d) for d in case.blockers):
        return case.verdict("irregular", reason)
    for outer in around:
        if outer.band is not None and takes_part(case.orders.isl, outer.band, case.loop, case.statements):
            return case.verdict("wavefront", f"{reason} It is part of the band of the loop in line {outer.loop.line}: "
                                             f"{_rows(outer.band)}.", outer.band)
    band = band_of(case.orders, case.loop, case.statements, case.dependences, case.free)
    if band is not None:
        return case.verdict("wavefront", f"{reason} The nest has a permutable band: {_rows(band)}.", band)
    groups, independent = stages_of(case.orders.tree, case.loop, case.statements, case.dependences, case.free)
    names = {s.name: s for s in case.statements}
    depth = {name: len(s.loops) - s.loops.index(case.loop.name) for name, s in names.items()}
    heavy = [n for n in independent if any(depth[name] > 1 and _writes_array(case, names[name]) for name in groups[n])]
    shallow = all(depth[name] == 1 for n, group in enumerate(groups) if n not in independent for name in group)
    if heavy and shallow and len(independent) < len(groups) and not any(s.kind == "opaque" for s in case.statements):
        lines = sorted({names[name].line for n in heavy for name in groups[n]})
        return case.verdict("pipeline", f"{reason} Lines {', '.join(map(str, lines))} only take its values and can follow "
                                        f"as a stage of their own.", None, groups)
    return case.verdict("sequential", reason)


def _writes_array(case: _Case, statement: Statement) -> bool:
    ranks = {variable.name: variable.rank for variable in case.orders.tree.variables}
    return any(ranks.get(access.variable) for access in statement.writes)


def _rows(band: Band) -> str:
    return "; ".join(f"{row}{' (parallel)' if parallel else ''}"
                     for row, parallel in zip(band.members, band.coincident, strict=True))


def _is_irregular(dependence: Dependence) -> bool:
    """Whether an end of a dependence is an access whose subscript depends on data."""
    return any(access.is_irregular for statement in (dependence.source, dependence.sink) for access in statement.accesses
               if access.variable == dependence.variable)
