"""``irpart map``: place the clusters of a partition on the processors of a machine and say how good the placement is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from irpart.base.errors import InputError
from irpart.cli.graphs import accesses_of, graph_of_partition, graph_option
from irpart.cli.terminal import check_outputs, json_option, machine_option, parse_settings, print_json, progress


@click.command("map")
@click.argument("file", metavar="PARTITION", type=click.Path(path_type=Path))
@machine_option("Machine", required=True)
@graph_option
@click.option("--method", default="swap", show_default=True, help="Registered mapping method.")
@click.option("-O", "--option", "settings", multiple=True, metavar="NAME=VALUE", help="An option of the method's own.")
@click.option("--seed", default=0, show_default=True)
@click.option("--cap", type=int, help="Most clusters on a processor; default: the least with room for all.")
@click.option("--pin", "pins", multiple=True, metavar="CLUSTER=PROCESSOR", help="A cluster that must have this processor.")
@click.option("--same-data", type=click.Choice(["soft", "hard", "off"]), default="soft", show_default=True,
              help="Clusters that work on the same data: drawn together, on one processor, or as any others.")
@click.option("--spread", default=0.02, show_default=True, help="Weight of spreading the load over regions of the machine.")
@click.option("--balance", default=0.1, show_default=True, help="Weight of equal load of the processors.")
@click.option("--message-bytes", default=64.0, show_default=True, help="Bytes of a message, for the distance of processors.")
@click.option("--budget", type=float, metavar="SECONDS", help="Time that the method may use, where it can use more.")
@click.option("--plot", type=click.Path(path_type=Path), help="Draw the communication between processors and their load.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Placement file; default: PARTITION's with .irpl.")
@json_option
def command(file: Path, source: str, graph_file: Path | None, method: str, settings: tuple[str, ...], seed: int,
            cap: int | None, pins: tuple[str, ...], same_data: str, spread: float, balance: float, message_bytes: float,
            budget: float | None, plot: Path | None, output: Path | None, as_json: bool) -> None:
    """Place the clusters of PARTITION (.irpp) on the processors of a machine."""
    from irpart.mapping.figures import measure_placement
    from irpart.mapping.place import pose, solve_posed
    from irpart.mapping.rules import Rules
    from irpart.mapping.storage import save_placement
    from irpart.partitioning.storage import load_partition
    from irpart.reporting.pictures import check_picture_name
    from irpart.reporting.placement import print_placement
    from irpart.topology.reading import read_topology

    rules = Rules(same_data, spread, balance, cap, _parsed_pins(pins))
    options = _method_options(method, parse_settings(settings), budget)
    path = output or Path(f"{file.stem}.irpl")
    if plot is not None:
        check_picture_name(plot)
    partition = load_partition(file)
    topology = read_topology(source)
    check_outputs((file, Path(source), graph_file or Path(partition.graph_file or file)), (path, plot))
    with progress(file.name) as show:
        show("reading the graph", 0)
        graph, found = graph_of_partition(partition, file, graph_file)
        accesses = accesses_of(found) if same_data != "off" else None
        show("messages between clusters", partition.n_clusters)
        posed = pose(graph, partition, topology, message_bytes=message_bytes, rules=rules, accesses=accesses)
        show(f"{method}, clusters", partition.n_clusters)
        placement = solve_posed(posed, method=method, seed=seed, **options)
        show("measuring", partition.n_clusters)
        figures = measure_placement(posed, placement.cluster_processor)
    save_placement(placement, path)
    if plot is not None:
        from irpart.reporting.placement_plot import plot_placement

        plot_placement(placement, posed.traffic.pairs(), figures, plot)
    if as_json:
        print_json({"file": str(path), "method": placement.method, "seed": seed, "k": partition.n_clusters,
                    "processors": topology.n_processors, "topology": topology.source, "seconds": placement.seconds,
                    **figures.to_json(), "cluster_processor": placement.cluster_processor.tolist()})
    else:
        print_placement(placement, figures, path)


def _parsed_pins(pins: tuple[str, ...]) -> dict[int, int]:
    """Processor of each pinned cluster."""
    result: dict[int, int] = {}
    for pin in pins:
        cluster, equals, place = pin.partition("=")
        if not (equals and cluster.strip().isdecimal() and place.strip().isdecimal()):
            raise InputError(f"A pinned cluster is given as CLUSTER=PROCESSOR, two numbers, got '{pin}'.")
        if result.setdefault(int(cluster), int(place)) != int(place):
            raise InputError(f"Cluster {int(cluster)} is pinned to processors {result[int(cluster)]} and {int(place)}.")
    return result


def _method_options(method: str, options: dict[str, Any], budget: float | None) -> dict[str, Any]:
    """The method's options, the budget among them."""
    from irpart.mapping.placing import METHODS

    if budget is None:
        return options
    if not 0 < budget < 1e6:
        raise InputError(f"--budget is a number of seconds above 0, got {budget:g}.")
    known = METHODS.get(method).options
    if "budget" not in known:
        able = [name for name in METHODS.names() if "budget" in METHODS.get(name).options]
        raise InputError(f"Method '{method}' cannot use a time budget; leave --budget out or choose one of: "
                         f"{', '.join(able)}.")
    return {**options, "budget": budget}
