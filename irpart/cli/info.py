"""``irpart info``: what is in a profile or partition file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from irpart.base.errors import InputError
from irpart.cli.terminal import json_option, print_json

if TYPE_CHECKING:
    from irpart.profiles.types import Profile


@click.command("info")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--verify", is_flag=True, help="Read the whole file and check every checksum.")
@json_option
def command(file: Path, verify: bool, as_json: bool) -> None:
    """Say what is in FILE, a profile (.irpg), a partition (.irpp) or a placement (.irpl)."""
    from irpart.base.artifact import peek_kind

    kind = peek_kind(file)
    if kind == "profile":
        _profile(file, verify, as_json)
    elif kind == "partition":
        _partition(file, as_json)
    elif kind == "placement":
        _placement(file, as_json)
    else:
        raise InputError(f"{file} holds a {kind}, which this version of irpart cannot describe.")


def _profile(file: Path, verify: bool, as_json: bool) -> None:
    from irpart.profiles.types import Profile
    from irpart.reporting.summary import print_summary

    with Profile(file) as profile:
        if verify:
            profile.verify()
        if as_json:
            recorded = {**profile.recording_sizes(), "not_computed": dict(profile.not_computed())}
            print_json({"kind": "profile", "file": str(file), "bytes": profile.n_bytes, **profile.summary.to_json(),
                        "replay": recorded if profile.replayable else None, "provenance": profile.provenance})
            return
        print_summary(profile.summary, file, profile.n_bytes, to_stdout=True)
        click.echo(_replay(profile))
        made = profile.provenance
        click.echo(f"made by: {made['command']} (irpart {made['irpart']})")


def _replay(profile: Profile) -> str:
    """Whether a profile can be replayed, and which of its instructions are not computed then."""
    if not profile.replayable:
        return f"replay: not recorded; to record it, type: {profile.replaying_command}"
    sizes, reasons = profile.recording_sizes(), profile.not_computed()
    lines = [f"replay: recorded in {sizes['stored_bytes']:,} bytes of the file: {sizes['corrected_loads']:,} loads of "
             f"memory that was there before, {sizes['values']:,} values, {sizes['written_bytes']:,} bytes of final memory",
             f"replay computes all but {sum(reasons.values()):,} of {profile.summary.instructions:,} instructions"
             + ("; what those gave is recorded:" if reasons else "")]
    return "\n".join([*lines, *(f"  {count:>12,}  {reason}" for reason, count in reasons.items())])


def _partition(file: Path, as_json: bool) -> None:
    from irpart.partitioning.storage import load_partition

    partition = load_partition(file)
    facts = {"kind": "partition", "file": str(file), "method": partition.method, "k": partition.n_clusters,
             "edges": len(partition.edge_cluster), "seed": partition.seed, "balance": partition.balance,
             "options": partition.describe_options(), "graph_checksum": partition.graph_checksum,
             "graph_file": partition.graph_file, "seconds": partition.seconds}
    _show(facts, as_json)


def _placement(file: Path, as_json: bool) -> None:
    from irpart.mapping.storage import load_placement

    placement = load_placement(file)
    partition, topology = placement.partition, placement.topology
    _show({"kind": "placement", "file": str(file), "method": placement.method, "seed": placement.seed,
           "options": placement.describe_options(), "cost": placement.cost, "seconds": placement.seconds,
           "k": partition.n_clusters, "partitioned_by": partition.method, "graph_checksum": partition.graph_checksum,
           "graph_file": partition.graph_file, "topology": topology.source, "processors": topology.n_processors,
           "cluster_processor": placement.cluster_processor.tolist()}, as_json)


def _show(facts: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(facts)
        return
    for name, value in facts.items():
        click.echo(f"{name:18} {value}")
