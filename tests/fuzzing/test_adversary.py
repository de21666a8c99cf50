"""The adversaries keep to what generated code may rely on, and to nothing more; programs are what their numbers say."""

from __future__ import annotations

import ast
from itertools import product

from tests.fuzzing.cases import make_cases, run_case
from tests.fuzzing.making import make_program
from tests.fuzzing.searching import search
from tests.fuzzing.simulating import Adversary, plain_function


def test_ranges_run_once_in_some_order():
    """Every iteration once; not always in order."""
    orders = set()
    for seed in range(20):
        seen = []
        Adversary(seed).run_range(lambda low, high, *rest, seen=seen: seen.extend(range(low, high)), 2, 9, 1, ())
        assert sorted(seen) == list(range(2, 9))
        orders.add(tuple(seen))
    assert len(orders) > 3


def test_short_ranges_are_one_call():
    """No more iterations than the grain: the caller runs all of them."""
    calls = []
    Adversary(0).run_range(lambda low, high: calls.append((low, high)), 2, 9, 7, ())
    assert calls == [(2, 9)]


def test_tiles_wait_for_those_before_them():
    """Every tile once, after its neighbours; not always in order."""
    orders = set()
    for seed in range(20):
        seen = []
        Adversary(seed).run_tiles(lambda *tile, seen=seen: seen.append(tile), (3, 2, 3), ())
        assert sorted(seen) == list(product(range(3), range(2), range(3)))
        for place, (a, b, c) in enumerate(seen):
            before = [(a - 1, b, c), (a, b - 1, c), (a, b, c - 1)]
            assert {tile for tile in before if min(tile) >= 0} <= set(seen[:place])
        orders.add(tuple(seen))
    assert len(orders) > 3


def test_programs_are_reproducible_and_mean_something():
    """The same text for a number; most cases run in CPython without leaving an array."""
    meant = []
    for seed in range(150):
        program = make_program(seed)
        assert program == make_program(seed)
        ast.parse(program.text)
        meant += [run_case(plain_function(program.text), program, case).meant for case in make_cases(seed, 3, sharing=True)]
    assert sum(meant) > 0.8 * len(meant)


def test_a_failing_program_is_made_small():
    """Everything but the cause goes."""
    def check(program, seed, tally):
        return "found" if " -= " in program.text else ""

    report = search(check, 0, 40, shrink_seconds=10.0)
    assert " -= " in report.failures[0].program.text
    assert len(report.failures[0].program.text.splitlines()) <= 4
