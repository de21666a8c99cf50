"""Random array programs: slices that overlap, temporaries, views, loops and sums, over few names so that they collide."""

from __future__ import annotations

import random

HEAD = "def program(a, b, A, B, k, x):\n"
SLICES = ("[:]", "[1:]", "[:-1]", "[1:-1]", "[2:]", "[:-2]")
LONG = {"[:]": 0, "[1:]": 1, "[:-1]": 1, "[1:-1]": 2, "[2:]": 2, "[:-2]": 2}
SQUARE = ("[:, :]", "[1:, 1:]", "[1:, :-1]", "[:-1, 1:]", "[:-1, :-1]")


class Generator:
    """Makes one program from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.whole = ["a", "b"]
        self.planes = ["A", "B"]

    def program(self) -> str:
        """Its source."""
        lines = self.block(1, self.random.randint(3, 7))
        return HEAD + "\n".join(lines) + f"\n    t = {self.line()}\n    return t, {self.random.choice(self.whole)} * 2, x\n"

    def block(self, depth: int, count: int) -> list[str]:
        """Statements of a block."""
        lines: list[str] = []
        for _ in range(count):
            lines += self.statement(depth)
        return lines

    def statement(self, depth: int) -> list[str]:
        """One statement, or a loop or condition with statements."""
        pad, pick = "    " * depth, self.random.random()
        if pick < 0.30:
            part = self.random.choice(SLICES)
            operator = self.random.choice(["=", "=", "+=", "*=", "-="])
            return [f"{pad}{self.random.choice(self.whole)}{part} {operator} {self.line(LONG[part])}"]
        if pick < 0.45:
            part = self.random.choice(SQUARE)
            cut = 0 if part == "[:, :]" else 1
            operator = self.random.choice(["=", "=", "+="])
            return [f"{pad}{self.random.choice(self.planes)}{part} {operator} {self.plane(cut)}"]
        if pick < 0.70:
            name = self.random.choice(["t", "u", "v"])
            value = self.line(operation=True)
            if depth == 1 and name not in self.whole:
                self.whole.append(name)
            elif name not in self.whole:
                return [f"{pad}a[k] = x"]
            return [f"{pad}{name} = {value}"]
        if pick < 0.78 and depth == 1:
            value = self.plane(operation=True)
            if "P" not in self.planes:
                self.planes.append("P")
            return [f"{pad}P = {value}"]
        if pick < 0.84:
            return [f"{pad}x = x * 0.5 + np.sum({self.line()}) * 1e-3"]
        if pick < 0.88:
            return [f"{pad}a[k] = {self.random.choice(self.whole)}[-1] + x"]
        if pick < 0.92:
            return [f"{pad}A[k] = {self.line()}", f"{pad}B[:, k] = {self.line()}"]
        if depth > 2:
            return [f"{pad}k = (k + 1) % 3"]
        head = self.random.choice(["for q in range(2):", "if k > 1:", "for w in range(3):"])
        return [pad + head, *self.block(depth + 1, self.random.randint(1, 3))]

    def line(self, cut: int = 0, deep: int = 0, operation: bool = False) -> str:
        """A 1-d expression of n - cut elements."""
        pick = self.random.random()
        if operation or pick < 0.55 - deep * 0.15:
            left, right = self.line(cut, deep + 1), self.line(cut, deep + 1)
            return self.random.choice([
                f"({left} + {right})", f"({left} - {right})", f"{left} * 0.5", f"(x * {left})",
                f"np.minimum({left}, {right})", f"np.where({left} > {right}, {left}, {right})",
                f"np.sqrt(np.abs({left}))", f"{left} / {right}",
                f"-{left}", f"{left} ** 2", f"({left} * {right})"])
        if pick > 0.93:
            return f"A[k]{self.random.choice([s for s in SLICES if LONG[s] == cut])}"
        if pick > 0.90 and cut == 0:
            return f"{self.random.choice(self.whole)}[::-1]"
        return self.random.choice(self.whole) + self.random.choice([s for s in SLICES if LONG[s] == cut])

    def plane(self, cut: int = 0, deep: int = 0, operation: bool = False) -> str:
        """A 2-d expression of n - cut rows and columns."""
        pick = self.random.random()
        if operation or pick < 0.5 - deep * 0.15:
            left, right = self.plane(cut, deep + 1), self.plane(cut, deep + 1)
            return self.random.choice([
                f"({left} + {right})", f"({left} - {right})", f"{left} * x", f"({left} + {self.line(cut, 2)})",
                f"np.maximum({left}, {right})", f"{left} * {self.line(cut, 2)}[:, np.newaxis]", f"{left}.T * 2.0"])
        return self.random.choice(self.planes) + self.random.choice(SQUARE[:1] if cut == 0 else SQUARE[1:])
