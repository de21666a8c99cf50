"""Random nests: two or three deep, imperfect, triangular, with reductions and shared scalars."""

from __future__ import annotations

from random import Random

_ARRAYS = {"A": 2, "B": 2, "C": 2, "x": 1, "y": 1}


class Maker:
    """Draws the lines of a function ``program(A, B, C, x, y, n, m)`` over arrays with at least n + 3 elements an axis."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.lines = ["def program(A, B, C, x, y, n, m):", "    s = 0.0", "    t = 1.0"]
        for _ in range(self.random.randrange(1, 3)):
            self._loop(1, ())
        self.lines.append("    return s + t")

    @property
    def text(self) -> str:
        """The function."""
        return "\n".join(self.lines) + "\n"

    def _subscript(self, around: tuple[str, ...]) -> str:
        kind = self.random.randrange(8)
        name = self.random.choice(around)
        if kind < 6:
            return name
        return f"{name} + {self.random.randrange(1, 3)}" if kind == 6 else str(self.random.randrange(3))

    def _element(self, around: tuple[str, ...]) -> str:
        name = self.random.choice(list(_ARRAYS))
        return f"{name}[{', '.join(self._subscript(around) for _ in range(_ARRAYS[name]))}]"

    def _expression(self, around: tuple[str, ...]) -> str:
        parts = [self.random.choice([self._element(around)] * 5 + ["s", "t", "0.5", f"{self.random.choice(around)}"])
                 for _ in range(self.random.randrange(1, 4))]
        return self.random.choice([" + ", " * ", " - "]).join(parts)

    def _statement(self, depth: int, around: tuple[str, ...]) -> None:
        kind = self.random.randrange(10)
        target = self._element(around) if kind < 7 else self.random.choice("st")
        operation = self.random.choice(["=", "+=", "+=", "-="]) if kind < 7 else self.random.choice(["=", "=", "+="])
        self.lines.append("    " * depth + f"{target} {operation} {self._expression(around)}")

    def _loop(self, depth: int, around: tuple[str, ...]) -> None:
        random = self.random
        name = "ijkl"[len(around)]
        head = random.choice(["n", "n", "m", "1, n", *around, *[f"{outer} + 1, n" for outer in around],
                              *[f"{outer}, n" for outer in around]])
        self.lines.append("    " * depth + f"for {name} in range({head}):")
        inner = (*around, name)
        parts = random.randrange(1, 4) if len(around) < 2 else 1
        is_deeper = False
        for _ in range(parts):
            if len(inner) < 3 and random.randrange(3) and not (is_deeper and len(around) == 1):
                self._loop(depth + 1, inner)
                is_deeper = True
            elif len(inner) < 3 and random.randrange(4) == 0:
                self._sum(depth + 1, inner)
            elif random.randrange(5) == 0:
                self.lines.append("    " * (depth + 1) + f"if {random.choice(inner)} < {random.choice(['m', '2', *inner])}:")
                self._statement(depth + 2, inner)
            else:
                self._statement(depth + 1, inner)

    def _sum(self, depth: int, around: tuple[str, ...]) -> None:
        """A scalar that a loop of its own adds to, stored after it, maybe not the only thing in the iteration."""
        random, name = self.random, "ijkl"[len(around)]
        add = self.lines.append
        scalar = random.choice(["s", "u", "v"])
        add("    " * depth + f"{scalar} = {random.choice(['0.0', self._element(around)])}")
        add("    " * depth + f"for {name} in range({random.choice(['n', 'm', *around])}):")
        inner = around[-1]
        term = random.choice([f"A[{around[0]}, {name}] * B[{name}, {inner}]", f"B[{name}, {inner}]",
                              f"{self._element((*around, name))} * C[{name}, {inner}]"])
        add("    " * (depth + 1) + f"{scalar} += {term}")
        if random.randrange(4) == 0:
            self._statement(depth, around)
        target = random.choice([f"C[{around[0]}, {inner}]", f"y[{inner}]", self._element(around)])
        value = random.choice([scalar, scalar, scalar + " * 2.0"])
        add("    " * depth + f"{target} {random.choice(['=', '=', '+='])} {value}")
