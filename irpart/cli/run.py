"""``irpart run``: run a script with its jitted functions in parallel, and compare them with sequential runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from irpart.cli.scripts import calls_of_script, function_option, tell_misplaced, workers_option
from irpart.cli.terminal import check_outputs, json_option, print_json, write_json

DIFFERENT = 1
"""Exit status when a check found a difference."""


@click.command("run", context_settings={"allow_interspersed_args": False})
@click.argument("script", type=click.Path(path_type=Path))
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@workers_option
@function_option
@click.option("--check", is_flag=True, help="Run every call sequentially, too, on copies of its arguments, and compare.")
@click.option("--timeline", type=click.Path(path_type=Path), help="Write what each worker ran when, for Perfetto or "
              "chrome://tracing.")
@json_option
def command(script: Path, arguments: tuple[str, ...], workers: int | None, functions: tuple[str, ...], check: bool,
            timeline: Path | None, as_json: bool) -> int:
    """Run SCRIPT with its jitted functions (and those with hints on all parameters) in parallel; no line of it changes.

    The summary goes to standard error. Ends with the script's own status (1 if it raises, as Python does), or with 1 when
    --check finds a difference.

    \b
    irpart run app.py --its-own --arguments
    irpart run --workers 2 --check app.py
    irpart run --timeline app.json app.py
    """
    from irpart.execution.timeline import recording, trace_events
    from irpart.execution.types import Timeline
    from irpart.reporting.parallel import print_calls, print_shares

    recorded: list[Timeline] = []

    @contextmanager
    def watched() -> Iterator[None]:
        with recording() as seen:
            recorded.append(seen)
            yield

    check_outputs([script], [timeline])
    tell_misplaced(command, script, arguments)
    status, reports = calls_of_script(script, arguments, functions, workers, check=check, measure=check,
                                      consequence="it was not run to its end", around=watched() if timeline else None,
                                      goes_on=True)
    print_calls(reports)
    told = {"script": str(script), "status": status, "functions": [report.to_json() for report in reports]}
    if timeline is not None:
        write_json(trace_events(recorded[0]), timeline)
        print_shares(recorded[0])
        told["busy_percent"] = [round(100 * share, 2) for share in recorded[0].busy_shares()]
    if as_json:
        print_json(told)
    return DIFFERENT if any(report.agreement == "different" for report in reports) else status
