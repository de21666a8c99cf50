"""What random programs are made of: arrays and counters with known bounds, subscripts that stay inside, expressions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

HELPERS = '''\
def mixed(x, y):
    """Plain arithmetic."""
    return x - 2 * y


def clipped(x, low, high):
    """Branches."""
    if x < low:
        return low
    if x > high:
        return high
    return x


def put(a, i, value):
    """Writes into its argument."""
    a[i] = value


def total(a):
    """Reads a whole row."""
    s = 0
    for v in a:
        s += v
    return s
'''
"""Functions that programs may call; jitted where programs are."""


@dataclass(frozen=True)
class ArrayKind:
    """An array argument: ``sizes`` names the length of each dimension, ``layout`` is C, F, strided or reversed."""

    name: str
    dtype: str
    sizes: tuple[str, ...]
    layout: str = "C"
    is_index: bool = False

    @property
    def kind(self) -> str:
        """``int`` or ``float``."""
        return "int" if self.dtype == "int64" else "float"


@dataclass(frozen=True)
class Counter:
    """A loop variable from ``low`` to ``size - 1 - high``; ``size`` is "" for a few small numbers."""

    name: str
    size: str
    low: int = 0
    high: int = 0


@dataclass
class Drawing:
    """The state of a program that is being drawn.

    ``rounds`` allows divisions and roots, so that sums depend on their order; ``overlaps`` allows slices of one array on
    both sides, where NumPy and Numba differ.
    """

    random: Random
    arrays: list[ArrayKind]
    rounds: bool = False
    overlaps: bool = False
    lines: list[str] = field(default_factory=list)
    scalars: dict[str, str] = field(default_factory=dict)
    numbers: int = 0
    statements: int = 0

    def add(self, depth: int, text: str) -> None:
        """One more line."""
        self.lines.append("    " * depth + text)

    def fresh(self, start: str) -> str:
        """A new name."""
        self.numbers += 1
        return f"{start}{self.numbers}"

    def chance(self, one_in: float) -> bool:
        """True once in so many times."""
        return self.random.random() * one_in < 1.0

    def subscript(self, size: str, around: Sequence[Counter]) -> str:
        """A subscript of a dimension of a given size, inside its bounds or at most wrapping once."""
        random = self.random
        fitting = [counter for counter in around if counter.size == size]
        if not fitting or self.chance(12):
            small = [counter.name for counter in around if not counter.size]
            return random.choice(["0", "-1", "0", f"{size} - 1", f"{size} // 2", *small[:1]])
        one = random.choice(fitting[-2:] if self.chance(1.5) else fitting)
        kind = random.randrange(24)
        if kind < 9:
            return one.name
        if kind < 17:
            offset = random.randint(-one.low, one.high) if one.low or one.high else random.choice((0, 0, 0, 0, -1))
            return one.name if offset == 0 else f"{one.name} {'-' if offset < 0 else '+'} {abs(offset)}"
        if kind == 17:
            return f"{size} - 1 - {one.name}"
        if kind == 18:
            return f"{one.name} // 2"
        other = random.choice(fitting).name
        if kind == 19:
            return random.choice([f"({one.name} + {other}) // 2", f"({one.name} + {other}) % {size}",
                                  f"abs({one.name} - {other})"])
        if kind == 20:
            return f"{one.name} - {other}"
        if kind == 21:
            return random.choice([f"min({one.name} + 1, {size} - 1)", f"max({one.name} - 1, 0)"])
        tables = [a for a in self.arrays if a.is_index and a.sizes[0] == size]
        return f"{random.choice(tables).name}[{one.name}]" if tables else one.name

    def element(self, around: Sequence[Counter], kind: str = "", written: bool = False) -> str:
        """An element of an array of a kind (``int`` elements serve where ``float`` is asked for)."""
        arrays = [a for a in self.arrays if (kind != "int" or a.kind == "int") and not (written and a.is_index)]
        sizes = {counter.size for counter in around}
        near = [a for a in arrays if set(a.sizes) <= sizes] or arrays
        if not near:
            return "1"
        one = self.random.choice(near)
        return f"{one.name}[{', '.join(self.subscript(size, around) for size in one.sizes)}]"

    def leaf(self, around: Sequence[Counter], kind: str) -> str:
        """A number, a counter, a scalar or an element."""
        random = self.random
        choice = random.randrange(12)
        if choice < 7:
            return self.element(around, kind)
        if choice < 9:
            return str(random.randrange(1, 9)) if kind == "int" or self.chance(2) else f"{random.randrange(1, 9)}.0"
        if choice == 9 and around:
            return random.choice(around).name
        fitting = [name for name, its in self.scalars.items() if its == kind or kind == "float"]
        return random.choice(fitting) if fitting else self.element(around, kind)

    def expression(self, around: Sequence[Counter], kind: str, depth: int = 2) -> str:
        """An expression of a kind; products stay small, so that sums of floats are exact unless ``rounds``."""
        random = self.random
        if depth == 0 or self.chance(4):
            return self.leaf(around, kind)
        left, right = self.expression(around, kind, depth - 1), self.expression(around, kind, depth - 1)
        choice = random.randrange(20)
        if choice < 8:
            return f"{left} + {right}"
        if choice < 11:
            return f"{left} - ({right})" if " " in right else f"{left} - {right}"
        if choice == 11:
            return f"{random.choice(['min', 'max'])}({left}, {right})"
        if choice == 12:
            return f"({left}) * {random.choice(['2', '3', '-1'])}"
        if choice == 13:
            return f"(({left}) * ({right})) % 11"
        if choice == 14:
            return f"abs({left})"
        if choice == 15:
            return f"mixed({left}, {right})"
        if choice == 16:
            return f"clipped({left}, {random.randrange(-9, 0)}, {random.randrange(0, 9)})"
        if choice == 17:
            return f"({left} if {self.condition(around)} else {right})"
        if self.rounds and kind == "float":
            return random.choice([f"({left}) / 3.0", f"np.sqrt(abs({left}))", f"0.3 * ({left})", f"({left}) * ({right})"])
        return f"({left}) // 2" if kind == "int" else f"({left}) % 7"

    def condition(self, around: Sequence[Counter]) -> str:
        """A comparison: of counters, or of data."""
        random = self.random
        if around and self.chance(2):
            one = random.choice(around).name
            return random.choice([f"{one} % 2 == 0", f"{one} > 1", f"{one} < {random.choice(['n', 'm'])} - 2",
                                  f"{one} != {random.choice(around).name}", f"{one} <= {random.choice(around).name}"])
        return f"{self.leaf(around, 'float')} {random.choice(['<', '>', '<=', '=='])} {self.leaf(around, 'float')}"
