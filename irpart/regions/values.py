"""What expressions stand for while a function is read: affine integers, other scalars, arrays and views of them, tuples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from irpart.regions.affine import Affine, constant_of


@dataclass(frozen=True, slots=True)
class Scalar:
    """A number that is not an affine integer; ``variable`` names the scalar it is the value of, if any.

    ``is_fresh``: not a number, but a new array, made in a way that is not modelled, that nothing else looks at.
    """

    variable: str = ""
    is_fresh: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """Along one dimension of an array: element ``offset + stride * q`` for index q of a view's axis ``axis``."""

    axis: int
    offset: Affine
    stride: int


@dataclass(frozen=True, slots=True)
class Part:
    """Elements of one array that an expression reads: per dimension a fixed subscript, None (any) or an axis."""

    variable: str
    index: tuple[Affine | Axis | None, ...]
    subscript: str = ""

    def element(self, at: tuple[Affine, ...]) -> tuple[Affine | None, ...]:
        """Subscripts of the element that index ``at`` of the expression reads."""
        return tuple(at[i.axis] * i.stride + i.offset if isinstance(i, Axis) else i for i in self.index)


@dataclass(frozen=True, slots=True)
class ArrayValue:
    """An array expression: its shape (None: unknown length; no shape: unknown rank) and what each element reads."""

    shape: tuple[Affine | None, ...] | None
    parts: tuple[Part, ...]
    is_view: bool = False

    @property
    def base(self) -> str:
        """The array a view looks at."""
        return self.parts[0].variable


@dataclass(frozen=True, slots=True)
class TupleValue:
    """A tuple of values."""

    items: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Unbound:
    """An array variable that may be any of several arrays."""


Value = Affine | Scalar | ArrayValue | TupleValue | Unbound


def whole(variable: str, shape: tuple[Affine | None, ...]) -> ArrayValue:
    """A view of all of an array."""
    return ArrayValue(shape, (Part(variable, tuple(Axis(d, Affine(0), 1) for d in range(len(shape)))),), True)


def blurred(value: ArrayValue, rank: int | None = None) -> ArrayValue:
    """The same arrays with unknown elements: what is left of a view whose subscripts are not modelled."""
    parts = tuple(Part(part.variable, (None,) * len(part.index), part.subscript) for part in value.parts)
    return ArrayValue(None if rank is None else (None,) * rank, parts, value.is_view)


def permuted(value: ArrayValue, order: tuple[int, ...]) -> ArrayValue:
    """Axes in another order: axis k of the result is axis ``order[k]``."""
    if value.shape is None:
        return value
    place = {old: new for new, old in enumerate(order)}
    parts = tuple(Part(p.variable, tuple(Axis(place[i.axis], i.offset, i.stride) if isinstance(i, Axis) else i
                                         for i in p.index), p.subscript) for p in value.parts)
    return ArrayValue(tuple(value.shape[old] for old in order), parts, value.is_view)


@dataclass(frozen=True, slots=True)
class Slice:
    """A slice of one axis: first index, number of elements (None unknown), step (0 unknown)."""

    start: Affine
    length: Affine | None
    step: int


def subscripted(value: ArrayValue, indices: tuple[Affine | Slice | str | None, ...], text: str) -> ArrayValue:
    """A view of a view: an affine integer or None (unknown integer) drops an axis, a slice keeps it, "new" adds one."""
    assert value.shape is not None
    shape: list[Affine | None] = []
    mapping: list[Axis | Affine | None] = []
    for index in (*indices, *(["all"] * (len(value.shape) - sum(i != "new" for i in indices)))):
        if index == "new":
            shape.append(Affine(1))
        elif isinstance(index, Slice):
            mapping.append(Axis(len(shape), index.start, index.step) if index.step else None)
            shape.append(index.length)
        elif index == "all":
            length = value.shape[len(mapping)]
            mapping.append(Axis(len(shape), Affine(0), 1))
            shape.append(length)
        else:
            mapping.append(index if isinstance(index, Affine) else None)
    parts = tuple(Part(p.variable, tuple(_composed(i, mapping) for i in p.index), text or p.subscript) for p in value.parts)
    return ArrayValue(tuple(shape), parts, value.is_view)


def _composed(inner: Affine | Axis | None, mapping: list[Axis | Affine | None]) -> Affine | Axis | None:
    if not isinstance(inner, Axis):
        return inner
    outer = mapping[inner.axis]
    if outer is None:
        return None
    if isinstance(outer, Axis):
        return Axis(outer.axis, outer.offset * inner.stride + inner.offset, outer.stride * inner.stride)
    return outer * inner.stride + inner.offset


def broadcast(values: list[ArrayValue]) -> tuple[ArrayValue, list[tuple[Affine, Affine]]]:
    """Element by element: the joint value, and pairs of lengths that must be equal for it to be right."""
    if any(value.shape is None for value in values):
        parts = tuple(part for value in values for part in blurred(value).parts)
        return ArrayValue(None, parts), []
    shapes = [value.shape or () for value in values]
    rank = max(map(len, shapes))
    joint: list[Affine | None] = [Affine(1)] * rank
    equal: list[tuple[Affine, Affine]] = []
    for shape in shapes:
        for axis, length in enumerate(shape, rank - len(shape)):
            before = joint[axis]
            if constant_of(before) == 1:
                joint[axis] = length
            elif before is None:
                joint[axis] = length if constant_of(length) != 1 else None
            elif length is not None and constant_of(length) != 1 and length != before:
                equal.append((before, length))
    parts = tuple(_spread(part, shape, joint) for value, shape in zip(values, shapes, strict=True) for part in value.parts)
    return ArrayValue(tuple(joint), parts), equal


def _spread(part: Part, shape: tuple[Affine | None, ...], joint: list[Affine | None]) -> Part:
    shift = len(joint) - len(shape)

    def moved(index: Affine | Axis | None) -> Affine | Axis | None:
        if not isinstance(index, Axis):
            return index
        if constant_of(shape[index.axis]) == 1:
            return index.offset
        return Axis(index.axis + shift, index.offset, index.stride)

    return Part(part.variable, tuple(map(moved, part.index)), part.subscript)
