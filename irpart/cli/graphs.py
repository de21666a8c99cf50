"""Graphs as subcommands take them: from a profile, or from a graph file of another tool."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from irpart.base.errors import InputError
from irpart.graph.types import DependenceGraph

if TYPE_CHECKING:
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


def peek_kind_or_none(path: Path) -> str | None:
    """Kind of an irpart file, or None for any other file."""
    from irpart.base.artifact import peek_kind
    from irpart.base.errors import FormatError

    try:
        return peek_kind(path)
    except FormatError:
        return None
