"""Ways to run a random program that must all come to the same."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from tests.fuzzing.cases import Case, Outcome, difference, function_of, make_cases, run_case, types_of
from tests.fuzzing.making import Program
from tests.fuzzing.ordering import reordered
from tests.fuzzing.simulating import Adversary, compiled, plain_function, simulated, tiled_text


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


def check_lowering(program: Program, seed: int, tally: Tally) -> str:
    """Array expressions as loops."""
    from irpart.planning.lowering import lower

    return _check_step(lower, program, seed, tally)


def check_fusion(program: Program, seed: int, tally: Tally) -> str:
    """Neighbouring loops as one."""
    from irpart.planning.fusion import fuse

    return _check_step(fuse, program, seed, tally)


def check_restructuring(program: Program, seed: int, tally: Tally) -> str:
    """Loops in another order, split and distributed."""
    from irpart.planning.restructuring import restructure

    return _check_step(restructure, program, seed, tally)


def check_interleaving(program: Program, seed: int, tally: Tally) -> str:
    """Several rows in flight."""
    from irpart.planning.wavefronts import interleave

    return _check_step(interleave, program, seed, tally)


def _check_step(step: Callable[[Any, tuple[Any, ...]], Any], program: Program, seed: int, tally: Tally) -> str:
    """A step of planning alone, in CPython: the same operations, so the same bits, but for sums of whole arrays."""
    meant = expected_outcomes(program, make_cases(seed, 3, sharing=False), tally)
    if not meant:
        return ""
    tree = step(function_of(program.text), types_of(program)).tree
    tree.decorator_list = []
    text = ast.unparse(ast.fix_missing_locations(tree)) + "\n"
    changed = text != ast.unparse(ast.parse(program.text)) + "\n"
    tally.note("changed" if changed else "unchanged")
    if not changed:
        return ""
    function = plain_function(text)
    has_sums = any(word in program.text for word in ("sum(", "dot(", "mean("))
    for case, expected in meant:
        if has_sums and not (program.exact and expected.is_small):
            tally.note("cases with rounded sums")
            continue
        found = difference(expected, run_case(function, program, case), has_sums)
        if found:
            return f"{case}: {found}\n{text}"
    return ""


def check_waves(program: Program, seed: int, tally: Tally) -> str:
    """Nests of loops in tiles of random sizes, in any order that the grid allows."""
    from irpart.planning.wavefronts import wave_region
    from irpart.regions import analyse_function, dependences_of, verdicts_of
    from irpart.regions.inference import typed_function

    meant = expected_outcomes(program, make_cases(seed, 3, sharing=False), tally)
    if not meant:
        return ""
    function, types = function_of(program.text), types_of(program)
    tree = analyse_function(function, types)
    dependences = dependences_of(tree)
    source = typed_function(function, types).tree
    waves, covered = [], 0
    for verdict in verdicts_of(tree, dependences):
        if verdict.kind == "wavefront" and verdict.loop.line > covered:
            tally.note("wavefronts")
            wave = wave_region(tree, verdict, dependences, source)
            if wave is not None:
                tally.note("wavefronts in tiles")
                waves.append(wave)
                covered = verdict.loop.end_line
    if not waves:
        return ""
    text = tiled_text(source, waves)
    for case, expected in meant:
        for order in range(3):
            adversary = Adversary(seed + order)
            got = run_case(plain_function(text, **adversary.names()), program, case)
            tally.note("runs with tiles", adversary.regions > 0)
            found = difference(expected, got, reordered=False)
            if found:
                return f"{case}, order {seed + order}: {found}\n{text}"
    return ""


def check_compiled(program: Program, seed: int, tally: Tally) -> str:
    """What Numba makes of the plan's module, in shuffled schedules, against what it makes of the program."""
    from numba import njit

    from irpart.execution.table import compiling, shuffled_schedules
    from irpart.planning.plan import plan_function
    from irpart.planning.types import PlanOptions
    from tests.execution.teams import sized, team_of

    meant = expected_outcomes(program, make_cases(seed, 5, sharing=True), tally)
    if not meant:
        return ""
    function, workers = function_of(program.text), 1 + seed % 8
    plan = plan_function(function, types_of(program), PlanOptions(share=2.0))
    if not plan.regions:
        tally.note("plans without regions")
        return ""
    tally.note("plans with regions")
    original, entry = njit(function), compiled(plan)
    is_reduced = any(region.kind == "reduction" for region in plan.regions)
    for case, _ in meant:
        expected = run_case(original, program, case, 20.0)
        if is_reduced and not (program.exact and expected.is_small):
            tally.note("cases with rounded sums")
            continue
        for schedule in range(3):
            with (team_of(sized(workers)), shuffled_schedules(seed + schedule) if schedule else nullcontext(),
                  compiling(0, workers)):
                found = difference(expected, run_case(entry, program, case, 20.0), is_reduced)
            tally.note("runs")
            if found:
                return f"{case}, {workers} workers, schedule {schedule}: {found}\n{plan.source}"
    return ""


def check_decorated(program: Program, seed: int, tally: Tally) -> str:
    """What a user gets: the decorated function with 1 to 8 workers in shuffled schedules, beside what Numba makes."""
    from numba import njit

    import irpart
    from irpart.execution.table import shuffled_schedules
    from irpart.planning import plan
    from irpart.planning.types import PlanOptions
    from tests.execution.teams import sized, team_of

    meant = expected_outcomes(program, make_cases(seed, 5, sharing=True), tally)
    if not meant:
        return ""
    function, planned, workers = function_of(program.text), plan.plan_function, 1 + seed % 8
    original, made = njit(function), irpart.parallelize(function, cache=False)
    for case, _ in meant:
        expected = run_case(original, program, case, 20.0)
        for schedule in range(3):
            with (team_of(sized(workers)), shuffled_schedules(seed + schedule) if schedule else nullcontext(),
                  patch.object(plan, "plan_function", lambda *about: planned(*about, PlanOptions(share=2.0)))):
                got = run_case(made, program, case, 20.0)
            is_reduced = any(region.kind == "reduction" for one in made.plans.values() for region in one.regions)
            if is_reduced and not (program.exact and expected.is_small):
                tally.note("runs with rounded sums")
                continue
            tally.note("runs")
            found = difference(expected, got, is_reduced)
            if found:
                source = "\n".join(one.source for one in made.plans.values())
                return f"{case}, {workers} workers, schedule {schedule}: {found}\n{source}"
    counted = made.statistics()
    tally.note("regions in parallel", counted.parallel)
    tally.note("regions alone", counted.sequential)
    tally.note("failed guards", sum(counted.guards.values()))
    return ""


CHECKS: dict[str, Check] = {"verdicts": check_verdicts, "lowering": check_lowering, "fusion": check_fusion,
                            "restructuring": check_restructuring,
                            "interleaving": check_interleaving, "waves": check_waves, "plan": check_plan,
                            "compiled": check_compiled, "decorated": check_decorated}
NESTED = (check_restructuring, check_interleaving, check_waves)
"""Checks of what is done to nests only."""
