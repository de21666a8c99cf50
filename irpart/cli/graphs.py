"""Graphs as subcommands take them: from a profile, or from a graph file of another tool."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from irpart.base.errors import InputError
from irpart.graph.types import DependenceGraph

if TYPE_CHECKING:
    from irpart.graph.types import MemoryAccesses
    from irpart.partitioning.types import Partition
    from irpart.profiles.types import Profile


def load_graph(path: Path, check: Callable[[Profile], None] | None = None) -> DependenceGraph:
    """The graph in a file: regenerated from a profile, or read from METIS, edge-list or GraphML.

    ``check`` is called with a profile before its graph is built, and may refuse it.

    Raises
    ------
    InputError, FormatError
        When there is no such file or it holds no graph.
    """
    from irpart.base.artifact import peek_kind

    if not path.is_file():
        raise InputError(f"There is no file {path}.")
    if path.suffix in (".irpg", ".irpp") or peek_kind_or_none(path) is not None:
        kind = peek_kind(path)
        if kind != "profile":
            raise InputError(f"{path} holds a {kind}, which has no graph; give the profile it was made from.")
        from irpart.profiles.types import Profile

        with Profile(path) as profile:
            if check is not None:
                check(profile)
            return profile.graph
    from irpart.graph.formats import read_graph

    return read_graph(path)


def graph_of_partition(partition: Partition, path: Path, given: Path | None = None) -> tuple[DependenceGraph, Path]:
    """The graph that a partition was made of, and the file it is read from.

    Parameters
    ----------
    path
        The partition's (or placement's) file, for what is said when something is wrong.
    given
        The graph's file as the user names it; by default the one that the partition was made from.

    Raises
    ------
    InputError, FormatError
        When the file is not known, not there or holds no graph, or is of another graph.
    """
    chosen = graph_file_of(partition, path, given)
    graph = load_graph(chosen)
    found = graph.checksum()
    if found != partition.graph_checksum:
        raise InputError(f"{path} is of another graph than {chosen}: it was made of a graph with checksum "
                         f"{partition.graph_checksum[:8]}, this one has {found[:8]}; name the right file with --graph FILE.")
    return graph, chosen


def graph_file_of(partition: Partition, path: Path, given: Path | None = None) -> Path:
    """The file of the graph that a partition was made of; parameters as of ``graph_of_partition``.

    Raises
    ------
    InputError
        When the file is not known or not there.
    """
    if given is None and not partition.graph_file:
        raise InputError(f"{path} does not say which file its graph was read from; name the profile or graph with "
                         "--graph FILE.")
    chosen = Path(partition.graph_file) if given is None else given
    if not chosen.is_file():
        what = f"There is no file {chosen}" if given is not None else f"{chosen}, which {path} was made from, is not there"
        raise InputError(f"{what}; name the profile or graph with --graph FILE.")
    return chosen


def accesses_of(path: Path) -> MemoryAccesses | None:
    """The memory accesses of a profile; None for other graph files."""
    if peek_kind_or_none(path) != "profile":
        return None
    from irpart.profiles.types import Profile

    with Profile(path) as profile:
        return profile.accesses


def peek_kind_or_none(path: Path) -> str | None:
    """Kind of an irpart file, or None for any other file.

    Raises
    ------
    FormatError
        When it is an irpart file, but truncated, damaged or too new.
    """
    from irpart.base.artifact import peek_kind
    from irpart.base.container import is_container

    return peek_kind(path) if is_container(path) else None


graph_option = click.option("--graph", "graph_file", type=click.Path(path_type=Path), help="Profile or graph of the "
                            "partition; default: the file that it was made from.")
