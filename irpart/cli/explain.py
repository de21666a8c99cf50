"""``irpart explain``: every loop of a script's functions: what it is, why, and what irpart does with it."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

import click

from irpart.cli.scripts import calls_of_script, function_option, tell_misplaced, workers_option
from irpart.cli.terminal import json_option, print_json


@click.command("explain", context_settings={"allow_interspersed_args": False})
@click.argument("script", type=click.Path(path_type=Path))
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@workers_option
@function_option
@click.option("--measure/--no-measure", default=True, help="Time each function's first call, sequentially and in parallel.")
@click.option("--evidence", is_flag=True, help="Profile each function's first call, too, and tell what was observed of its "
              "loops; that is never a reason to run them in parallel.")
@json_option
def command(script: Path, arguments: tuple[str, ...], workers: int | None, functions: tuple[str, ...], measure: bool,
            evidence: bool, as_json: bool) -> int:
    """Run SCRIPT and tell of every loop of its jitted (or fully hinted) functions the verdict, the proof and the gain.

    What the script prints goes to standard error. Types and sizes are those of its calls.

    \b
    irpart explain app.py
    irpart explain --evidence --function seidel app.py
    """
    from irpart.reporting.parallel import print_explanation

    tell_misplaced(command, script, arguments)
    with contextlib.redirect_stdout(sys.stderr):
        status, reports = calls_of_script(script, arguments, functions, workers, check=False, measure=measure,
                                          consequence="nothing can be explained", evidence=evidence)
    if as_json:
        print_json({"script": str(script), "status": status, "functions": [report.to_json() for report in reports]})
    else:
        print_explanation(reports)
    return status
