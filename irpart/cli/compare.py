"""``irpart compare``: several methods on several graphs, as tables, plots and files; goes on where it stopped."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from irpart.base.errors import InputError
from irpart.cli.graphs import load_graph, peek_kind_or_none
from irpart.cli.terminal import print_json, progress, progress_bar

if TYPE_CHECKING:
    from collections.abc import Callable

    from irpart.comparison.types import Comparison, ExecutionSettings
    from irpart.graph.types import DependenceGraph
    from irpart.replay.dataflow import DataflowProgram


@click.command("compare")
@click.argument("files", metavar="GRAPH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-k", "--clusters", "ks", required=True, help="Numbers of clusters, such as 8,32,256.")
@click.option("--methods", default="all", show_default=True, help="Registered methods, such as hdrf,metis, or all.")
@click.option("--balance", default=1.03, show_default=True, help="Bound on the heaviest cluster, times the mean.")
@click.option("--seeds", default=1, show_default=True, help="How many seeds each method runs with.")
@click.option("--orders", default=1, show_default=True, help="How many edge orders: the graph's own, then random ones.")
@click.option("--timeout", type=float, metavar="SECONDS", help="Limit on a method's run in one trial; default: none.")
@click.option("--model/--no-model", default=True, show_default=True, help="Estimate the speed-up of each partition.")
@click.option("--latency", default=20.0, show_default=True, help="Model: cycles until a value is in another cluster.")
@click.option("--receive", default=20.0, show_default=True, help="Model: cycles a cluster spends on a message.")
@click.option("--order", default="critical-path", show_default=True, help="Model: critical-path or trace.")
@click.option("--window", default=0, show_default=True, help="Model: instructions that may start out of turn; 0: all.")
@click.option("--spine", default="waiting", show_default=True, help="Model: loop control is waiting or recomputed.")
@click.option("--execute", is_flag=True, help="Also execute the clusters of each partition, on the processors of this "
              "machine; for profiles made with --replay.")
@click.option("--repeat", type=int, help="Repetitions of each execution; default: 5.")
@click.option("--backend", help="Engine that executes; default: threads.")
@click.option("-o", "--output", "name", help="Base name of all files; default: the graph's, or 'comparison' for several.")
@click.option("--plots/--no-plots", default=True, show_default=True, help="Write pictures, NAME.png and NAME.pareto.png.")
@click.option("--csv", "as_csv", is_flag=True, help="Write NAME.csv (means and spreads) and NAME.trials.csv.")
@click.option("--markdown", "as_markdown", is_flag=True, help="Write the tables to NAME.md.")
@click.option("--json", "as_json", is_flag=True, help="Write NAME.json, and print it on one line instead of the tables.")
@click.option("--fresh", is_flag=True, help="Forget what an earlier run left in NAME.compare.jsonl.")
def command(files: tuple[Path, ...], ks: str, methods: str, balance: float, seeds: int, orders: int,
            timeout: float | None, model: bool, latency: float, receive: float, order: str, window: int, spine: str,
            execute: bool, repeat: int | None, backend: str | None, name: str | None, plots: bool, as_csv: bool,
            as_markdown: bool, as_json: bool, fresh: bool) -> int:
    """Compare methods on graphs (profiles, or METIS, edge-list or GraphML files).

    Each trial runs in a process of its own and is kept in NAME.compare.jsonl when it is done: the same command goes on
    where an interrupted one stopped. A method that fails or takes too long is reported, and ends nothing else.

    \b
    irpart compare fft.irpg -k 8,32,256 --seeds 3 --orders 2 --timeout 600
    """
    from irpart.comparison import ComparisonSettings, run_comparison
    from irpart.partitioning.execution_model import ExecutionModel

    chosen = ExecutionModel(latency, receive, order, window, spine) if model else None
    settings = ComparisonSettings(_whole_numbers(ks), _methods(methods), balance, seeds, orders, timeout, chosen,
                                  _execution(execute, repeat, backend))
    graphs, programs = _load(files, execute)
    base = name or (next(iter(graphs)) if len(graphs) == 1 and "/" not in next(iter(graphs)) else "comparison")
    journal = Path(f"{base}.compare.jsonl")
    with progress_bar("comparing") as show:
        try:
            made = run_comparison(graphs, settings, journal=journal, fresh=fresh, programs=programs,
                                  show=lambda done, total, key: show(done, total, " ".join(map(str, _told(key)))))
        except KeyboardInterrupt:
            _say_how_to_go_on(journal)
            return 130
    _write(made, base, plots, as_csv, as_markdown, as_json)
    return 1 if len(made.failed()) == len(made.trials) else 0


def _write(made: Comparison, base: str, plots: bool, as_csv: bool, as_markdown: bool, as_json: bool) -> None:
    from irpart.comparison import documents
    from irpart.reporting.comparison import print_results
    from irpart.reporting.comparison_plots import plot_comparison

    written: list[Path] = []
    texts = ((as_csv, ".csv", documents.summary_csv), (as_csv, ".trials.csv", documents.trials_csv),
             (as_markdown, ".md", documents.to_markdown), (as_json, ".json", documents.json_text))
    for wanted, suffix, spell in texts:
        if wanted:
            written.append(Path(base + suffix))
            documents.write_text(written[-1], spell(made))
    if plots:
        written += plot_comparison(made, base)
    if as_json:
        print_json(documents.to_json(made))
        return
    print_results(made)
    if made.resumed:
        click.echo(f"\n{made.resumed} of {len(made.trials)} trials are from {base}.compare.jsonl; --fresh runs all anew.")
    if written:
        click.echo("\nwritten: " + ", ".join(map(str, written)))


def _say_how_to_go_on(journal: Path) -> None:
    finished = max(0, len(journal.read_bytes().splitlines()) - 1) if journal.exists() else 0
    click.echo(f"irpart: interrupted; {finished} finished trials are kept in {journal}. "
               "Type the same command again to go on from there.", err=True)


def _told(key: tuple[object, ...] | None) -> tuple[object, ...]:
    """What is running, for the progress bar: graph, k, method."""
    return () if key is None else (key[0], f"k={key[3]}", key[4])


def _whole_numbers(text: str) -> tuple[int, ...]:
    words = [word.strip() for word in text.split(",")]
    if not all(re.fullmatch(r"-?\d+", word) for word in words):
        raise InputError(f"-k takes whole numbers with commas between, such as 8,32,256; got '{text}'.")
    return tuple(map(int, words))


def _methods(text: str) -> tuple[str, ...]:
    return () if text == "all" else tuple(word.strip() for word in text.split(","))


def _execution(execute: bool, repeat: int | None, backend: str | None) -> ExecutionSettings | None:
    from irpart.comparison.types import ExecutionSettings

    given = {name: value for name, value in (("repeat", repeat), ("backend", backend)) if value is not None}
    if given and not execute:
        raise InputError(f"--{next(iter(given))} is of executions; add --execute.")
    return ExecutionSettings(**given) if execute else None  # type: ignore[arg-type]


def _load(files: tuple[Path, ...], execute: bool) -> tuple[dict[str, DependenceGraph], dict[str, DataflowProgram]]:
    """Graphs, and dataflow programs where they are executed, by the stems of their files, or by their paths where stems are
    the same."""
    stems = [file.stem for file in files]
    graphs: dict[str, DependenceGraph] = {}
    programs: dict[str, DataflowProgram] = {}
    with progress("reading") as show:
        for file in files:
            name = file.stem if stems.count(file.stem) == 1 else str(file)
            if name in graphs:
                raise InputError(f"{file} is given twice.")
            show(str(file), 0)
            if execute:
                graphs[name], programs[name] = _load_subject(file, show)
            else:
                graphs[name] = load_graph(file)
    return graphs, programs


def _load_subject(file: Path, show: Callable[[str, int], None]) -> tuple[DependenceGraph, DataflowProgram]:
    from irpart.measurement.reading import read_subject
    from irpart.profiles.types import Profile

    if not file.is_file():
        raise InputError(f"There is no file {file}.")
    if peek_kind_or_none(file) != "profile":
        raise InputError(f"{file} is no profile, so that its partitions cannot be executed; leave --execute out, or give a "
                         "profile made with 'irpart profile --replay'.")
    with Profile(file) as profile:
        subject = read_subject(profile, show=show)
    return subject.graph, subject.dataflow
