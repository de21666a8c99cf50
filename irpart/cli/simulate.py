"""``irpart simulate``: run a placed partition on a simulated machine and say how fast it is and why."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from irpart.base.errors import InputError
from irpart.cli.graphs import accesses_of, graph_of_partition, graph_option
from irpart.cli.placed import Placed, load_placed
from irpart.cli.terminal import (
    check_outputs,
    json_option,
    machine_option,
    parse_settings,
    print_json,
    progress,
    write_json,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from irpart.graph.types import DependenceGraph, MemoryAccesses
    from irpart.mapping.types import Placement
    from irpart.partitioning.messages import MessagePlan
    from irpart.simulation.types import SimulatedRun, SimulationModel

DEFAULT_METHOD = "swap"


@click.command("simulate")
@click.argument("file", metavar="PLACEMENT|PARTITION", type=click.Path(path_type=Path))
@machine_option("Machine, for a partition (a placement brings its own)")
@graph_option
@click.option("--map", "method", metavar="METHOD", help="Place the clusters by this mapping method (a partition's by "
              f"{DEFAULT_METHOD}); a placement's are placed anew.")
@click.option("--sync", type=click.Choice(["messages", "shared-memory", "both"]), help="How values get to other processors; "
              "'both' simulates both and prints them beside each other.")
@click.option("--core", type=click.Choice(["in-order", "out-of-order"]), help="Kind of cores.")
@click.option("--window", type=int, help="Window of an out-of-order core, in instructions.")
@click.option("--width", type=int, help="Instructions that enter this window per cycle.")
@click.option("--order", type=click.Choice(["partition", "trace"]), default="partition", show_default=True,
              help="Order in which a processor runs its instructions.")
@click.option("--pages", type=click.Choice(["first-touch", "interleaved"]), help="Where memory pages are.")
@click.option("--place", "places", multiple=True, metavar="STRUCTURE=DOMAIN", help="The number of the memory domain that a "
              "data structure is in, such as a=0; --pages is for the rest.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="Any other parameter of the simulation, such "
              "as send-cycles=10.")
@click.option("--no-baseline", is_flag=True, help="Leave out one core alone, and with it the speed-up.")
@click.option("--no-memory", is_flag=True, help="Leave memory out: every instruction takes its cost.")
@click.option("--plot", type=click.Path(path_type=Path), help="Draw processors over time, their shares, and the links.")
@click.option("--timeline", type=click.Path(path_type=Path), help="Write a timeline for Perfetto or chrome://tracing.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the results as JSON.")
@json_option
def command(file: Path, source: str | None, graph_file: Path | None, method: str | None, sync: str | None,
            core: str | None, window: int | None, width: int | None, order: str, pages: str | None,
            places: tuple[str, ...], settings: tuple[str, ...], no_baseline: bool, no_memory: bool, plot: Path | None,
            timeline: Path | None, output: Path | None, as_json: bool) -> None:
    """Run a placement (.irpl), or a partition (.irpp) on a machine, in the simulator."""
    from irpart.mapping.place import place
    from irpart.partitioning.messages import plan_messages
    from irpart.reporting.simulation import ReportHead, print_simulation
    from irpart.simulation.figures import describe_run
    from irpart.simulation.machine import check_size

    given = {"synchronisation": sync, "core": core, "window": window, "width": width, "pages": pages}
    models, structure_domain = _models(given, parse_settings(settings)), _structure_domains(places)
    _check_picture(plot, timeline, len(models))
    start, chosen = _load(file, source, method), method or DEFAULT_METHOD
    read = [file, graph_file or Path(start.partition.graph_file or file), Path(source or file)]
    assert start.topology is not None
    check_size(start.topology)
    check_outputs(read, (plot, timeline, output))
    with progress(file.name) as show:
        show("reading the graph", 0)
        graph, found = graph_of_partition(start.partition, file, graph_file)
        show("planning messages, edges", graph.n_edges)
        plan, placement = plan_messages(graph, start.partition), start.placement
        show("reading the memory accesses", graph.n_vertices)
        accesses = None if no_memory and placement is not None else accesses_of(found)
        if placement is None:
            show("placing clusters", start.partition.n_clusters)
            placement = place(graph, start.partition, start.topology, method=chosen, accesses=accesses, plan=plan)
        runs = _simulate(graph, placement, None if no_memory else accesses, models, structure_domain, order,
                         not no_baseline, plan, show)
        if plot is not None:
            from irpart.reporting.simulation_plots import plot_simulation

            show("drawing, processors", placement.topology.n_processors)
            plot_simulation(runs[0], placement.topology, plot)
    memory = "left out" if no_memory else "no accesses known" if accesses is None else "simulated"
    told = {"file": str(file), "graph_file": str(found), "k": placement.partition.n_clusters, "order": order,
            "partition_method": placement.partition.method, "mapping_method": placement.method,
            "topology": placement.topology.source, "processors": placement.topology.n_processors, "memory": memory,
            "placed_here": start.placement is None, "runs": [describe_run(run, placement.topology) for run in runs]}
    if timeline is not None:
        from irpart.simulation.timeline import trace_events

        write_json(trace_events(runs[0], placement.topology), timeline)
    if output is not None:
        write_json(told, output)
    if as_json:
        print_json(told)
    else:
        print_simulation(placement, runs, ReportHead(str(file), _notes(start, chosen, memory, found, order)))


def _models(given: dict[str, Any], settings: dict[str, Any]) -> list[SimulationModel]:
    """One model, or two that differ in how values get to other processors."""
    from irpart.simulation.types import SYNCHRONISATIONS, SimulationModel

    known = [field.name for field in fields(SimulationModel)]
    chosen = {name: value for name, value in given.items() if value is not None}
    for name, value in settings.items():
        if name not in known:
            raise InputError(f"A simulation has no parameter '{name}'; --set takes one of: "
                             f"{', '.join(name for name in known if name not in given)}.")
        if name in chosen:
            raise InputError(f"{name} is given twice, by an option of its own and by --set; leave one out.")
        if isinstance(value, bool):
            raise InputError(f"{name} of a simulation is a number or a word, got {str(value).lower()}.")
        chosen[name] = value
    if chosen.get("core", "in-order") == "in-order" and not {"window", "width"}.isdisjoint(chosen):
        raise InputError("--window and --width are of out-of-order cores; add --core out-of-order.")
    if chosen.get("synchronisation") == "both":
        return [SimulationModel(**{**chosen, "synchronisation": one}) for one in SYNCHRONISATIONS]
    return [SimulationModel(**chosen)]


def _structure_domains(places: tuple[str, ...]) -> dict[str, int]:
    """Memory domain of each data structure that the user places."""
    result: dict[str, int] = {}
    for place in places:
        name, equals, domain = place.rpartition("=")
        if not (name and equals and domain.strip().isdecimal()):
            raise InputError(f"A data structure is placed as STRUCTURE=DOMAIN, a name and a number, got '{place}'.")
        if result.setdefault(name, int(domain)) != int(domain):
            raise InputError(f"Data structure '{name}' is placed in domains {result[name]} and {int(domain)}.")
    return result


def _check_picture(plot: Path | None, timeline: Path | None, runs: int) -> None:
    from irpart.reporting.pictures import check_picture_name

    if runs > 1 and (plot is not None or timeline is not None):
        raise InputError("A plot or a timeline shows one run; choose --sync messages or --sync shared-memory.")
    if plot is not None:
        check_picture_name(plot)


def _load(file: Path, source: str | None, method: str | None) -> Placed:
    """Read what is to be simulated; a partition needs a machine."""
    start = load_placed(file, source, method, DEFAULT_METHOD, "simulated")
    if start.topology is None:
        raise InputError(f"{file} is a partition, which is on no machine yet; name one with --machine, or place it with "
                         "'irpart map' and simulate the placement.")
    return start


def _simulate(graph: DependenceGraph, placement: Placement, accesses: MemoryAccesses | None, models: list[SimulationModel],
              structure_domain: dict[str, int], order: str, baseline: bool, plan: MessagePlan,
              show: Callable[[str, int], None]) -> list[SimulatedRun]:
    """A run by each model; one core alone is the same for all and simulated once."""
    from irpart.simulation.simulate import simulate

    runs: list[SimulatedRun] = []
    for model in models:
        run = simulate(graph, placement, accesses=accesses, model=model, order=order, baseline=baseline and not runs,
                       structure_domain=structure_domain, plan=plan, show=show)
        runs.append(replace(run, baseline_cycles=runs[0].baseline_cycles) if runs else run)
    return runs


def _notes(start: Placed, method: str, memory: str, graph_file: Path, order: str) -> tuple[str, ...]:
    """Sentences that say what is not as one may expect."""
    notes = []
    if start.placement is None:
        notes.append(f"Clusters were placed {'anew ' if start.again else ''}for this run by {method}; 'irpart map' "
                     "keeps a placement.")
    if memory == "no accesses known":
        notes.append(f"{graph_file} is no profile and says nothing of memory accesses: costs only, no caches and memory.")
    elif memory == "left out":
        notes.append("Memory is left out: costs only, no caches and memory.")
    if order == "partition" and not len(start.partition.priority):
        notes.append("The partition has no order of execution; instructions run in that of the trace.")
    return tuple(notes)
