"""Programs one after the other until some fail."""

from __future__ import annotations

import linecache
from collections.abc import Callable
from dataclasses import dataclass

from irpart.base.errors import IrpartError
from tests.fuzzing.checks import NESTED, Check, Tally
from tests.fuzzing.making import Program, make_program
from tests.fuzzing.shrinking import shrunk


@dataclass(frozen=True)
class Failure:
    """A program that went wrong: its number, itself made small, and what happened."""

    seed: int
    program: Program
    what: str

    def __str__(self) -> str:
        arrays = ", ".join(f"{a.name}: {a.dtype} {a.layout} {a.sizes}" for a in self.program.arrays)
        return f"--- program {self.seed} ({arrays})\n{self.program.text}--- {self.what}\n"


@dataclass(frozen=True)
class Report:
    """How many programs ran, which failed, and what was counted."""

    programs: int
    failures: tuple[Failure, ...]
    counts: dict[str, int]


def search(check: Check, first: int, programs: int, most_failures: int = 1, shrink_seconds: float = 20.0,
           tell: Callable[[Failure], None] = lambda failure: None,
           progress: Callable[[int], None] = lambda done: None) -> Report:
    """Run a check on programs ``first``, ``first + 1`` and so on; what fails is made small."""
    tally, failures, done = Tally(), list[Failure](), 0
    for seed in range(first, first + programs):
        program = make_program(seed, nests=check in NESTED)
        what = outcome(check, program, seed, tally)
        done += 1
        _forget_sources()
        if done % 100 == 0:
            progress(done)
        if what:
            small = shrunk(program, lambda one, seed=seed: bool(outcome(check, one, seed, Tally(), strict=False)),
                           shrink_seconds)
            failures.append(Failure(seed, small, outcome(check, small, seed, Tally())))
            tell(failures[-1])
            if len(failures) >= most_failures:
                break
    return Report(done, tuple(failures), dict(sorted(tally.counts.items())))


def outcome(check: Check, program: Program, seed: int, tally: Tally, strict: bool = True) -> str:
    """What a check says; an error of irpart, or anything else that is raised, is a failure as well.

    With ``strict=False`` programs that irpart refuses are no failures: smaller programs may have no meaning.
    """
    try:
        return check(program, seed, tally)
    except IrpartError as error:
        return f"{type(error).__name__}: {error}" if strict else ""
    except Exception as error:
        return f"{type(error).__name__}: {error}" if strict else ""


def _forget_sources() -> None:
    for file in [name for name in linecache.cache if name.startswith(("<random program", "<irpart step"))]:
        del linecache.cache[file]
