"""What is seen of the calls of a script: their times, whether parallel and sequential runs agree, what was planned."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from irpart.execution.comparing import Agreement, compared, copied, worst
from irpart.execution.types import FunctionReport
from irpart.program import numba_adapter

Observe = Callable[[Any, tuple[Any, ...]], tuple[tuple[int, str], ...]]
SHORT_SECONDS = 1.0
"""Runs that are shorter are measured several times."""
_REPETITIONS = 3


@dataclass(slots=True)
class _Watched:
    """A function and what was seen of it so far; see ``FunctionReport``."""

    parallel: Any
    calls: int = 0
    seconds: float = 0.0
    checked: int = 0
    agreement: Agreement = "equal"
    where: str = ""
    sequential_seconds: float | None = None
    parallel_seconds: float | None = None
    evidence: tuple[tuple[int, str], ...] = ()

    def report(self) -> FunctionReport:
        """What was seen, and what the function tells of itself."""
        plain, plans = self.parallel.py_func, self.parallel.plans
        texts = {guard.number: guard.text for plan in plans.values() for guard in plan.guards}
        failed = tuple((texts[number], count) for number, count in self.parallel.statistics().guards.items() if count)
        code = plain.__code__
        return FunctionReport(plain.__qualname__, code.co_filename, code.co_firstlineno, self.calls, self.seconds,
                              self.checked, self.agreement, self.where, self.sequential_seconds, self.parallel_seconds,
                              tuple((", ".join(map(str, types)), plan) for types, plan in plans.items()), failed,
                              self.evidence, self.parallel.unplanned, self.parallel.placements())


class CallWatcher:
    """Makes the calls of a script and keeps what is seen of them.

    Parameters
    ----------
    check
        Run every call sequentially, too, on copies of its arguments, and compare results and arrays.
    measure
        Time the first call of each function with each signature, sequentially and in parallel, on copies.
    observe
        Called once for each function, with its sequential version and copies of the first call's arguments; gives pairs of a
        line and what was observed there.
    """

    def __init__(self, *, check: bool = False, measure: bool = False, observe: Observe | None = None) -> None:
        self._check, self._measure, self._observe = check, measure, observe
        self._known: dict[int, _Watched] = {}

    @property
    def reports(self) -> list[FunctionReport]:
        """Of each function, in the order of their first calls."""
        return [seen.report() for seen in self._known.values()]

    def call(self, function: Any, arguments: tuple[Any, ...]) -> Any:
        """See ``irpart.execution.scripts.Watcher``."""
        seen = self._seen(function)
        seen.calls += 1
        is_new = self._measure and numba_adapter.argument_types_of(function, arguments) not in function.overloads
        plans_before = len(function.plans)
        is_first = self._observe is not None and seen.calls == 1
        spare = copied(arguments) if is_new or is_first else ()
        kept = copied(arguments) if self._check else ()
        begin = time.perf_counter()
        try:
            result = function(*arguments)
        except Exception as error:
            seen.seconds += time.perf_counter() - begin
            if self._check:
                self._compare_failure(seen, function, kept, error)
            raise
        seen.seconds += time.perf_counter() - begin
        if self._check:
            self._compare(seen, function, kept, arguments, result)
        if is_new and len(function.plans) != plans_before:
            self._time(seen, function, spare)
        if self._observe is not None and is_first:
            seen.evidence = self._observe(function.sequential, copied(spare))
        return result

    def _seen(self, function: Any) -> _Watched:
        if id(function) not in self._known:
            self._known[id(function)] = _Watched(function)
        return self._known[id(function)]

    def _compare(self, seen: _Watched, function: Any, kept: tuple[Any, ...], arguments: tuple[Any, ...],
                 result: Any) -> None:
        """Run a call again, sequentially, on the copies made before it."""
        names = function.py_func.__code__.co_varnames
        rounds = any(region.kind == "reduction" for plan in function.plans.values() for region in plan.regions)
        expected = function.sequential(*kept)
        outcomes = [compared(expected, result, rounds=rounds)]
        outcomes += [compared(one, other, rounds=rounds, where=f"argument '{names[place]}'")
                     for place, (one, other) in enumerate(zip(kept, arguments, strict=True))]
        self._note(seen, worst(outcomes).agreement, worst(outcomes).where)

    def _compare_failure(self, seen: _Watched, function: Any, kept: tuple[Any, ...], error: Exception) -> None:
        try:
            function.sequential(*kept)
        except Exception as expected:
            if type(expected) is type(error) and str(expected) == str(error):
                self._note(seen, "equal", "")
            else:
                self._note(seen, "different", f"the call raised {error!r}, the sequential one {expected!r}")
        else:
            self._note(seen, "different", f"the call raised {error!r}, the sequential one did not")

    @staticmethod
    def _note(seen: _Watched, agreement: Agreement, where: str) -> None:
        order = ("equal", "rounding", "different")
        seen.checked += 1
        if order.index(agreement) > order.index(seen.agreement):
            seen.agreement, seen.where = agreement, f"call {seen.calls}: {where}"

    @staticmethod
    def _time(seen: _Watched, function: Any, spare: tuple[Any, ...]) -> None:
        """Both versions are compiled first; then the best of a few runs of each, in turns."""
        function.sequential(*copied(spare))
        best = [float("inf"), float("inf")]
        for _ in range(_REPETITIONS):
            for place, version in enumerate((function.sequential, function)):
                best[place] = min(best[place], _seconds(version, copied(spare)))
            if max(best) > SHORT_SECONDS:
                break
        seen.sequential_seconds = (seen.sequential_seconds or 0.0) + best[0]
        seen.parallel_seconds = (seen.parallel_seconds or 0.0) + best[1]


def _seconds(version: Callable[..., Any], arguments: tuple[Any, ...]) -> float:
    begin = time.perf_counter()
    version(*arguments)
    return time.perf_counter() - begin
