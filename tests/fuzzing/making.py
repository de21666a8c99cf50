"""The generator: random functions in natural Python for Numba, with what goes wrong when loops run in parallel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from tests.fuzzing.array_idioms import ARRAY_IDIOMS
from tests.fuzzing.drawing import ArrayKind, Counter, Drawing
from tests.fuzzing.idioms import IDIOMS, NESTS

DEEPEST, MOST_STATEMENTS = 4, 7


@dataclass(frozen=True)
class Program:
    """A function ``program`` and its array arguments; ``n`` and ``m`` follow them, and ``step``, a positive number.

    ``exact``: all numbers stay small integers, so that any order of a sum gives the same.
    """

    text: str
    arrays: tuple[ArrayKind, ...]
    exact: bool


def make_program(seed: int, nests: bool = False, overlaps: bool = False) -> Program:
    """The random program with a number; with ``nests`` only of loops that may be tiled, skewed or put into another order."""
    random = Random(seed)
    nests = random.random() < 0.25 or nests
    arrays = _arrays(random, nests)
    drawing = Drawing(random, arrays, rounds=random.random() < 0.25, overlaps=overlaps)
    drawing.add(0, f"def program({', '.join(a.name for a in arrays)}, n, m, step):")
    for name, kind in (("s", "float"), ("c", "int")):
        drawing.add(1, f"{name} = {'0.0' if kind == 'float' else '0'}")
        drawing.scalars[name] = kind
    if nests:
        for _ in range(random.choice((1, 1, 2))):
            random.choice(NESTS)(drawing, 1, [])
    else:
        _loop(drawing, 1, [])
    for _ in range(random.choice((0, 0, 1, 1, 2)) if not nests else 0):
        random.choice((_loop, _loop, _statement, _idiom))(drawing, 1, [])
    if seed % 3 == 2 and not nests:
        drawing.random = Random(seed + 1)
        for _ in range(drawing.random.choice((1, 1, 2))):
            drawing.random.choice(ARRAY_IDIOMS)(drawing)
    drawing.add(1, f"return {', '.join(drawing.scalars)}")
    return Program("\n".join(drawing.lines) + "\n", tuple(arrays), not drawing.rounds)


def _arrays(random: Random, nests: bool) -> list[ArrayKind]:
    """One to three arrays, often alike so that they may be one; at times a table of indices."""
    arrays = []
    alike = nests or random.random() < 0.5
    rank = random.choice((1, 1, 2, 2, 2, 3)) if not nests else random.choice((2, 2, 2, 3))
    dtype = random.choice(("float64", "float64", "int64", "float32"))
    layout = random.choice(("C", "C", "C", "C", "F", "strided", "reversed"))
    square = random.random() < 0.5
    for name in "ABC"[:random.choice((1, 2, 2, 3))]:
        if not alike and arrays:
            rank = random.choice((1, 1, 2))
            dtype, layout = random.choice(("float64", "int64", "float32")), random.choice(("C", "C", "F", "strided"))
        sizes = ("n", "n" if square else "m", "n")[:rank]
        if rank == 1 and not alike:
            sizes = (random.choice("nnm"),)
        arrays.append(ArrayKind(name, dtype, sizes, "C" if rank == 1 and layout == "F" else layout))
    if random.random() < 0.3:
        arrays.append(ArrayKind("K", "int64", (random.choice(arrays).sizes[0],), is_index=True))
    return arrays


def _block(drawing: Drawing, depth: int, around: Sequence[Counter]) -> None:
    """Statements, loops, conditions and idioms."""
    before = len(drawing.lines)
    for _ in range(drawing.random.choice((1, 1, 2, 2, 3))):
        kind = drawing.random.randrange(12)
        room = drawing.statements < MOST_STATEMENTS
        if kind < 4 and len(around) < 3 and depth < DEEPEST and room:
            _loop(drawing, depth, around)
        elif kind == 4 and depth < DEEPEST and room:
            _condition(drawing, depth, around)
        elif kind == 5 and room:
            _idiom(drawing, depth, around)
        elif room or len(drawing.lines) == before:
            _statement(drawing, depth, around)


def _loop(drawing: Drawing, depth: int, around: Sequence[Counter]) -> None:
    """A loop over a dimension, over part of it, from an outer counter on, backwards, with a step, or a number of times."""
    random = drawing.random
    used = {counter.name for counter in around}
    name = next(letter for letter in "ijklpq" if letter not in used)
    size = random.choice([size for array in drawing.arrays for size in array.sizes])
    outer = [counter for counter in around if counter.size]
    low, high = random.choice((0, 0, 1, 1, 2)), random.choice((0, 0, 1, 1, 2))
    ends = f"{size} - {high}" if high else size
    kind = random.randrange(16)
    if kind < 6 or (kind < 10 and not outer):
        counter, bounds = Counter(name, size, low, high), f"{low}, {ends}" if low else ends
    elif kind < 10:
        one = random.choice(outer)
        counter, bounds = random.choice([
            (Counter(name, one.size, 0, one.high + 1), one.name), (Counter(name, one.size, 0, one.high), f"{one.name} + 1"),
            (Counter(name, one.size, one.low, 0), f"{one.name}, {one.size}"),
            (Counter(name, one.size, one.low + 1, 0), f"{one.name} + 1, {one.size}"),
            (Counter(name, one.size, 0, one.low), f"{one.size} - {one.name}")])
    elif kind == 10:
        counter, bounds = Counter(name, size, low, high), f"{size} - {1 + high}, {low - 1}, -1"
    elif kind == 11:
        counter, bounds = Counter(name, size, low, high), f"{low}, {ends}, {random.choice(['2', '3', 'step'])}"
    elif kind == 12:
        counter, bounds = Counter(name, size, low, high), f"{size} - {1 + high}, {low - 1}, -2"
    elif kind == 13:
        counter = Counter(name, size, 0, 0)
        bounds = random.choice([f"{size} // 2", f"{size} // 2, {size}", f"min({size}, 4)"])
    else:
        counter, bounds = Counter(name, ""), random.choice(["3", "2", "step", "c % 3"])
    if kind == 9 and outer and drawing.chance(3):
        drawing.add(depth, f"for {name} in range({bounds}, -1, -1):" if "," not in bounds and " " not in bounds
                    else f"for {name} in range({bounds}):")
        counter = Counter(name, counter.size, 0, 0) if "," not in bounds and " " not in bounds else counter
    else:
        drawing.add(depth, f"for {name} in range({bounds}):")
    scalars = dict(drawing.scalars)
    _block(drawing, depth + 1, (*around, counter))
    drawing.scalars = scalars
    if drawing.chance(25):
        drawing.add(depth, f"c += {name}")


def _condition(drawing: Drawing, depth: int, around: Sequence[Counter]) -> None:
    """An ``if``, at times with another branch, or one that leaves the iteration, the loop or the function."""
    drawing.add(depth, f"if {drawing.condition(around)}:")
    if around and drawing.chance(5):
        drawing.add(depth + 1, drawing.random.choice(["continue", "continue", "break", "return s, c",
                                                      "raise ValueError('too large')"]))
        return
    scalars = dict(drawing.scalars)
    _block(drawing, depth + 1, around)
    drawing.scalars = scalars
    if drawing.chance(3):
        drawing.add(depth, "else:")
        _statement(drawing, depth + 1, around)
    drawing.scalars = scalars


def _statement(drawing: Drawing, depth: int, around: Sequence[Counter]) -> None:
    """An assignment to an element or a scalar, or an accumulation."""
    random = drawing.random
    drawing.statements += 1
    kind = random.randrange(14)
    if kind < 6 or not around:
        target = drawing.element(around, written=True)
        drawing.add(depth, f"{target} = {drawing.expression(around, _kind(drawing, target))}")
    elif kind < 8:
        target = drawing.element(around, written=True)
        value = drawing.expression(around, _kind(drawing, target), 1)
        drawing.add(depth, f"{target} {random.choice(['+=', '+=', '-='])} {value}")
    elif kind < 10:
        name, its = drawing.fresh("t"), random.choice(("float", "int"))
        drawing.add(depth, f"{name} = {drawing.expression(around, its)}")
        drawing.scalars[name] = its
        target = drawing.element(around, its if its == "float" else "", written=True)
        value = drawing.expression(around, its if its == "int" else _kind(drawing, target), 1)
        fits = its == "int" or _kind(drawing, target) == "float"
        drawing.add(depth, f"{target} = {name} + {value}" if fits else f"{target} = int({name})")
    else:
        name = random.choice([name for name in drawing.scalars if name in "sc"])
        value = drawing.expression(around, drawing.scalars[name], 1)
        if drawing.chance(30):
            name, value = around[-1].name, drawing.expression(around, "int", 1)
        drawing.add(depth, random.choice([f"{name} += {value}", f"{name} += {value}", f"{name} = {value}",
                                          f"{name} = max({name}, {value})", f"{name} = min({value}, {name})"]))


def _kind(drawing: Drawing, target: str) -> str:
    return next((array.kind for array in drawing.arrays if array.name == target[0]), "float")


def _idiom(drawing: Drawing, depth: int, around: Sequence[Counter]) -> None:
    """One of the known shapes."""
    drawing.statements += 1
    drawing.random.choice(IDIOMS)(drawing, depth, around)
