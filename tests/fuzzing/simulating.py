"""Generated modules run in CPython: regions are plain calls of bodies, in orders that only a wrong plan makes matter."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Sequence
from itertools import product
from random import Random
from typing import Any

import numpy as np

from tests.fuzzing.cases import function_of, helpers, plain_helpers

Body = Callable[..., None]


class _Poison:
    """What a variable is before it is assigned; nothing can be done with it."""

    def __repr__(self) -> str:
        return "<unassigned>"


POISON = _Poison()
UNWRITTEN = 77
"""What is found in new memory."""


class Numpy:
    """NumPy whose ``empty`` is filled with a number that nobody writes."""

    def __getattr__(self, name: str) -> Any:
        return getattr(np, name)

    @staticmethod
    def empty(*arguments: Any, **options: Any) -> Any:
        """As ``np.empty``."""
        made = np.empty(*arguments, **options)
        made[...] = UNWRITTEN
        return made

    @staticmethod
    def empty_like(*arguments: Any, **options: Any) -> Any:
        """As ``np.empty_like``."""
        made = np.empty_like(*arguments, **options)
        made[...] = UNWRITTEN
        return made


class Adversary:
    """What generated code imports from ``irpart.execution.generated``, in an order that a seed chooses."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.regions = 0
        self.failed_guards: list[int] = []

    def run_range(self, body: Body, start: int, stop: int, grain: int, arguments: tuple[Any, ...]) -> None:
        """Parts of a range that is longer than the grain: one by one, cut at random, or all at once; in any order."""
        if start >= stop:
            return
        self.regions += stop - start > grain
        random = self.random
        kind = random.randrange(5) if stop - start > grain else 0
        cuts = [] if kind == 0 else [c for c in range(start + 1, stop) if kind < 3 or random.random() < 0.4]
        parts = list(zip([start, *cuts], [*cuts, stop], strict=True))
        self._run([(place, lambda part=part: body(*part, *arguments)) for place, part in enumerate(parts)], kind == 1)

    def run_weighed(self, body: Body, start: int, stop: int, grain: int, arguments: tuple[Any, ...],
                    weights: tuple[float, float, float]) -> None:
        """As ``run_range``: weights only say who runs what."""
        assert len(weights) == 3
        self.run_range(body, start, stop, grain, arguments)

    def run_chunks(self, body: Body, count: int, arguments: tuple[Any, ...]) -> None:
        """Chunks in any order."""
        self.regions += count > 0
        calls = [(chunk, lambda chunk=chunk: body(chunk, *arguments)) for chunk in range(count)]
        self._run(calls, self.random.randrange(3) == 0)

    def _run(self, calls: list[tuple[int, Callable[[], None]]], backwards: bool) -> None:
        """All calls; the first failure by place is raised."""
        if backwards:
            calls.reverse()
        else:
            self.random.shuffle(calls)
        failures: dict[int, Exception] = {}
        for place, call in calls:
            try:
                call()
            except Exception as error:
                failures[place] = error
        if failures:
            raise failures[min(failures)]

    def run_tiles(self, body: Body, counts: Sequence[int], arguments: tuple[Any, ...]) -> None:
        """Tiles after those before them: any ready one, the one farthest on, the one farthest back, or along one axis."""
        self.regions += min(counts) > 0
        waiting = {tile: sum(place > 0 for place in tile) for tile in product(*map(range, counts))}
        ready = [tile for tile, before in waiting.items() if before == 0]
        kind, axis = self.random.randrange(5), self.random.randrange(len(counts))
        keys: list[Callable[[tuple[int, ...]], Any]] = [
            sum, lambda tile: -sum(tile), lambda tile: tile[axis], lambda tile: (-tile[axis], tile),
            lambda tile: self.random.random()]
        while ready:
            tile = max(ready, key=keys[kind])
            ready.remove(tile)
            body(*tile, *arguments)
            for place in range(len(counts)):
                later = (*tile[:place], tile[place] + 1, *tile[place + 1:])
                if later in waiting:
                    waiting[later] -= 1
                    if waiting[later] == 0:
                        ready.append(later)

    def _sides(self, dimensions: int) -> tuple[int, ...]:
        return tuple(self.random.randrange(1, 5) for _ in range(dimensions))

    def guard_holds(self, number: int, holds: bool) -> bool:
        """Remember those that fail."""
        if not holds:
            self.failed_guards.append(number)
        return holds

    def names(self) -> dict[str, Any]:
        """What generated code finds under its imports."""
        return {"run_range": self.run_range, "run_weighed": self.run_weighed, "run_chunks": self.run_chunks,
                "run_tiles": self.run_tiles,
                "tile_sizes_2d": lambda *about: self._sides(2), "tile_sizes_3d": lambda *about: self._sides(3),
                "at_least": _at_least, "guard_holds": self.guard_holds, "workers": lambda: self.random.randrange(1, 9),
                "elements_apart": lambda array: 0 not in array.strides,
                "no_overlap": lambda one, other: not np.may_share_memory(one, other)}


def _unassigned(function: ast.FunctionDef) -> list[ast.stmt]:
    """Variables exist from the start, as in compiled code; what they are then must not be used."""
    parameters = {argument.arg for argument in function.args.args}
    stored = {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return [ast.parse(f"{name} = POISON").body[0] for name in sorted(stored - parameters)]


def _at_least(value: int, least: int) -> int:
    """A hint to the compiler, which must be true."""
    if value < least:
        raise AssertionError(f"{value} is said to be at least {least}")
    return value


def simulated(plan: Any, adversary: Adversary) -> Any:
    """The entry of a plan for CPython."""
    module = ast.parse(plan.source)
    module.body = [node for node in module.body if not isinstance(node, ast.Import | ast.ImportFrom)]
    for node in module.body:
        if isinstance(node, ast.FunctionDef):
            node.decorator_list = []
            node.body[:0] = _unassigned(node)
    names = {"POISON": POISON, **plain_helpers(), **adversary.names(), "np": Numpy()}
    return function_of(ast.unparse(module), plan.entry, **names)


def compiled(plan: Any) -> Any:
    """The entry of a plan as Numba compiles it."""
    return function_of(plan.source, plan.entry, **{name: helpers()[name] for name in plan.injected if name in helpers()})


def tiled_text(function: ast.FunctionDef, waves: Sequence[Any]) -> str:
    """A function whose nests of loops run by tiles, with the bodies of tiles in front."""
    places = {(wave.loop.lineno, wave.loop.col_offset): wave for wave in waves}

    class Swap(ast.NodeTransformer):
        def visit_For(self, node: ast.For) -> Any:
            wave = places.get((node.lineno, node.col_offset))
            return list(wave.driver) if wave is not None else self.generic_visit(node)

    changed = Swap().visit(copy.deepcopy(function))
    changed.decorator_list = []
    return "\n\n".join(ast.unparse(ast.fix_missing_locations(node)) for node in [*(wave.body for wave in waves), changed])


def plain_function(text: str, **names: Any) -> Any:
    """A program for CPython."""
    return function_of(text, **plain_helpers(), np=Numpy(), **names)
