"""What ``run``, ``explain`` and ``parallelize`` share: running a script with its functions swapped, and its options."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from irpart.base.errors import InputError, IrpartError

if TYPE_CHECKING:
    from irpart.execution.types import FunctionReport

MOST_OBSERVED = 20_000_000
"""Instructions of a call that are followed for evidence."""
RAISED = 1
"""Exit status of a script that raised, as Python has it."""
_OWN = Path(__file__).resolve().parents[1]

workers_option = click.option("--workers", type=int, help="Workers; default: IRPART_NUM_WORKERS, else the processors.")
function_option = click.option("-f", "--function", "functions", multiple=True, metavar="NAME",
                               help="Only this function (repeatable). Default: all jitted functions that the script calls, "
                                    "and its functions whose parameters are all hinted.")


def calls_of_script(script: Path, arguments: Sequence[str], functions: Sequence[str], workers: int | None, *, check: bool,
                    measure: bool, consequence: str, evidence: bool = False,
                    around: AbstractContextManager[None] | None = None,
                    goes_on: bool = False) -> tuple[int, list[FunctionReport]]:
    """Run a script, within ``around``, with parallel functions; its exit status and what was seen of each function.

    A script that raises has Python's status for that if ``goes_on``.

    Raises
    ------
    InputError
        There is no such script or function, or the number of workers is out of range.
    ScriptFailed
        The script raised, and not ``goes_on``, or is no Python; its traceback was printed.
    """
    from irpart.execution.types import MOST_WORKERS

    if workers is not None and not 1 <= workers <= MOST_WORKERS:
        raise InputError(f"--workers is 1 to {MOST_WORKERS}, not {workers}.")
    if workers is not None:
        os.environ["IRPART_NUM_WORKERS"] = str(workers)
    if not script.is_file():
        raise InputError(f"There is no file {script}.")
    from irpart.execution.parallelize import parallel_function
    from irpart.execution.scripts import run_parallel
    from irpart.execution.watching import CallWatcher
    from irpart.program.scripts import ScriptFailed

    watcher = CallWatcher(check=check, measure=measure, observe=_observed if evidence else None)
    try:
        with around or nullcontext():
            status = run_parallel(script, arguments, functions, watcher, parallel_function, consequence)
    except ScriptFailed as failure:
        sys.stdout.flush()
        _print_traceback(failure.cause)
        if not goes_on or failure.cause.__traceback__ is None:
            raise
        print(f"irpart: {failure}", file=sys.stderr)
        status = RAISED
    sys.stdout.flush()
    return status, watcher.reports


def tell_misplaced(command: click.Command, script: Path, arguments: Sequence[str]) -> None:
    """Say which options of irpart's stand behind a script that does not name them: they are the script's."""
    own = {name for option in command.params for name in option.opts if name.startswith("--")}
    given = [word for word in arguments if word.partition("=")[0] in own]
    text = script.read_text(encoding="utf-8", errors="replace") if given and script.is_file() else ""
    for word in given:
        if word.partition("=")[0] not in text:
            print(f"irpart: {word} stands behind {script.name} and is the script's; options of irpart stand before it.",
                  file=sys.stderr)


def _print_traceback(error: BaseException) -> None:
    """As Python prints it, without irpart's own calls between the script's."""
    told = traceback.TracebackException.from_exception(error)
    parts: list[traceback.TracebackException | None] = [told]
    for part in parts:
        if part is not None:
            part.stack = traceback.StackSummary.from_list(
                [frame for frame in part.stack if not Path(frame.filename).resolve().is_relative_to(_OWN)])
            parts += [part.__cause__, part.__context__]
    print("".join(told.format()), end="", file=sys.stderr)


def _observed(function: Any, arguments: tuple[Any, ...]) -> tuple[tuple[int, str], ...]:
    """What a profile of a call shows of the function's loops."""
    from irpart.pipeline import profile
    from irpart.profiles.evidence import is_undecided, loops_of, observe
    from irpart.regions import analyse_function, verdicts_of

    tree = analyse_function(function, arguments)
    verdicts = verdicts_of(tree)
    try:
        with profile(function, *arguments, timing="none", max_instructions=MOST_OBSERVED) as run:
            found = observe(run, loops_of(tree))
    except IrpartError as error:
        return ((tree.line, f"nothing was observed: {error}"),)
    return tuple((loop.line, one.sentence(suggest=is_undecided(verdict)))
                 for loop, one, verdict in zip(tree.loops, found, verdicts, strict=True) if loop.kind != "implicit")
