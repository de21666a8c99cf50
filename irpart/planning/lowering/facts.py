"""What is known about sizes: values of names, bounds of loops, and the conditions taken for granted (guards)."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from irpart.planning.lowering.nodes import NotLowered
from irpart.regions.affine import Affine, Atom


def python_text(value: Affine) -> str:
    """An affine value as a Python expression."""
    parts = []
    for atom, factor in sorted(value.terms, key=lambda term: term[1] < 0):
        text = _atom_text(atom)
        parts.append(text if factor == 1 else f"-{text}" if factor == -1 else f"{factor} * {text}")
    if value.constant or not parts:
        parts.append(str(value.constant))
    return " + ".join(parts).replace("+ -", "- ")


def _atom_text(atom: Atom) -> str:
    if atom.kind == "name":
        return atom.detail
    if atom.kind == "floor":
        return f"(({python_text(atom.inside[0])}) // {atom.detail})"
    raise NotLowered("a size is not affine")


def python_expression(value: Affine) -> ast.expr:
    """An affine value as a syntax tree."""
    return ast.parse(python_text(value), mode="eval").body


@dataclass(slots=True)
class Facts:
    """Names whose values are known, loops around the place, and what has been taken for granted.

    Attributes
    ----------
    fixed
        Arguments that are never assigned: conditions on them (or on their shapes) can be checked before anything runs.
    values
        Affine values of other names that are assigned once.
    loops
        Iterators of the loops around, outermost first, with smallest and largest value.
    guards
        Conditions taken for granted: Python expression to sentence.
    """

    fixed: frozenset[str]
    values: dict[str, Affine] = field(default_factory=dict)
    loops: list[tuple[str, Affine, Affine]] = field(default_factory=list)
    guards: dict[str, str] = field(default_factory=dict)

    def at_least_zero(self, value: Affine, why: str) -> None:
        """Make sure that a value is not negative wherever the place is reached: a proof, else a guard.

        Raises
        ------
        NotLowered
            Neither is possible.
        """
        least = value
        for name, low, high in reversed(self.loops):
            factor = {atom.detail: f for atom, f in least.terms if atom.kind == "name"}.get(name, 0)
            if factor:
                least = least.replaced({name: low if factor > 0 else high})
        if least.constant >= 0 and all(f > 0 and _never_negative(atom) for atom, f in least.terms):
            return
        self._guard(least, f"{python_text(least)} >= 0", why)

    def equal(self, first: Affine, second: Affine, why: str) -> None:
        """Make sure that two values are equal: a proof, else a guard.

        Raises
        ------
        NotLowered
            Neither is possible.
        """
        difference = first - second
        if difference.terms or difference.constant:
            if difference.terms and difference.terms[0][1] < 0:
                difference = difference * -1
            more = Affine(max(difference.constant, 0), tuple(term for term in difference.terms if term[1] > 0))
            self._guard(difference, f"{python_text(more)} == {python_text(more - difference)}", why)

    def _guard(self, value: Affine, text: str, why: str) -> None:
        names = {name.partition(".")[0] for name in value.names}
        if not value.terms or not names <= self.fixed:
            raise NotLowered(f"it is not known that {text}")
        self.guards.setdefault(text, why)


def _never_negative(atom: Atom) -> bool:
    if atom.kind == "floor":
        inside = atom.inside[0]
        return inside.constant >= 0 and all(f > 0 and _never_negative(a) for a, f in inside.terms)
    return atom.kind == "name" and ".shape[" in atom.detail
