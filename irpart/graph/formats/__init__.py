"""Graph files of other tools: METIS, hMETIS, edge lists, GraphML; docs/formats.md says what is kept and lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.base.files import replacing
from irpart.graph.formats.edgelist import read_edge_list, write_edge_list
from irpart.graph.formats.graphml import read_graphml, write_graphml
from irpart.graph.formats.hmetis import read_hmetis, write_hmetis
from irpart.graph.formats.metis import read_metis, write_metis
from irpart.graph.types import DependenceGraph

_BY_SUFFIX = {".metis": "metis", ".graph": "metis", ".hgr": "hmetis", ".hmetis": "hmetis", ".edgelist": "edgelist",
              ".txt": "edgelist", ".el": "edgelist", ".csv": "edgelist", ".tsv": "edgelist", ".graphml": "graphml"}
_READERS: dict[str, Callable[[Path], DependenceGraph]] = {
    "metis": read_metis, "hmetis": read_hmetis, "edgelist": read_edge_list, "graphml": read_graphml}
_WRITERS: dict[str, Callable[..., tuple[str, ...]]] = {
    "metis": write_metis, "hmetis": write_hmetis, "edgelist": write_edge_list, "graphml": write_graphml}


@dataclass(frozen=True, slots=True)
class WrittenGraph:
    """A graph file that was written: where, in which format, and in ``notes`` a sentence for each thing that was
    left out, merged or rounded because the format has no place for it."""

    path: Path
    format: str
    notes: tuple[str, ...]


def read_graph(path: str | Path, format: str | None = None) -> DependenceGraph:
    """Read a graph file.

    Parameters
    ----------
    path
        The file; ``.gz`` may follow its suffix.
    format
        ``metis``, ``hmetis``, ``edgelist`` or ``graphml``; told from the suffix when not given.

    Raises
    ------
    InputError, FormatError
        When the format is unknown, or the file is not of it: with file, line and value.
    """
    path = Path(path)
    return _READERS[_known(format or _format_of(path))](path)


def write_graph(graph: DependenceGraph, path: str | Path, format: str | None = None, *,
                edge_cluster: NDArray[np.uint16] | None = None) -> WrittenGraph:
    """Write a graph file; an existing one is replaced when the new one is whole, and only then.

    Parameters
    ----------
    graph
        What to write.
    path, format
        As for ``read_graph``; ``hmetis`` is the exact dual: edges become vertices, vertices become nets.
    edge_cluster
        Unsigned, shape (m,): a further column of an edge list.

    Returns
    -------
    WrittenGraph
        With ``notes`` on what the format could not hold.

    Raises
    ------
    InputError
        When the format is unknown, the clusters do not fit, or the file cannot be written.
    """
    path = Path(path)
    kind = _known(format or _format_of(path))
    if edge_cluster is not None and kind != "edgelist":
        raise InputError("Clusters can only be written to an edge list.")
    if edge_cluster is not None and (edge_cluster.shape != (graph.n_edges,) or edge_cluster.dtype.kind != "u"):
        raise InputError(f"There must be {graph.n_edges} clusters of an unsigned type, one per edge, "
                         f"got {edge_cluster.dtype} of shape {edge_cluster.shape}.")
    with replacing(path) as file:
        notes = _WRITERS[kind](graph, file) if edge_cluster is None else write_edge_list(graph, file, edge_cluster)
    return WrittenGraph(path, kind, notes)


def _known(kind: str) -> str:
    if kind not in _READERS:
        raise InputError(f"There is no graph format '{kind}'; choose one of: {', '.join(_READERS)}.")
    return kind


def _format_of(path: Path) -> str:
    suffixes = [suffix for suffix in path.suffixes if suffix != ".gz"]
    found = _BY_SUFFIX.get(suffixes[-1].lower()) if suffixes else None
    if found is None:
        raise InputError(f"The format of {path} cannot be told from its name; known suffixes: {', '.join(_BY_SUFFIX)}.")
    return found
