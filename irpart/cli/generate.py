"""``irpart generate``: write a graph of a family, and what is known of its best cut."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from irpart.base.errors import InputError
from irpart.cli.terminal import json_option, parse_settings, print_json, progress


@click.command("generate")
@click.argument("family", required=False)
@click.option("--list", "only_list", is_flag=True, help="List the families with their options, and write nothing.")
@click.option("-O", "--option", "settings", multiple=True, metavar="NAME=VALUE", help="An option of the family's own.")
@click.option("--seed", default=0, show_default=True, help="The same seed gives the same graph.")
@click.option("-k", "--clusters", "k", type=int, help="Also say what is proven about the best cut into K clusters.")
@click.option("--balance", default=1.03, show_default=True,
              help="Bound that this cut keeps: edges of the largest cluster, times the mean.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write; default: FAMILY.edgelist.")
@click.option("--format", "target", help="metis, hmetis, edgelist or graphml; default: told from the file's suffix. "
              "edgelist and graphml keep directions and the order of edges; metis keeps neither, hmetis writes the dual.")
@json_option
def command(family: str | None, only_list: bool, settings: tuple[str, ...], seed: int, k: int | None, balance: float,
            output: Path | None, target: str | None, as_json: bool) -> None:
    """Write a graph of FAMILY to a file that 'irpart partition' reads.

    \b
    irpart generate --list
    irpart generate planted -O groups=8 -O shared=3 -k 8 -o ring.edgelist
    irpart partition ring.edgelist -k 8
    """
    from irpart.graph.formats import write_graph
    from irpart.graph.generators import generate, known_connectivity

    if only_list:
        _print_families(as_json)
        return
    if family is None:
        raise InputError("Name a family of graphs; 'irpart generate --list' lists them.")
    options = parse_settings(settings)
    cut = known_connectivity(family, k, balance=balance, **options) if k is not None else None
    path = output or Path(f"{family.replace('_', '-')}.{target or 'edgelist'}")
    with progress(family) as show:
        show("making edges", 0)
        graph = generate(family, seed=seed, **options)
        show("writing edges", graph.n_edges)
        written = write_graph(graph, path, target)
    if as_json:
        known = {} if cut is None else {"k": k, "connectivity_lower": cut.lower, "connectivity_upper": cut.upper}
        print_json({"file": str(path), "format": written.format, "family": family, "seed": seed, "options": options,
                    "vertices": graph.n_vertices, "edges": graph.n_edges, "checksum": graph.checksum(),
                    "notes": list(written.notes), **known})
        return
    lines = [f"{path}: {graph.n_vertices:,} vertices, {graph.n_edges:,} edges", *written.notes]
    if cut is not None:
        lines.append(_sentence(k, balance, cut.lower, cut.upper))
    click.echo("\n".join(lines))


def _sentence(k: int | None, balance: float, lower: int, upper: int | None) -> str:
    start = (f"With at most {balance:g} times the mean number of edges in each of {k} clusters, "
             "the least connectivity (km1) is")
    if lower == upper:
        return f"{start} {lower:,}."
    return f"{start} at least {lower:,}{f'; {upper:,} is reached' if upper is not None else ''}."


def _print_families(as_json: bool) -> None:
    from irpart.graph.generators import FAMILIES, family

    found = [family(name) for name in FAMILIES.names()]
    if as_json:
        rows: list[dict[str, Any]] = [{"family": one.name, "summary": one.summary, "options": one.options,
                                       **one.capabilities} for one in found]
        print_json(rows)
        return
    for one in found:
        options = " ".join(f"{name}={value}" for name, value in one.options.items())
        click.echo(f"{one.name}\n    {one.summary}\n    {options}")
