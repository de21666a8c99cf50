"""``irpart info``: what is in a profile or partition file."""

from __future__ import annotations

from pathlib import Path

import click

from irpart.base.errors import InputError
from irpart.cli.terminal import json_option, print_json


@click.command("info")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--verify", is_flag=True, help="Read the whole file and check every checksum.")
@json_option
def command(file: Path, verify: bool, as_json: bool) -> None:
    """Say what is in FILE, a profile (.irpg) or a partition (.irpp)."""
    from irpart.base.artifact import peek_kind

    kind = peek_kind(file)
    if kind == "profile":
        _profile(file, verify, as_json)
    elif kind == "partition":
        _partition(file, as_json)
    else:
        raise InputError(f"{file} holds a {kind}, which this version of irpart cannot describe.")


def _profile(file: Path, verify: bool, as_json: bool) -> None:
    from irpart.profiles.types import Profile
    from irpart.reporting.summary import print_summary

    with Profile(file) as profile:
        if verify:
            profile.verify()
        if as_json:
            print_json({"kind": "profile", "file": str(file), "bytes": profile.n_bytes, **profile.summary.to_json(),
                        "provenance": profile.provenance})
            return
        print_summary(profile.summary, file, profile.n_bytes, to_stdout=True)
        made = profile.provenance
        click.echo(f"made by: {made['command']} (irpart {made['irpart']})")


def _partition(file: Path, as_json: bool) -> None:
    from irpart.partitioning.storage import load_partition

    partition = load_partition(file)
    facts = {"kind": "partition", "file": str(file), "method": partition.method, "k": partition.n_clusters,
             "edges": len(partition.edge_cluster), "seed": partition.seed, "balance": partition.balance,
             "options": partition.describe_options(), "graph_checksum": partition.graph_checksum,
             "graph_file": partition.graph_file, "seconds": partition.seconds}
    if as_json:
        print_json(facts)
        return
    for name, value in facts.items():
        click.echo(f"{name:16} {value}")
