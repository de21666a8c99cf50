"""Running a nest's tiles in random legal orders, and comparing with the original compiled by Numba."""

from __future__ import annotations

import ast
import copy
import itertools
from typing import Any

import numba
import numpy as np

from irpart.planning.source import function_of
from irpart.planning.wavefronts import WaveCode, wave_region
from irpart.regions import analyse_function, dependences_of, verdicts_of
from irpart.regions.inference import typed_function


def wave_of(function: Any, arguments: tuple[Any, ...]) -> tuple[WaveCode | None, ast.FunctionDef]:
    """The tiles of the first wavefront of a function, and its syntax tree."""
    tree = analyse_function(function, arguments)
    dependences = dependences_of(tree)
    source = typed_function(function, arguments).tree
    for verdict in verdicts_of(tree, dependences):
        if verdict.kind == "wavefront":
            return wave_region(tree, verdict, dependences, source), source
    return None, source


class TileRunner:
    """A function whose first wavefront runs by tiles; ``sizes`` and ``random`` may be set before each call."""

    def __init__(self, function: Any, wave: WaveCode, source: ast.FunctionDef) -> None:
        self.sizes: tuple[int, ...] = (1,) * len(wave.counts)
        self.random = np.random.default_rng(0)
        self.tiles = 0
        body = ast.fix_missing_locations(copy.deepcopy(wave.body))
        compiled = numba.njit(function_of(body, function))
        swapped = _Swapped(wave).visit(copy.deepcopy(source))
        self.call = function_of(ast.fix_missing_locations(swapped), function, **{
            wave.body.name: compiled, "run_tiles": self._run, f"tile_sizes_{len(wave.counts)}d": self._sizes,
            "workers": lambda: 2})

    def _sizes(self, *given: Any) -> tuple[int, ...]:
        extents, weight = given[:-2], given[-2]
        assert weight > 0
        assert len(extents) == len(self.sizes)
        return self.sizes

    def _run(self, body: Any, counts: tuple[int, ...], arguments: tuple[Any, ...]) -> None:
        """Any ready tile next: all orders that the grid allows are possible."""
        waiting = {}
        ready = []
        for tile in itertools.product(*map(range, counts)):
            waiting[tile] = sum(place > 0 for place in tile)
            if not waiting[tile]:
                ready.append(tile)
        while ready:
            tile = ready.pop(int(self.random.integers(len(ready))) if self.random.integers(2) else -1)
            body(*tile, *arguments)
            self.tiles += 1
            for axis in range(len(counts)):
                after = (*tile[:axis], tile[axis] + 1, *tile[axis + 1:])
                if after in waiting:
                    waiting[after] -= 1
                    if not waiting[after]:
                        ready.append(after)


class _Swapped(ast.NodeTransformer):
    """A function with the driver in the place of the nest."""

    def __init__(self, wave: WaveCode) -> None:
        self.wave = wave

    def visit_For(self, node: ast.For) -> Any:
        if (node.lineno, node.col_offset) == (self.wave.loop.lineno, self.wave.loop.col_offset):
            return list(copy.deepcopy(self.wave.driver))
        self.generic_visit(node)
        return node


def same(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    """Whether arguments are equal bit for bit."""
    return all(np.asarray(a).tobytes() == np.asarray(b).tobytes() for a, b in zip(one, other, strict=True))


def copied(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """Arguments of their own."""
    return tuple(a.copy() if isinstance(a, np.ndarray) else a for a in arguments)
