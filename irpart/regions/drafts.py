"""Loops and statements while the tree is built: names, scopes and accesses before they become isl objects."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from irpart.regions.affine import Affine
from irpart.regions.types import Guard, LoopKind, Predicate, Variable

_KEYWORDS = frozenset({"and", "or", "not", "exists", "mod", "min", "max", "floor", "ceil", "floord", "ceild", "infty",
                       "infinity", "nan", "true", "false", "rat", "implies", "neg", "union", "domain", "NaN", "True",
                       "False"})


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a statement stands: loops, dimensions, what holds there and its place in time.

    ``order`` are the texts of the schedule up to the block; ``fresh`` counts the dimensions that are values fixed for an
    iteration rather than iterators.
    """

    loops: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    iterators: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    constraints: tuple[str, ...] = ()
    predicates: tuple[Predicate, ...] = ()
    conditions: tuple[str, ...] = ()

    def where(self, *constraints: str) -> Scope:
        """The scope with more affine conditions."""
        return replace(self, constraints=(*self.constraints, *constraints))

    def under(self, number: int, hidden: str = "") -> Scope:
        """The scope under a data-dependent condition, whose value is kept in the hidden scalar named."""
        return replace(self, predicates=(*self.predicates, Predicate(number, len(self.dimensions))),
                       conditions=(*self.conditions, *([hidden] if hidden else [])))

    def with_value(self, name: str, number: int) -> Scope:
        """The scope with one more dimension: an integer that is fixed for each execution of what is around it."""
        inner = replace(self, dimensions=(*self.dimensions, name))
        return inner.under(number)


@dataclass(frozen=True, slots=True)
class AccessDraft:
    """An access by subscripts: None is any element along that dimension."""

    variable: str
    is_write: bool
    index: tuple[Affine | None, ...]
    exact: bool = True
    accumulates: str = ""
    subscript: str = ""


@dataclass(slots=True)
class StatementDraft:
    """A statement and its accesses."""

    name: str
    node: ast.AST
    kind: str
    scope: Scope
    order: tuple[str, ...]
    accesses: list[AccessDraft]
    may_raise: str = ""
    reason: str = ""
    text: str = ""


@dataclass(slots=True)
class LoopDraft:
    """A loop and what is in it."""

    name: str
    iterator: str
    dimension: str
    node: ast.AST
    kind: LoopKind
    step: int
    stride: str
    start: str
    stop: str
    exits: tuple[str, ...] = ()
    assumed: frozenset[str] = frozenset()
    scope: Scope = field(default_factory=lambda: Scope())
    body: list[LoopDraft | StatementDraft] = field(default_factory=list)


@dataclass(slots=True)
class Model:
    """Everything gathered about a function."""

    parameters: dict[str, str] = field(default_factory=dict)
    facts: list[str] = field(default_factory=list)
    variables: dict[str, Variable] = field(default_factory=dict)
    shapes: dict[str, tuple[Affine | None, ...]] = field(default_factory=dict)
    body: list[LoopDraft | StatementDraft] = field(default_factory=list)
    statements: list[StatementDraft] = field(default_factory=list)
    loops: list[LoopDraft] = field(default_factory=list)
    guards: dict[tuple[str, tuple[str, ...], str], Guard] = field(default_factory=dict)
    inductions: list[tuple[str, str, str]] = field(default_factory=list)
    sides: dict[str, str] = field(default_factory=dict)
    at_least: dict[str, int] = field(default_factory=dict)
    tainted: bool = False
    _names: dict[str, str] = field(default_factory=dict)
    _used: set[str] = field(default_factory=set)
    _numbers: int = 0

    def unique(self, wanted: str) -> str:
        """A name isl accepts that nothing else has."""
        base = re.sub(r"\W", "_", wanted) or "x"
        base = f"{base}_" if base in _KEYWORDS or re.fullmatch(r"[SL]\d+", base) else base
        base = f"v{base}" if base[0].isdigit() else base
        name, count = base, 2
        while name in self._used:
            name, count = f"{base}_{count}", count + 1
        self._used.add(name)
        return name

    def number(self) -> int:
        """A new number for a data-dependent condition."""
        self._numbers += 1
        return self._numbers

    def parameter(self, meaning: str, at_least: int | None = None) -> Affine:
        """A parameter with its meaning in the source; a lower bound becomes a fact."""
        name = self.unique(meaning.replace(".shape[", "_").rstrip("]"))
        self.parameters[name] = meaning
        if at_least is not None:
            self.facts.append(f"{name} >= {at_least}")
            self.at_least[name] = at_least
        return Affine.of(name)

    def is_positive(self, value: Affine) -> bool:
        """Whether the bounds of its names show that a sum is never negative."""
        total = value.constant
        for atom, factor in value.terms:
            if atom.kind != "name" or factor < 0 or atom.detail not in self.at_least:
                return False
            total += factor * self.at_least[atom.detail]
        return total >= 0

    def tuple_name(self, variable: str) -> str:
        """The isl tuple name of a variable."""
        if variable not in self._names:
            self._names[variable] = self.unique(variable)
        return self._names[variable]

    def declare(self, variable: Variable, shape: tuple[Affine | None, ...] = ()) -> None:
        """Enter a variable once; a second entry wins only if it knows more."""
        if variable.name not in self.variables:
            self.variables[variable.name] = variable
            self.shapes[variable.name] = shape

    def guard(self, kind: str, subject: Iterable[str], condition: str, line: int) -> None:
        """Enter a guard once."""
        key = (kind, tuple(subject), condition)
        self.guards.setdefault(key, Guard(*key, line))


def line_of(node: Any) -> int:
    """First source line of a syntax tree."""
    return int(getattr(node, "lineno", 0))
