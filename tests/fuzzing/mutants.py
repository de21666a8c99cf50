"""Checks of irpart switched off, one at a time: the fuzzing must notice each."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from irpart.planning import plan as planning
from irpart.planning.emission.guards import Guards
from irpart.regions import dependences, private, verdicts
from tests.fuzzing.simulating import Adversary

Patch = Callable[[pytest.MonkeyPatch], None]


def no_dependences(patch: pytest.MonkeyPatch) -> None:
    """Every loop is parallel."""
    _filter(patch, lambda d: False)


def no_flow(patch: pytest.MonkeyPatch) -> None:
    """Values that go from one iteration to another are overlooked."""
    _filter(patch, lambda d: d.kind != "flow")


def no_anti(patch: pytest.MonkeyPatch) -> None:
    """Elements that a later iteration overwrites are overlooked."""
    _filter(patch, lambda d: d.kind != "anti")


def no_output(patch: pytest.MonkeyPatch) -> None:
    """Which iteration writes last does not matter."""
    _filter(patch, lambda d: d.kind != "output")


def no_maybes(patch: pytest.MonkeyPatch) -> None:
    """Dependences that are not certain are dropped."""
    _filter(patch, lambda d: d.exact)


def _filter(patch: pytest.MonkeyPatch, keep: Callable[[Any], bool]) -> None:
    real = dependences.dependences_of
    for name, module in list(sys.modules.items()):
        if name.startswith("irpart.") and getattr(module, "dependences_of", None) is real:
            patch.setattr(module, "dependences_of", lambda tree: tuple(d for d in real(tree) if keep(d)))


def all_private(patch: pytest.MonkeyPatch) -> None:
    """Every variable gets a copy per iteration."""
    real = verdicts.relaxed

    def wrong(orders: Any, loop: Any, statements: Any, dependences: Any) -> Any:
        free = real(orders, loop, statements, dependences)
        return replace(free, private=free.private | {v.name for v in orders.tree.variables if not v.rank})

    patch.setattr(verdicts, "relaxed", wrong)
    patch.setattr(private.Relaxed, "allows", lambda self, d: d.variable in self.private or bool(d.accumulates))


def sums_of_anything(patch: pytest.MonkeyPatch) -> None:
    """Accumulators whose partial values are used count as reductions."""
    real = verdicts.relaxed

    def wrong(orders: Any, loop: Any, statements: Any, found: Any) -> Any:
        pairs = {(d.variable, d.accumulates) for d in found if d.accumulates and d.is_carried_by(loop.name)}
        return replace(real(orders, loop, statements, found), reductions=tuple(sorted(pairs)))

    patch.setattr(verdicts, "relaxed", wrong)
    patch.setattr(private.Relaxed, "allows", lambda self, d: d.kind != "flow" or bool(d.accumulates))


def no_guards(patch: pytest.MonkeyPatch) -> None:
    """Arguments are never looked at."""
    patch.setattr(planning, "guards_of", lambda tree, touched: Guards((), ()))


def tiles_do_not_wait(patch: pytest.MonkeyPatch) -> None:
    """Tiles run in any order."""
    def run(self: Adversary, body: Any, counts: Any, arguments: Any) -> None:
        from itertools import product

        tiles = list(product(*map(range, counts)))
        self.random.shuffle(tiles)
        for tile in tiles:
            body(*tile, *arguments)

    patch.setattr(Adversary, "run_tiles", run)


MUTANTS: dict[str, Patch] = {f.__name__: f for f in (
    no_dependences, no_flow, no_anti, no_output, no_maybes, all_private, sums_of_anything, no_guards, tiles_do_not_wait)}
