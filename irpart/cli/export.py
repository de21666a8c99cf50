"""``irpart export``: write a graph, or a partition of it, in another tool's format."""

from __future__ import annotations

from pathlib import Path

import click

from irpart.base.errors import InputError
from irpart.cli.graphs import load_graph
from irpart.cli.terminal import json_option, print_json, progress, refuse_same_file

_SUFFIX = {"metis": ".metis", "hmetis": ".hgr", "edgelist": ".edgelist", "graphml": ".graphml"}


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--to", "target", required=True, type=click.Choice(list(_SUFFIX)), help="Format to write.")
@click.option("-o", "--output", type=click.Path(path_type=Path),
              help="File to write; default: FILE's name with the format's suffix.")
@click.option("--partition", "partition_file", type=click.Path(path_type=Path),
              help="Write each edge's cluster as a further column (edge lists only).")
@json_option
def command(file: Path, target: str, output: Path | None, partition_file: Path | None, as_json: bool) -> None:
    """Write the graph in FILE in the format of another tool."""
    from irpart.graph.formats import write_graph

    if partition_file is not None and target != "edgelist":
        raise InputError("Clusters can only be written to an edge list (--to edgelist).")
    path = output or Path(file.stem + _SUFFIX[target])
    refuse_same_file(file, path)
    with progress(file.name) as show:
        show("reading the graph", 0)
        graph = load_graph(file)
        clusters = None
        if partition_file is not None:
            from irpart.partitioning.storage import load_partition

            partition = load_partition(partition_file)
            if partition.graph_checksum != graph.checksum():
                raise InputError(f"{partition_file} is a partition of another graph than the one in {file}.")
            clusters = partition.edge_cluster
        show("writing edges", graph.n_edges)
        written = write_graph(graph, path, target, edge_cluster=clusters)
    if as_json:
        print_json({"file": str(path), "format": target, "vertices": graph.n_vertices, "edges": graph.n_edges,
                    "notes": list(written.notes)})
    else:
        click.echo("\n".join([f"{path}: {graph.n_vertices:,} vertices, {graph.n_edges:,} edges", *written.notes]))
