"""Ways to run a random program that must all come to the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.fuzzing.cases import Case, Outcome, difference, function_of, make_cases, run_case, types_of
from tests.fuzzing.making import Program
from tests.fuzzing.ordering import reordered
from tests.fuzzing.simulating import Adversary, plain_function, simulated


@dataclass
class Tally:
    """What was compared."""

    counts: Counter[str] = field(default_factory=Counter)

    def note(self, what: str, times: int = 1) -> None:
        """Count something."""
        self.counts[what] += times


Check = Callable[[Program, int, Tally], str]
"""From a program and a seed to what went wrong, "" if nothing did."""


def expected_outcomes(program: Program, cases: Sequence[Case], tally: Tally) -> list[tuple[Case, Outcome]]:
    """What CPython makes of the program, for the cases that mean something."""
    plain = plain_function(program.text)
    outcomes = [(case, run_case(plain, program, case)) for case in cases]
    meant = [(case, outcome) for case, outcome in outcomes if outcome.meant]
    tally.note("cases", len(meant))
    tally.note("cases left out", len(cases) - len(meant))
    return meant


def check_verdicts(program: Program, seed: int, tally: Tally) -> str:
    """Loops called parallel or reduction, in other orders."""
    from irpart.regions import analyse_function, verdicts_of

    meant = expected_outcomes(program, make_cases(seed, 3, sharing=False), tally)
    if not meant:
        return ""
    tree = analyse_function(function_of(program.text), types_of(program))
    verdicts = verdicts_of(tree)
    for verdict in verdicts:
        tally.note(f"{verdict.kind} loops")
    is_reduced = any(verdict.kind == "reduction" for verdict in verdicts)
    for case, expected in meant:
        if is_reduced and not (program.exact and expected.is_small):
            tally.note("cases with rounded sums")
            continue
        for order in range(3):
            found = difference(expected, run_case(reordered(program.text, tree, verdicts, order), program, case), is_reduced)
            if found:
                told = "\n".join(f"line {v.loop.line}: {v.kind}: {v.reason}" for v in verdicts)
                return f"{case}, order {order}: {found}\n{told}"
    return ""


def check_plan(program: Program, seed: int, tally: Tally) -> str:
    """The plan's module in CPython, with adversaries for workers."""
    from irpart.planning.plan import plan_function
    from irpart.planning.types import PlanOptions

    meant = expected_outcomes(program, make_cases(seed, 5, sharing=True), tally)
    if not meant:
        return ""
    plan = plan_function(function_of(program.text), types_of(program), PlanOptions(share=(seed % 3) * 3.0 + 1.0))
    tally.note("plans with regions" if plan.regions else "plans without regions")
    for region in plan.regions:
        tally.note(f"{region.kind} regions")
    if not plan.regions:
        return ""
    is_reduced = any(region.kind == "reduction" for region in plan.regions)
    for case, expected in meant:
        if is_reduced and not (program.exact and expected.is_small):
            tally.note("cases with rounded sums")
            continue
        for order in range(3):
            adversary = Adversary(seed + order)
            got = run_case(simulated(plan, adversary), program, case)
            tally.note("runs with regions", adversary.regions > 0)
            tally.note("runs with failed guards", bool(adversary.failed_guards))
            found = difference(expected, got, is_reduced)
            if found:
                return f"{case}, order {seed + order}: {found}\n{plan.source}"
    return ""


CHECKS: dict[str, Check] = {"verdicts": check_verdicts, "plan": check_plan}


def describe_failure(error: Any) -> str:
    """An exception of irpart itself, in one line."""
    return f"{type(error).__name__}: {error}"
