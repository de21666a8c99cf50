"""Affine integers: sums of parameters, iterators, and floors, remainders and extremes of such sums, times constants."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Affine:
    """An integer as ``constant`` plus atoms times integers.

    Attributes
    ----------
    constant
        The constant term.
    terms
        Pairs (atom, factor), sorted by the atom's text, factors not 0.
    """

    constant: int
    terms: tuple[tuple[Atom, int], ...] = ()

    @staticmethod
    def of(name: str) -> Affine:
        """The value of a parameter or an iterator."""
        return Affine(0, ((Atom("name", name, ()), 1),))

    def __add__(self, other: Affine | int) -> Affine:
        """Sum."""
        right = other if isinstance(other, Affine) else Affine(other)
        factors = dict(self.terms)
        for atom, factor in right.terms:
            factors[atom] = factors.get(atom, 0) + factor
        kept = sorted(((a, f) for a, f in factors.items() if f), key=lambda term: term[0].text)
        return Affine(self.constant + right.constant, tuple(kept))

    def __mul__(self, factor: int) -> Affine:
        """Product with a constant."""
        return Affine(self.constant * factor, tuple((a, f * factor) for a, f in self.terms) if factor else ())

    def __sub__(self, other: Affine | int) -> Affine:
        """Difference."""
        return self + other * -1

    def floored(self, divisor: int) -> Affine:
        """Floor of the quotient by a positive constant (Python's ``//``)."""
        if all(f % divisor == 0 for _, f in self.terms):
            return Affine(self.constant // divisor, tuple((a, f // divisor) for a, f in self.terms))
        return _wrapped("floor", str(divisor), (self,))

    def remainder(self, divisor: int) -> Affine:
        """Remainder by a positive constant, never negative (Python's ``%``)."""
        return Affine(self.constant % divisor) if not self.terms else _wrapped("mod", str(divisor), (self,))

    @property
    def names(self) -> frozenset[str]:
        """Parameters and iterators it depends on."""
        found: set[str] = set()
        for atom, _ in self.terms:
            found |= atom.names
        return frozenset(found)

    @property
    def text(self) -> str:
        """In the syntax of isl."""
        parts = [f"{'' if f == 1 else '-' if f == -1 else f'{f}*'}{a.text}" for a, f in self.terms]
        if self.constant or not parts:
            parts.append(str(self.constant))
        return " + ".join(parts).replace("+ -", "- ")

    def replaced(self, values: Mapping[str, Affine]) -> Affine:
        """The same sum with other values in place of names."""
        total = Affine(self.constant)
        for atom, factor in self.terms:
            total = total + atom.replaced(values) * factor
        return total


@dataclass(frozen=True, slots=True)
class Atom:
    """A name, or one of ``floor`` (of a quotient), ``mod``, ``min`` and ``max`` of sums."""

    kind: str
    detail: str
    inside: tuple[Affine, ...]

    @property
    def text(self) -> str:
        """In the syntax of isl."""
        if self.kind == "name":
            return self.detail
        if self.kind == "floor":
            return f"floor(({self.inside[0].text})/{self.detail})"
        if self.kind == "mod":
            return f"(({self.inside[0].text}) mod {self.detail})"
        return f"{self.kind}({', '.join(part.text for part in self.inside)})"

    @property
    def names(self) -> frozenset[str]:
        """Parameters and iterators it depends on."""
        return frozenset({self.detail}) if self.kind == "name" else frozenset().union(*(p.names for p in self.inside))

    def replaced(self, values: Mapping[str, Affine]) -> Affine:
        """The value of the atom with other values in place of names."""
        if self.kind == "name":
            return values.get(self.detail, Affine(0, ((self, 1),)))
        inside = tuple(part.replaced(values) for part in self.inside)
        if self.kind == "floor":
            return inside[0].floored(int(self.detail))
        return inside[0].remainder(int(self.detail)) if self.kind == "mod" else extreme(self.kind, *inside)


def _wrapped(kind: str, detail: str, inside: tuple[Affine, ...]) -> Affine:
    return Affine(0, ((Atom(kind, detail, inside), 1),))


def extreme(kind: str, first: Affine, *others: Affine) -> Affine:
    """Minimum (``min``) or maximum (``max``) of sums; those that differ by a constant fall together."""
    choose: Callable[..., int] = min if kind == "min" else max
    best = first
    for other in others:
        difference = other - best
        if difference.terms:
            best = _wrapped(kind, "", (best, other))
        elif choose(difference.constant, 0) == difference.constant:
            best = other
    return best


def constant_of(value: object) -> int | None:
    """The number an affine integer always is, or None."""
    return value.constant if isinstance(value, Affine) and not value.terms else None
