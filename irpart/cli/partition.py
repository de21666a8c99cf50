"""``irpart partition``: cut a graph into clusters and say how good the cut is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from irpart.base.errors import InputError
from irpart.cli.graphs import load_graph
from irpart.cli.streaming import check_memory, cut_stream
from irpart.cli.terminal import json_option, parse_settings, print_json, progress, refuse_same_file

if TYPE_CHECKING:
    from irpart.partitioning import LowerBound, Quality
    from irpart.partitioning.execution_model import ExecutionEstimate


@click.command("partition")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-k", "--clusters", "k", type=int, required=True, help="Number of clusters.")
@click.option("--method", default="irpart", show_default=True,
              help="Registered method, or 'all' for a table of all of them (writes no file).")
@click.option("--balance", default=1.03, show_default=True, help="Bound on the heaviest cluster, times the mean.")
@click.option("--seed", default=0, show_default=True)
@click.option("--pareto", is_flag=True, help="A table of all cuts that irpart's method tries, and which of them no other "
              "beats in both replicas and speed (writes no file).")
@click.option("--order", type=click.Choice(["critical-path", "trace"]), default="critical-path", show_default=True,
              help="Order of execution that is stored with the partition.")
@click.option("--model/--no-model", default=True, help="Estimate the speed-up by the execution model.")
@click.option("-O", "--option", "settings", multiple=True, metavar="NAME=VALUE", help="An option of the method's own.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Partition file; default: FILE's name with .kK.irpp.")
@click.option("--stream", is_flag=True, help="Cut a profile's graph in bounded memory, never holding it.")
@json_option
def command(file: Path, k: int, method: str, balance: float, seed: int, pareto: bool, order: str, model: bool,
            settings: tuple[str, ...], output: Path | None, stream: bool, as_json: bool) -> None:
    """Cut the graph in FILE (a profile, or a METIS, edge-list or GraphML file) into K clusters."""
    from irpart.partitioning import connectivity_lower_bound, measure_quality, partition
    from irpart.partitioning.execution_model import estimator_or_reason
    from irpart.partitioning.storage import save_partition
    from irpart.reporting.quality import print_quality

    options = parse_settings(settings)
    path = output or Path(f"{file.stem}.k{k}.irpp")
    refuse_same_file(file, path)
    if stream and pareto:
        raise InputError("--pareto needs the whole graph in memory, so it does not go with --stream.")
    if stream:
        cut_stream(file, k, path, method=method, balance=balance, seed=seed,
                   options=options, as_json=as_json)
        return
    if pareto:
        if options or method != "irpart" or output is not None:
            raise InputError("--pareto shows what irpart's own method can trade, so it takes no other method, no options "
                             "(-O) and no output file.")
        _show_front(file, k, balance, seed, as_json)
        return
    if method == "all":
        if options:
            raise InputError("Options of a method (-O) need one method, not 'all'.")
        if output is not None:
            raise InputError("--method all prints a table and writes no file; leave -o out, or name one method.")
        _show_all(file, k, balance, seed, as_json)
        return
    estimates: dict[str, ExecutionEstimate] = {}
    reason = ""
    with progress(file.name) as show:
        show("reading the graph", 0)
        graph = load_graph(file, lambda profile: check_memory(profile, method, options))
        show(f"{method}, edges", graph.n_edges)
        made = replace(partition(graph, k, method=method, balance=balance, seed=seed, **options), graph_file=str(file))
        quality = measure_quality(graph, made)
        if model or order == "critical-path":
            show("execution order, edges", graph.n_edges)
            estimator, reason = estimator_or_reason(graph)
            if estimator is not None and order == "critical-path":
                made = replace(made, priority=estimator.critical_order())
            if estimator is not None and model:
                estimates = estimator.estimate_spines(made.edge_cluster, k)
        show("lower bound, edges", graph.n_edges)
        bound = connectivity_lower_bound(graph, k, balance)
    save_partition(made, path)
    if as_json:
        print_json({"file": str(path), "method": made.method, "seed": seed, **_measured(quality, bound),
                    "execution": {spine: estimate.to_json() for spine, estimate in estimates.items()}})
    else:
        print_quality(graph, made, quality, bound, path, estimates, reason)


def _show_all(file: Path, k: int, balance: float, seed: int, as_json: bool) -> None:
    """Print what every available method makes of this graph."""
    from irpart.partitioning import compare_methods, connectivity_lower_bound
    from irpart.reporting.quality import print_comparison

    with progress(file.name) as show:
        show("reading the graph", 0)
        graph = load_graph(file, lambda profile: check_memory(profile, "all", {}))
        rows = compare_methods(graph, k, balance=balance, seed=seed)
        bound = connectivity_lower_bound(graph, k, balance)
    if as_json:
        print_json([{"method": made.method, **_measured(quality, bound)} for made, quality in rows])
    else:
        print_comparison(graph, k, rows, bound)


def _show_front(file: Path, k: int, balance: float, seed: int, as_json: bool) -> None:
    """Print what the method ``irpart`` can trade for this graph."""
    from irpart.partitioning.front import pareto_front
    from irpart.reporting.quality import print_front

    with progress(file.name) as show:
        show("reading the graph", 0)
        graph = load_graph(file, lambda profile: check_memory(profile, "irpart", {}))
        show("cutting, edges", graph.n_edges)
        points = pareto_front(graph, k, balance=balance, seed=seed)
    if as_json:
        print_json([point.to_json() for point in points])
    else:
        print_front(graph, k, points)


def _measured(quality: Quality, bound: LowerBound) -> dict[str, Any]:
    return {**quality.to_json(), "lower_bound": bound.value, "gap_to_bound": bound.gap(quality)}
