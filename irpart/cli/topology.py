"""``irpart topology``: what a machine is, in text and as a picture."""

from __future__ import annotations

from pathlib import Path

import click

from irpart.base.errors import InputError
from irpart.cli.terminal import check_outputs, json_option, print_json, progress, write_text


@click.command("topology")
@click.argument("source", nargs=-1)
@click.option("--plot", type=click.Path(path_type=Path), help="Draw the machine; .png, .svg or .pdf.")
@click.option("-o", "--output", type=click.Path(path_type=Path),
              help="Write the machine, object by object, as TOML to read again or edit.")
@json_option
def command(source: tuple[str, ...], plot: Path | None, output: Path | None, as_json: bool) -> None:
    """Describe a machine: this one, or what SOURCE says.

    SOURCE is a file (hwloc's XML, TOML, YAML), levels as hwloc writes them, a generator (mesh, torus, dragonfly, fat-tree),
    or a Ray cluster.

    \b
    irpart topology
    irpart topology pack:2 numa:4 core:8 pu:2
    irpart topology mesh:8x8,memory=4,l2=512K --plot mesh.png
    irpart topology ray:10.0.0.1:6379 -o cluster.toml
    """
    from irpart.reporting.pictures import check_picture_name
    from irpart.reporting.topology import print_topology
    from irpart.reporting.topology_plot import draw_topology
    from irpart.topology.description import write_description
    from irpart.topology.reading import read_topology
    from irpart.topology.summary import summarize_topology

    if plot is not None:
        check_picture_name(plot)
    if output is not None and output.suffix.lower() != ".toml":
        raise InputError(f"Cannot write {output}: descriptions of machines are written as TOML; "
                         "give a name that ends in .toml.")
    check_outputs([Path(" ".join(source))], (output, plot))
    with progress("topology") as show:
        show("reading the machine", 0)
        topology = read_topology(" ".join(source)) if source else read_topology()
        show("measuring distances", topology.n_processors)
        summary = summarize_topology(topology)
        if output is not None:
            write_text(write_description(topology), output)
        if plot is not None:
            show("drawing", topology.n_objects)
            draw_topology(topology, summary, plot)
    if as_json:
        print_json({"name": topology.name, "source": topology.source, "processors": topology.n_processors,
                    "clock_ghz": topology.clock_ghz, "grid": list(topology.grid), "wraps": topology.wraps,
                    "numa_distance": topology.numa_distance.tolist(), **summary.to_json(),
                    "files": [str(path) for path in (output, plot) if path is not None]})
        return
    print_topology(topology, summary)
    for path in (output, plot):
        if path is not None:
            click.echo(f"written: {path}")
