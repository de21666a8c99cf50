"""``irpart partition``: cut a graph into clusters and say how good the cut is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from irpart.base.errors import InputError
from irpart.cli.graphs import load_graph
from irpart.cli.streaming import check_memory, cut_stream
from irpart.cli.terminal import json_option, parse_settings, print_json, progress

if TYPE_CHECKING:
    from irpart.partitioning import LowerBound, Quality


@click.command("partition")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-k", "--clusters", "k", type=int, required=True, help="Number of clusters.")
@click.option("--method", default="irpart", show_default=True,
              help="Registered method, or 'all' for a table of all of them (writes no file).")
@click.option("--balance", default=1.03, show_default=True, help="Bound on the heaviest cluster, times the mean.")
@click.option("--seed", default=0, show_default=True)
@click.option("-O", "--option", "settings", multiple=True, metavar="NAME=VALUE", help="An option of the method's own.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Partition file; default: FILE's name with .kK.irpp.")
@click.option("--stream", is_flag=True, help="Cut a profile's graph in bounded memory, never holding it.")
@json_option
def command(file: Path, k: int, method: str, balance: float, seed: int, settings: tuple[str, ...], output: Path | None,
            stream: bool, as_json: bool) -> None:
    """Cut the graph in FILE (a profile, or a METIS, edge-list or GraphML file) into K clusters."""
    from irpart.partitioning import compare_methods, connectivity_lower_bound, measure_quality, partition
    from irpart.partitioning.storage import save_partition
    from irpart.reporting.quality import print_comparison, print_quality

    options = parse_settings(settings)
    if stream:
        cut_stream(file, k, output or Path(f"{file.stem}.k{k}.irpp"), method=method, balance=balance, seed=seed,
                   options=options, as_json=as_json)
        return
    with progress(file.name) as show:
        show("reading the graph", 0)
        graph = load_graph(file, lambda profile: check_memory(profile, method, options))
        if method == "all":
            if options:
                raise InputError("Options of a method (-O) need one method, not 'all'.")
            rows = compare_methods(graph, k, balance=balance, seed=seed)
        else:
            show(f"{method}, edges", graph.n_edges)
            made = partition(graph, k, method=method, balance=balance, seed=seed, **options)
            rows = [(made, measure_quality(graph, made))]
        show("lower bound, edges", graph.n_edges)
        bound = connectivity_lower_bound(graph, k, balance)
    if method == "all":
        if as_json:
            print_json([{"method": made.method, **_measured(quality, bound)} for made, quality in rows])
        else:
            print_comparison(graph, k, rows, bound)
        return
    made, quality = rows[0]
    path = output or Path(f"{file.stem}.k{k}.irpp")
    save_partition(made, path)
    if as_json:
        print_json({"file": str(path), "method": made.method, "seed": seed, **_measured(quality, bound)})
    else:
        print_quality(graph, made, quality, bound, path)


def _measured(quality: Quality, bound: LowerBound) -> dict[str, Any]:
    return {**quality.to_json(), "lower_bound": bound.value, "gap_to_bound": bound.gap(quality)}
