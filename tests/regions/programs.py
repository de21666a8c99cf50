"""Random loop programs: source text for Numba and for CPython, the latter telling each access as it happens."""

from __future__ import annotations

import linecache
from dataclasses import dataclass, field
from random import Random
from typing import Any

import numpy as np

SIZE = {"A": 1, "B": 2, "C": 1}


@dataclass
class Made:
    """Lines of a program; ``places`` maps a line (1-based) to the iterators around it, ``loops`` those of loops."""

    lines: list[str] = field(default_factory=list)
    places: dict[int, tuple[str, ...]] = field(default_factory=dict)
    loops: dict[int, str] = field(default_factory=dict)

    def add(self, depth: int, text: str, around: tuple[str, ...] | None = None) -> None:
        """One more line."""
        self.lines.append("    " * depth + text)
        if around is not None:
            self.places[len(self.lines)] = around


class _Maker:
    """Draws a program; ``wild`` adds data-dependent conditions and subscripts."""

    def __init__(self, random: Random, wild: bool) -> None:
        self.random, self.wild = random, wild
        self.made = Made()
        self.names = iter("ijklxyz")
        self.statements = 0

    def affine(self, around: tuple[str, ...], spread: int = 2) -> str:
        """A subscript: an iterator, a constant, a negative constant, a sum, a reversal."""
        random = self.random
        kind = random.randrange(8) if around else 4
        if kind < 3:
            return f"{random.choice(around)} + {random.randrange(spread + 1)}"
        if kind == 3:
            return f"{random.choice(around)} - {random.randrange(1, 3)}"
        if kind == 4:
            return random.choice(["0", "1", "2", "-1", "-2"])
        if kind == 5:
            return f"n - 1 - {random.choice(around)}"
        if kind == 6:
            return f"{random.choice(around)} // 2"
        return " + ".join(random.sample(around, min(2, len(around))))

    def element(self, around: tuple[str, ...]) -> str:
        """An element of an array; all arrays are long enough for any subscript."""
        name = self.random.choice(list(SIZE))
        if self.wild and name == "C" and self.random.randrange(3) == 0:
            return f"C[K[{self.affine(around)}]]"
        return f"{name}[{', '.join(self.affine(around) for _ in range(SIZE[name]))}]"

    def expression(self, around: tuple[str, ...]) -> str:
        """One to three operands."""
        operands = [self.random.choice([self.element(around), self.element(around), "7", "s", *around])
                    for _ in range(self.random.randrange(1, 4))]
        return f" {self.random.choice('+-')} ".join(operands)

    def statement(self, depth: int, around: tuple[str, ...]) -> None:
        """An assignment, an accumulation, a slice or a scalar."""
        random, add = self.random, self.made.add
        self.statements += 1
        kind = random.randrange(8)
        if kind < 4:
            add(depth, f"{self.element(around)} = {self.expression(around)}", around)
        elif kind == 4:
            add(depth, f"{self.element(around)} += {self.expression(around)}", around)
        elif kind == 5:
            add(depth, f"s = {self.expression(around)}", around)
        elif kind == 6:
            low = random.randrange(3)
            other = random.randrange(3)
            last = random.randrange(1, 3)
            right = random.choice(["A", "C"])
            add(depth, f"{random.choice('AC')}[{low}:n - {last}] {random.choice(['=', '+='])} "
                       f"{right}[{other}:n - {last} + {other - low}] + {random.choice(['1', 's', 'C[0]'])}", around)
        else:
            add(depth, f"t += {self.element(around)}", around)

    def block(self, depth: int, around: tuple[str, ...], level: int) -> None:
        """Statements, loops and conditions."""
        for _ in range(self.random.randrange(1, 3)):
            kind = self.random.randrange(6)
            if kind < 3 and level < 3 and self.statements < 4:
                self.loop(depth, around, level)
            elif kind == 3 and around and level < 4:
                self.condition(depth, around, level)
            else:
                self.statement(depth, around)

    def loop(self, depth: int, around: tuple[str, ...], level: int) -> None:
        """A loop with affine bounds, also triangular, with a step of any sign, or empty."""
        random = self.random
        name = next(self.names, "")
        if not name:
            return self.statement(depth, around)
        low = random.choice(["0", "1", "2", *around])
        high = random.choice(["n", "n - 1", "m", "3", *(f"{a} + 2" for a in around)])
        bounds = random.choice([high, f"{low}, {high}", f"{low}, {high}", f"{low}, {high}, 2", f"{high} - 1, {low} - 1, -1",
                                f"{high}, {low}, -2"])
        self.made.add(depth, f"for {name} in range({bounds}):")
        self.made.loops[len(self.made.lines)] = name
        self.block(depth + 1, (*around, name), level + 1)
        return None

    def condition(self, depth: int, around: tuple[str, ...], level: int) -> None:
        """An affine or, in wild programs, data-dependent condition, maybe with another branch or a ``continue``."""
        random = self.random
        tests = [f"{random.choice(around)} < {random.choice(['n - 2', 'm', '2', *around])}",
                 f"{random.choice(around)} % 2 == 0", f"{random.choice(around)} > 0 and n > 3"]
        data = self.wild and random.randrange(2) == 0
        self.made.add(depth, f"if {self.element(around) + ' > 3' if data else random.choice(tests)}:", around)
        if random.randrange(4) == 0:
            self.made.add(depth + 1, "continue")
        else:
            self.block(depth + 1, around, level + 1)
            if random.randrange(2):
                self.made.add(depth, "else:")
                self.statement(depth + 1, around)


