"""``irpart execute``: run the clusters of a partition or placement for real, check what they compute, and time them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from irpart.base.errors import InputError
from irpart.cli.graphs import graph_file_of, graph_option, peek_kind_or_none
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

    from irpart.measurement.subject import Subject
    from irpart.measurement.types import Measurement
    from irpart.partitioning.types import Partition

DIFFERENT = 1
"""Exit status when a check found a difference."""


@click.command("execute")
@click.argument("file", metavar="PARTITION|PLACEMENT", type=click.Path(path_type=Path))
@graph_option
@click.option("--backend", default="threads", show_default=True, help="Engine: serial, threads (one pinned thread per "
              "worker), ray (one pinned actor per worker).")
@click.option("--check", is_flag=True, help="Compare every value with a serial replay, and the results with the run's.")
@machine_option("Machine whose processors the clusters are placed on; by default this one when there are more clusters than "
                "processors, else every cluster has a worker")
@click.option("--map", "method", metavar="METHOD", help="Place the clusters by this mapping method.")
@click.option("--per-cluster", is_flag=True, help="A worker per cluster, however many there are.")
@click.option("--strict", is_flag=True, help="Refuse more workers than there are processors, instead of a warning.")
@click.option("--order", default="deadline", show_default=True, help="Order in which a worker executes: deadline, partition "
              "(the one that it carries), critical-path or trace.")
@click.option("--repeat", default=1, show_default=True, help="Repetitions; times are those of the median one.")
@click.option("--timeout", default=30.0, show_default=True, metavar="SECONDS",
              help="Give up when nothing happens for so long.")
@click.option("--address", help="Ray: the cluster to connect to; default: a Ray of its own on this machine.")
@click.option("-O", "--option", "settings", multiple=True, metavar="NAME=VALUE", help="Any other option of the engine.")
@click.option("--predict/--no-predict", default=None, help="Ask the execution model and the simulator, too; default: the "
              "simulator up to 5 million instructions.")
@click.option("--timeline", type=click.Path(path_type=Path), help="Write a timeline for Perfetto or chrome://tracing.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the results as JSON.")
@json_option
def command(file: Path, graph_file: Path | None, backend: str, check: bool, source: str | None, method: str | None,
            per_cluster: bool, strict: bool, order: str, repeat: int, timeout: float, address: str | None,
            settings: tuple[str, ...], predict: bool | None, timeline: Path | None, output: Path | None,
            as_json: bool) -> int:
    """Execute a partition (.irpp) or a placement (.irpl) of a profile made with 'irpart profile --replay'.

    Ends with status 1 when --check finds a difference.

    \b
    irpart profile --replay fft.py
    irpart partition fft.irpg -k 2
    irpart execute fft.k2.irpp --check
    """
    from irpart.measurement.measure import check_engine
    from irpart.measurement.orders import check_order
    from irpart.measurement.teams import DEFAULT_METHOD
    from irpart.reporting.execution import print_measurement

    options = {**parse_settings(settings), **({} if address is None else {"address": address})}
    check_engine(backend, options)
    start = load_placed(file, source, method, DEFAULT_METHOD, "executed")
    if per_cluster and start.placement is not None:
        raise InputError(f"{file} is a placement, which has a worker per processor; execute its partition with "
                         "--per-cluster.")
    check_order(order, start.partition)
    profile_file = _profile_file(start.partition, file, graph_file)
    check_outputs([file, profile_file, Path(source or file)], (timeline, output))
    with progress(file.name) as show:
        subject, measured = _measure(start, file, profile_file, show, (method, per_cluster), {
            "backend": backend, "order": order, "check": check, "repeat": repeat, "timeout": timeout, "predict": predict,
            "strict": strict, **options})
    told = {"file": str(file), "graph_file": str(profile_file), "partition_method": start.partition.method,
            **measured.to_json()}
    if timeline is not None:
        from irpart.measurement.timeline import trace_events

        write_json(trace_events(measured, subject), timeline)
    if output is not None:
        write_json(told, output)
    if as_json:
        print_json(told)
    else:
        print_measurement(measured, str(file))
    if measured.check is not None and measured.check.difference is not None:
        click.echo(f"irpart: {measured.check.difference.sentence()}", err=True)
        return DIFFERENT
    return 0


def _profile_file(partition: Partition, path: Path, given: Path | None) -> Path:
    """The profile that a partition was made of."""
    chosen = graph_file_of(partition, path, given)
    if peek_kind_or_none(chosen) != "profile":
        raise InputError(f"{chosen} is no profile, so there is no program to execute; profile one with 'irpart profile "
                         "--replay' and partition that, or name it with --graph FILE.")
    return chosen


def _measure(start: Placed, file: Path, profile_file: Path, show: Callable[[str, int], None],
             seating: tuple[str | None, bool], settings: dict[str, Any]) -> tuple[Subject, Measurement]:
    """Read the profile, seat the clusters, execute."""
    from irpart.measurement.measure import measure
    from irpart.measurement.reading import read_subject
    from irpart.measurement.teams import seat_clusters
    from irpart.partitioning.messages import plan_messages
    from irpart.profiles.types import Profile

    method, per_cluster = seating
    with Profile(profile_file) as profile:
        subject = read_subject(profile, start.partition.graph_checksum, str(file), show)
        show("planning messages, edges", subject.graph.n_edges)
        messages = plan_messages(subject.graph, start.partition)
        placement = start.placement
        if placement is None:
            show("placing clusters", start.partition.n_clusters)
            placement = seat_clusters(subject.graph, start.partition, machine=start.topology, method=method,
                                      per_cluster=per_cluster, messages=messages)
        return subject, measure(subject, placement or start.partition, messages=messages, show=show, **settings)
