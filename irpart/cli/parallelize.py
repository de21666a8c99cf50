"""``irpart parallelize``: a script with its functions in parallel, written as readable Python."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from irpart.base.errors import InputError
from irpart.cli.scripts import calls_of_script, function_option
from irpart.cli.terminal import check_outputs, json_option, print_json, write_text

if TYPE_CHECKING:
    from irpart.planning.types import ParallelPlan


class _Mixed(click.Command):
    """Takes its options before and after the script; says where the script's own stand."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            raise click.UsageError(f"{error.format_message()} Options of the script stand behind --, at the end: "
                                   f"irpart parallelize app.py -o app_par.py -- {error.option_name}", ctx) from None


@click.command("parallelize", cls=_Mixed, context_settings={"allow_interspersed_args": True})
@click.argument("script", type=click.Path(path_type=Path))
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Script to write; default: SCRIPT's name with _par.")
@function_option
@json_option
def command(script: Path, arguments: tuple[str, ...], output: Path | None, functions: tuple[str, ...],
            as_json: bool) -> int:
    """Run SCRIPT once to learn the types of its calls, and write it with its functions in parallel.

    The written script is plain Python that runs wherever irpart is installed; arguments of other types run the original
    functions. ARGUMENTS that look like options stand behind --.

    \b
    irpart parallelize app.py -o app_par.py
    python app_par.py
    """
    from irpart.planning.script_text import parallel_script

    path = output or script.with_name(f"{script.stem}_par{script.suffix}")
    check_outputs([script], (path,))
    with contextlib.redirect_stdout(sys.stderr):
        status, reports = calls_of_script(script, arguments, functions, None, check=False, measure=False,
                                          consequence="nothing was written")
    own: dict[str, dict[str, ParallelPlan]] = {}
    for report in reports:
        if Path(report.file) == script:
            own.setdefault(report.name, {}).update(report.plans)
    if not own:
        raise InputError(f"{script.name} called no jitted function of its own, and none whose parameters are all hinted; "
                         "nothing was written.")
    made = parallel_script(script.read_text(encoding="utf-8"), script.name,
                           {name: tuple(plans.items()) for name, plans in own.items()})
    kept = dict(made.kept) | {report.name: report.unplanned for report in reports if report.unplanned and not report.plans}
    write_text(made.text, path)
    if as_json:
        print_json({"script": str(script), "output": str(path), "parallel": list(made.replaced), "kept": kept})
    else:
        click.echo(f"{path}: {', '.join(made.replaced) or 'nothing'} in parallel.")
        for name, reason in kept.items():
            click.echo(f"{name} stays as it was: {reason}")
    return status
