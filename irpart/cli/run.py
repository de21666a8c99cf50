"""``irpart run``: run a script with its jitted functions in parallel, and compare them with sequential runs."""

from __future__ import annotations

from pathlib import Path

import click

from irpart.cli.scripts import calls_of_script, function_option, workers_option
from irpart.cli.terminal import json_option, print_json

DIFFERENT = 1
"""Exit status when a check found a difference."""


@click.command("run", context_settings={"allow_interspersed_args": False})
@click.argument("script", type=click.Path(path_type=Path))
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@workers_option
@function_option
@click.option("--check", is_flag=True, help="Run every call sequentially, too, on copies of its arguments, and compare.")
@json_option
def command(script: Path, arguments: tuple[str, ...], workers: int | None, functions: tuple[str, ...], check: bool,
            as_json: bool) -> int:
    """Run SCRIPT with its jitted functions (and those with hints on all parameters) in parallel; no line of it changes.

    The summary goes to standard error. Ends with the script's own status, or with 1 when --check finds a difference.

    \b
    irpart run app.py --its-own --arguments
    irpart run --workers 2 --check app.py
    """
    from irpart.reporting.parallel import print_calls

    status, reports = calls_of_script(script, arguments, functions, workers, check=check, measure=check,
                                      consequence="it was not run to its end")
    print_calls(reports)
    if as_json:
        print_json({"script": str(script), "status": status, "functions": [report.to_json() for report in reports]})
    return DIFFERENT if any(report.agreement == "different" for report in reports) else status
