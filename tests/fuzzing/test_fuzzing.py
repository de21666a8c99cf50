"""Random loop programs in every way that irpart runs them; ``python -m tests.fuzzing`` does the same for longer.

A failure prints a small program, its number and the module that was made of it.
"""

from __future__ import annotations

import pytest

from tests.fuzzing.checks import CHECKS, check_plan, check_waves
from tests.fuzzing.mutants import MUTANTS
from tests.fuzzing.searching import search

BLOCK = 20
PROGRAMS = {"verdicts": 200, "lowering": 200, "fusion": 100, "restructuring": 200, "interleaving": 100, "waves": 200,
            "plan": 1400, "compiled": 20, "decorated": 40}
"""Programs of each way in a usual run; about a third of a second for each, three for compiled and decorated ones."""
MUTANT_PROGRAMS = 120


@pytest.mark.parametrize(("name", "first"), [(name, first) for name, count in PROGRAMS.items()
                                             for first in range(0, count, BLOCK)])
def test_programs_give_the_same(name, first):
    """Equal arrays, values and exceptions, whatever the order."""
    report = search(CHECKS[name], first, min(BLOCK, PROGRAMS[name]))
    assert not report.failures, f"{name}: {report.failures[0]}"
    assert report.counts["cases"] > 2 * report.counts.get("cases left out", 0)


@pytest.mark.parametrize("name", MUTANTS)
def test_a_check_that_is_switched_off_is_noticed(name, monkeypatch):
    """The fuzzing has teeth: without dependences, guards, copies or waiting, some program goes wrong."""
    MUTANTS[name](monkeypatch)
    check = check_waves if name == "tiles_do_not_wait" else check_plan
    report = search(check, 0, MUTANT_PROGRAMS, shrink_seconds=0.0)
    assert report.failures, report.counts
