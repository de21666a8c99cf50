"""From drafts to the frozen tree: domains, schedules and accesses as isl objects, and guards for subscripts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

from irpart.regions.affine import Affine
from irpart.regions.drafts import AccessDraft, LoopDraft, Model, Scope, StatementDraft, line_of
from irpart.regions.inference import TypedFunction
from irpart.regions.types import Access, Guard, Loop, RegionTree, Statement
from irpart.regions.walk import ANY_ARRAY


def frozen_tree(model: Model, typed: TypedFunction) -> RegionTree:
    """The tree of a model."""
    return _Freezer(model).tree(typed)

_ANY = "of any array"
_NAME = re.compile(r"[A-Za-z_]\w*")


class _Freezer:
    """Makes isl objects; texts are parsed once each."""

    def __init__(self, model: Model) -> None:
        import islpy

        self._isl, self._model = islpy, model
        self._parameters = "[" + ", ".join(model.parameters) + "] -> "
        self._context = islpy.Set(f"{self._parameters}{{ : {' and '.join(model.facts) or '0 = 0'} }}")
        self._depth = max([len(s.order) for s in model.statements], default=1)
        self._arrays = [v for v in model.variables.values() if v.rank]
        self._facts = [(fact, model.parameters.keys() & set(_NAME.findall(fact))) for fact in model.facts]
        self._outside: dict[tuple[str, ...], bool] = {}

    def tree(self, typed: TypedFunction) -> RegionTree:
        """The whole function."""
        model = self._model
        body = tuple(self._node(node) for node in model.body)
        arguments = tuple(zip(typed.dispatcher.py_func.__code__.co_varnames, map(str, typed.arguments), strict=False))
        self._guard_overlaps(body)
        guards = (Guard("types", tuple(f"{n}: {t}" for n, t in arguments), "the argument types", line_of(typed.tree)),
                  Guard("overflow", (), "subscripts and sizes stay within 64-bit integers", line_of(typed.tree)),
                  *model.guards.values())
        return RegionTree(typed.name, typed.file, line_of(typed.tree), arguments, tuple(model.parameters.items()),
                          self._context, tuple(model.variables.values()), body, guards, tuple(model.inductions),
                          tuple(model.sides.items()))

    def _node(self, node: LoopDraft | StatementDraft) -> Loop | Statement:
        if isinstance(node, StatementDraft):
            return self._statement(node)
        body = tuple(self._node(inner) for inner in node.body)
        source: Any = node.node
        return Loop(node.name, node.iterator, node.dimension, line_of(source), int(getattr(source, "end_lineno", 0) or 0),
                    _head(source, node), node.kind, node.step, node.stride, node.start, node.stop, node.scope.dimensions,
                    self._domain(node.name, node.scope), node.exits, node.assumed, body, source)

    def _statement(self, draft: StatementDraft) -> Statement:
        scope = draft.scope
        head = f"{draft.name}[{', '.join(scope.dimensions)}]"
        where = " and ".join(scope.constraints)
        domain = self._domain(draft.name, scope)
        order = [*draft.order, *["0"] * (self._depth - len(draft.order))]
        schedule = self._isl.Map(f"{self._parameters}{{ {head} -> [{', '.join(order)}] }}").intersect_domain(domain)
        accesses = tuple(self._access(draft, access, head, where, domain) for access in self._expanded(draft))
        node: Any = draft.node
        return Statement(draft.name, line_of(node), int(getattr(node, "end_lineno", 0) or line_of(node)),
                         draft.text or " ".join(ast.unparse(node).split()), draft.kind, scope.loops, scope.dimensions,
                         domain, scope.predicates, schedule, accesses, draft.may_raise, draft.reason, node)

    def _domain(self, name: str, scope: Scope) -> Any:
        """The set of points of a scope."""
        where = " and ".join(scope.constraints)
        text = f"{self._parameters}{{ {name}[{', '.join(scope.dimensions)}]{' : ' + where if where else ''} }}"
        return self._isl.Set(text).intersect_params(self._context)

    def _expanded(self, draft: StatementDraft) -> list[AccessDraft]:
        """Accesses with those through an unknown array spelled out for each array."""
        found: list[AccessDraft] = []
        for access in draft.accesses:
            if access.variable == ANY_ARRAY:
                found += [AccessDraft(v.name, access.is_write, (None,) * v.rank, False, "", _ANY)
                          for v in self._arrays]
            else:
                found.append(access)
        return found

    def _access(self, draft: StatementDraft, access: AccessDraft, head: str, where: str, domain: Any) -> Access:
        shape = self._model.shapes.get(access.variable, ())
        target = self._model.tuple_name(access.variable)
        values = {*draft.scope.dimensions} - {*draft.scope.iterators}
        irregular = access.subscript != _ANY and any(i is None or i.names & values for i in access.index)
        exact = access.exact and not (draft.kind == "allocate" and self._model.tainted and bool(draft.scope.loops))
        slots: list[list[tuple[str, str]]] = [[]]
        conditions: list[str] = []
        for place, index in enumerate(access.index):
            length = shape[place] if place < len(shape) else None
            choices = self._subscripts(draft, access, index, length, f"o{place}", conditions, where)
            slots = [[*row, choice] for row in slots for choice in choices]
        pieces = []
        for row in slots:
            terms = [t for t in (where, *conditions, *(condition for _, condition in row)) if t]
            elements = ", ".join(text for text, _ in row)
            pieces.append(f"{head} -> {target}[{elements}]{' : ' + ' and '.join(terms) if terms else ''}")
        relation = self._isl.Map(f"{self._parameters}{{ {'; '.join(pieces)} }}").intersect_params(self._context)
        return Access(access.variable, access.is_write, exact and None not in access.index, access.accumulates,
                      access.subscript, irregular, relation)

    def _subscripts(self, draft: StatementDraft, access: AccessDraft, index: Affine | None, length: Affine | None, free: str,
                    conditions: list[str], where: str) -> list[tuple[str, str]]:
        """Texts of one subscript with their conditions; those that may be negative count from the end."""
        if index is None:
            conditions += [f"0 <= {free}"] + ([f"{free} < {length.text}"] if length is not None else [])
            return [(free, "")]
        if length is not None and draft.kind != "allocate":
            self._guard_bound(draft, access, index, length, where)
        if self._model.is_positive(index) or not self._happens(draft, f"{index.text} < 0", where):
            return [(index.text, "")]
        if length is None:
            conditions.append(f"0 <= {free}")
            return [(free, "")]
        return [(index.text, f"{index.text} >= 0"), ((index + length).text, f"{index.text} < 0")]

    def _happens(self, draft: StatementDraft, condition: str, where: str) -> bool:
        """Whether a condition can hold in an execution."""
        key = (*draft.scope.dimensions, where, condition)
        if key not in self._outside:
            both = f"{condition} and {where}" if where else condition
            names, facts = self._concerned(both)
            text = f"[{', '.join(names)}] -> {{ [{', '.join(draft.scope.dimensions)}] : {' and '.join((both, *facts))} }}"
            self._outside[key] = not self._isl.Set(text).is_empty()
        return self._outside[key]

    def _concerned(self, condition: str) -> tuple[list[str], list[str]]:
        """Parameters in a condition and facts about them; all other facts hold for some values whatever these are."""
        names = set(_NAME.findall(condition)) & self._model.parameters.keys()
        facts: list[str] = []
        left = self._facts
        while found := [(fact, inside) for fact, inside in left if inside & names]:
            facts += [fact for fact, _ in found]
            names = names.union(*(inside for _, inside in found))
            left = [one for one in left if one not in found]
        return sorted(names), facts

    def _outside_set(self, draft: StatementDraft, condition: str, where: str) -> Any:
        both = f"{condition} and {where}" if where else condition
        text = f"{self._parameters}{{ [{', '.join(draft.scope.dimensions)}] : {both} }}"
        return self._isl.Set(text).intersect_params(self._context)

    def _guard_bound(self, draft: StatementDraft, access: AccessDraft, index: Affine, length: Affine, where: str) -> None:
        """A guard where a subscript may be outside its array."""
        condition = f"({index.text} >= {length.text} or {index.text} < -({length.text}))"
        if not self._happens(draft, condition, where):
            return
        subject = (access.variable, access.subscript)
        if draft.scope.predicates:
            self._model.guard("bounds", subject, f"0 <= {index.text} < {length.text} where executed", line_of(draft.node))
            return
        allowed = self._context.subtract(self._outside_set(draft, condition, where).params()).coalesce().gist(self._context)
        self._model.guard("bounds", subject, str(allowed.drop_unused_params()), line_of(draft.node))

    def _guard_overlaps(self, body: tuple[Loop | Statement, ...]) -> None:
        """Guards for pairs of array arguments of which one is written."""
        written: set[str] = set()
        touched: dict[str, int] = {}
        for statement in _each(body):
            for access in statement.accesses:
                touched.setdefault(access.variable, statement.line)
                written |= {access.variable} if access.is_write else set()
        arguments = [v.name for v in self._arrays if v.role == "argument" and v.name in touched]
        for one in arguments:
            if one in written and self._model.variables[one].type.endswith(", A)"):
                self._model.guard("no overlap", (one, one), f"elements of {one} share no memory", touched[one])
        for place, one in enumerate(arguments):
            for other in arguments[place + 1:]:
                if one in written or other in written:
                    self._model.guard("no overlap", (one, other), f"{one} and {other} share no memory", touched[one])


def _each(nodes: tuple[Loop | Statement, ...]) -> Iterator[Statement]:
    for node in nodes:
        if isinstance(node, Loop):
            yield from _each(node.body)
        else:
            yield node


def _head(node: Any, draft: LoopDraft) -> str:
    if draft.kind == "implicit":
        return f"all elements in {' '.join(ast.unparse(node).split())}"
    if isinstance(node, ast.For):
        return f"for {ast.unparse(node.target)} in {ast.unparse(node.iter)}"
    return f"while {ast.unparse(node.test)}" if isinstance(node, ast.While) else ast.unparse(node)