def make_program(random: Random, wild: bool) -> Made:
    """A random function ``program(A, B, C, K, n, m)`` that returns ``s + t``."""
    maker = _Maker(random, wild)
    made = maker.made
    made.add(0, "def program(A, B, C, K, n, m):")
    made.add(1, "s = 0")
    made.add(1, "t = 0")
    maker.loop(1, (), 0)
    maker.block(1, (), 0)
    made.add(1, "return s + t")
    return made


def function_of(lines: list[str], **names: Any) -> Any:
    """The function that lines define, with a source that ``inspect`` finds."""
    text = "\n".join(lines) + "\n"
    file = "<program>"
    linecache.cache[file] = (len(text), None, text.splitlines(True), file)
    scope: dict[str, Any] = dict(names)
    exec(compile(text, file, "exec"), scope)
    return scope["program"]


def make_arrays(n: int, seed: int = 0) -> dict[str, np.ndarray]:
    """Arrays long enough for all subscripts that programs use."""
    random = np.random.default_rng(seed)
    length = 2 * n + 6
    return {"A": random.integers(0, 9, length), "B": random.integers(0, 9, (length, length)),
            "C": random.integers(0, 9, length), "K": random.integers(0, length, length)}


class Recorded:
    """An array that tells each access to ``log`` as (array, element, is_write)."""

    def __init__(self, name: str, values: np.ndarray, log: list[tuple[str, tuple[int, ...], bool]]) -> None:
        self.name, self.values, self.log = name, values, log

    def elements(self, key: Any) -> list[tuple[int, ...]]:
        """Elements that a subscript stands for."""
        numbers = np.arange(self.values.size).reshape(self.values.shape)[key]
        return [tuple(int(i) for i in np.unravel_index(number, self.values.shape)) for number in np.ravel(numbers)]

    def __getitem__(self, key: Any) -> Any:
        self.log += [(self.name, element, False) for element in self.elements(key)]
        return self.values[key] if not isinstance(key, slice) else self.values[key].copy()

    def __setitem__(self, key: Any, value: Any) -> None:
        self.log += [(self.name, element, True) for element in self.elements(key)]
        self.values[key] = value


Event = tuple[int, tuple[int, ...], str, tuple[int, ...], bool]


def observed(made: Made, n: int, m: int) -> list[Event]:
    """Run a program in CPython: (line, iteration, array, element, is_write) in the order of execution."""
    events: list[Event] = []
    log: list[tuple[str, tuple[int, ...], bool]] = []
    place: list[tuple[int, tuple[int, ...]]] = [(0, ())]

    def flush() -> None:
        events.extend((*place[0], *access) for access in log)
        log.clear()

    def at(line: int, iteration: tuple[int, ...]) -> bool:
        flush()
        place[0] = line, iteration
        return True

    lines = []
    for number, line in enumerate(made.lines, 1):
        text = line.lstrip()
        if number in made.places:
            call = f"at({number}, ({''.join(name + ', ' for name in made.places[number])}))"
            text = f"if {call} and {text[3:]}" if text.startswith("if ") else f"{call}; {text}"
        lines.append(line[:len(line) - len(line.lstrip())] + text)
    arrays = {name: Recorded(name, values, log) for name, values in make_arrays(n).items()}
    function_of(lines, at=at)(*arrays.values(), n, m)
    flush()
    return events
