"""``irpart experiment``: run a declared grid of methods, machines and mappings; goes on where it stopped."""

from __future__ import annotations

from pathlib import Path

import click

from irpart.cli.terminal import json_option, print_json, progress_bar


@click.command("experiment")
@click.argument("file", metavar="FILE.toml", type=click.Path(path_type=Path))
@click.option("--jobs", type=click.IntRange(0), default=None, help="Cells that run at a time; default: 1, with --ray "
              "as many as the cluster has CPUs. Times of methods are best with 1; nothing else depends on it.")
@click.option("--ray", is_flag=False, flag_value="", default=None, metavar="[ADDRESS]",
              help="Run the cells as Ray tasks, on the cluster at ADDRESS or on one started on this machine.")
@click.option("--retry", is_flag=True, help="Run cells that failed again.")
@click.option("--fresh", is_flag=True, help="Forget what an earlier run left in the folder of the results.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder of the results; default: as FILE.toml says.")
@json_option
def command(file: Path, jobs: int | None, ray: str | None, retry: bool, fresh: bool, output: Path | None,
            as_json: bool) -> int:
    """Run the experiment that FILE.toml declares: workloads x methods x k x machines x mappings x seeds x assumptions.

    Cells run in worker processes, and each is kept when it is done: the same command goes on where an interrupted one
    stopped. The table is written to table.csv and, where pyarrow is installed, table.parquet.

    \b
    irpart experiment study.toml --jobs 2
    """
    from irpart.experiments.reading import read_experiment
    from irpart.experiments.running import count_finished, run_experiment
    from irpart.experiments.summary import summarize_experiment
    from irpart.experiments.tables import write_table
    from irpart.reporting.experiment import print_summary

    experiment = read_experiment(file, output)
    with progress_bar(experiment.name) as show:
        try:
            table = run_experiment(experiment, jobs=jobs if jobs is not None else 0 if ray is not None else 1, ray=ray,
                                   retry=retry, fresh=fresh, show=show)
        except KeyboardInterrupt:
            click.echo(f"irpart: interrupted; {count_finished(experiment.results)} finished cells are kept in "
                       f"{experiment.results}. Type the same command again to go on from there.", err=True)
            return 130
    written = write_table(table, experiment.results)
    rows = summarize_experiment(table)
    if as_json:
        print_json({"experiment": experiment.name, "cells": len(table.outcomes), "failed": len(table.failed()),
                    "resumed": table.resumed, "files": [str(path) for path in written],
                    "summary": [row.to_json() for row in rows],
                    "failures": [{**outcome.key._asdict(), "failure": outcome.failure} for outcome in table.failed()]})
    else:
        print_summary(table, rows, written)
    return 1 if len(table.failed()) == len(table.outcomes) else 0
