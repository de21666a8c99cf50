"""Graph files of other tools: METIS, hMETIS, edge lists, GraphML; docs/formats.md says what is kept and lost."""

from __future__ import annotations

import contextlib
import gzip
import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any
from xml.sax.saxutils import escape

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import FormatError, InputError
from irpart.graph.construct import from_edges, from_networkx
from irpart.graph.types import DependenceGraph

_BY_SUFFIX = {".metis": "metis", ".graph": "metis", ".hgr": "hmetis", ".hmetis": "hmetis", ".edgelist": "edgelist",
              ".txt": "edgelist", ".el": "edgelist", ".csv": "edgelist", ".tsv": "edgelist", ".graphml": "graphml"}
_ROWS = 1 << 18


def read_graph(path: str | Path, format: str | None = None) -> DependenceGraph:
    """Read a graph file; the format is taken from the suffix (``.gz`` may follow) unless it is given.

    Raises
    ------
    InputError, FormatError
        When the format is unknown, or the file is not of it: with file, line and value.
    """
    path = Path(path)
    kind = format or _format_of(path)
    if kind == "hmetis":
        raise InputError(f"{path}: hypergraphs (hMETIS) are written, not read; give METIS, an edge list or GraphML.")
    if kind not in _READERS:
        raise InputError(f"There is no graph format '{kind}'; choose one of: {', '.join(_READERS)}.")
    return _READERS[kind](path)


def write_graph(graph: DependenceGraph, path: str | Path, format: str | None = None, *,
                edge_cluster: NDArray[np.uint16] | None = None) -> None:
    """Write a graph file; nothing is left behind when that fails.

    Parameters
    ----------
    graph, path, format
        As for ``read_graph``; ``hmetis`` is the exact dual: edges become vertices, vertices become nets.
    edge_cluster
        uint16, shape (m,): a further column of an edge list.
    """
    path = Path(path)
    kind = format or _format_of(path)
    if kind not in _WRITERS:
        raise InputError(f"There is no graph format '{kind}'; choose one of: {', '.join(_WRITERS)}.")
    if edge_cluster is not None and kind != "edgelist":
        raise InputError("Clusters can only be written to an edge list.")
    with _replacing(path) as out:
        if kind == "edgelist":
            _write_edge_list(graph, out, edge_cluster)
        else:
            _WRITERS[kind](graph, out)


def _format_of(path: Path) -> str:
    suffixes = [s for s in path.suffixes if s != ".gz"]
    found = _BY_SUFFIX.get(suffixes[-1]) if suffixes else None
    if found is None:
        raise InputError(f"The format of {path} cannot be told from its name; known suffixes: {', '.join(_BY_SUFFIX)}.")
    return found


@contextlib.contextmanager
def _replacing(path: Path) -> Iterator[IO[str]]:
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        opened: Any = (gzip.open if path.suffix == ".gz" else open)(unfinished, "wt")
    except OSError as error:
        raise InputError(f"Cannot write {path}: {error.strerror or error}.") from None
    try:
        with opened as out:
            yield out
        os.replace(unfinished, path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def _lines(path: Path, comments: str) -> Iterator[tuple[int, str]]:
    """Numbered lines that are no comment."""
    try:
        with (gzip.open if path.suffix == ".gz" else open)(path, "rt") as file:
            for number, line in enumerate(file, 1):
                if line[:1] not in comments:
                    yield number, line.rstrip("\n")
    except OSError as error:
        raise InputError(f"Cannot read {path}: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise FormatError(f"{path} is not a text file.") from None


def _numbers(path: Path, number: int, words: list[str]) -> list[float]:
    try:
        return [float(word) for word in words]
    except ValueError:
        wrong = next(word for word in words if not _is_number(word))
        raise FormatError(f"{path}, line {number}: '{wrong}' is not a number.") from None


def _is_number(word: str) -> bool:
    with contextlib.suppress(ValueError):
        float(word)
        return True
    return False


def _read_edge_list(path: Path) -> DependenceGraph:
    rows: list[tuple[float, float, float]] = []
    for number, line in _lines(path, "#%"):
        words = line.replace(",", " ").split()
        if not words:
            continue
        if len(words) not in (2, 3):
            raise FormatError(f"{path}, line {number}: an edge is 'source destination [weight]', got '{line.strip()}'.")
        values = _numbers(path, number, words)
        if any(x != int(x) or x < 0 for x in values[:2] if np.isfinite(x)) or not np.isfinite(values[:2]).all():
            raise FormatError(f"{path}, line {number}: vertices are whole numbers >= 0, got '{line.strip()}'.")
        weight = values[2] if len(values) == 3 else 1.0
        if not 0 <= weight < np.inf:
            raise FormatError(f"{path}, line {number}: a weight is a finite number >= 0, got {words[2]}.")
        rows.append((values[0], values[1], weight))
    table = np.array(rows, np.float64).reshape(-1, 3)
    return from_edges(table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2])


def _write_edge_list(graph: DependenceGraph, out: IO[str], edge_cluster: NDArray[np.uint16] | None) -> None:
    cluster = " cluster" if edge_cluster is not None else ""
    out.write(f"# source destination weight{cluster}; {graph.n_vertices} vertices, {graph.n_edges} edges\n")
    destination, weights = graph.destinations(), graph.edge_weights()
    for start in range(0, graph.n_edges, _ROWS):
        part = slice(start, start + _ROWS)
        columns = [graph.source[part].tolist(), destination[part].tolist(), [f"{w:.9g}" for w in weights[part].tolist()]]
        if edge_cluster is not None:
            columns.append(edge_cluster[part].tolist())
        out.write("\n".join(" ".join(map(str, row)) for row in zip(*columns, strict=True)) + "\n")


def _read_metis(path: Path) -> DependenceGraph:
    lines = _lines(path, "%")
    number, header = next(((n, text) for n, text in lines if text.strip()), (0, ""))
    fields = header.split()
    if not 2 <= len(fields) <= 4 or not all(f.isdigit() for f in fields):
        raise FormatError(f"{path}, line {number}: a METIS file starts with 'vertices edges [fmt [ncon]]', got '{header}'.")
    n, m = int(fields[0]), int(fields[1])
    flags = fields[2].zfill(3) if len(fields) > 2 else "000"
    skipped = (flags[0] == "1") + (int(fields[3]) if len(fields) > 3 else 1) * (flags[1] == "1")
    step = 2 if flags[2] == "1" else 1
    u: list[int] = []
    v: list[int] = []
    w: list[float] = []
    vertex = 0
    for number, line in lines:
        if vertex == n:
            if line.strip():
                raise FormatError(f"{path}, line {number}: the header announces {n} vertices, but there are more lines.")
            continue
        values = _numbers(path, number, line.split())[skipped:]
        if len(values) % step:
            raise FormatError(f"{path}, line {number}: a neighbour without its edge weight.")
        for other, weight in zip(values[::step], values[1::step] if step == 2 else [1.0] * len(values), strict=True):
            if not 1 <= other <= n or other != int(other):
                raise FormatError(f"{path}, line {number}: neighbour {other:g} is not a vertex from 1 to {n}.")
            if other - 1 > vertex:
                u.append(vertex)
                v.append(int(other) - 1)
                w.append(weight)
        vertex += 1
    if vertex < n or len(u) != m:
        raise FormatError(f"{path}: the header announces {n} vertices and {m} edges, the file has {vertex} and {len(u)}.")
    return from_edges(np.array(u, np.int64), np.array(v, np.int64), np.array(w), n_vertices=n)


def _write_metis(graph: DependenceGraph, out: IO[str]) -> None:
    """Simple and undirected: parallel edges merged, self-loops dropped, weights rounded up to whole numbers."""
    from scipy import sparse

    source, destination = graph.source.astype(np.int64), graph.destinations().astype(np.int64)
    apart = source != destination
    weights = graph.edge_weights().astype(np.float64)[apart]
    n = graph.n_vertices
    ends = np.concatenate([source[apart], destination[apart]]), np.concatenate([destination[apart], source[apart]])
    both = sparse.coo_array((np.concatenate([weights, weights]), ends), shape=(n, n)).tocsr()
    both.sum_duplicates()
    rounded = np.maximum(1, np.ceil(both.data)).astype(np.int64)
    out.write(f"{n} {both.nnz // 2} 001\n")
    neighbours = both.indices + 1
    for vertex in range(n):
        row = slice(both.indptr[vertex], both.indptr[vertex + 1])
        pairs = np.stack([neighbours[row], rounded[row]], axis=1).ravel().tolist()
        out.write(" ".join(map(str, pairs)) + "\n")


def _write_hmetis(graph: DependenceGraph, out: IO[str]) -> None:
    """The exact dual: a hypergraph vertex per edge (weighted), a net per vertex that has two edges or more."""
    edges = np.arange(1, graph.n_edges + 1)
    ends = np.concatenate([graph.source.astype(np.int64), graph.destinations().astype(np.int64)])
    order = np.argsort(ends, kind="stable")
    pins, owner = np.concatenate([edges, edges])[order], ends[order]
    bounds = np.flatnonzero(np.diff(np.concatenate([[-1], owner, [-1]])))
    nets = [np.unique(pins[a:b]) for a, b in itertools.pairwise(bounds)] if len(owner) else []
    nets = [net for net in nets if len(net) >= 2]
    out.write(f"{len(nets)} {graph.n_edges} 10\n")
    for net in nets:
        out.write(" ".join(map(str, net.tolist())) + "\n")
    weights = np.maximum(1, np.ceil(graph.edge_weights())).astype(np.int64)
    out.writelines(f"{weight}\n" for weight in weights.tolist())


def _read_graphml(path: Path) -> DependenceGraph:
    import networkx as nx

    try:
        graph = nx.read_graphml(path, force_multigraph=True)
    except OSError as error:
        raise InputError(f"Cannot read {path}: {error.strerror or error}.") from None
    except Exception as error:
        raise FormatError(f"{path} is not GraphML: {error}.") from None
    return from_networkx(graph)


def _write_graphml(graph: DependenceGraph, out: IO[str]) -> None:
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
              '<key id="w" for="edge" attr.name="weight" attr.type="double"/>\n'
              '<key id="c" for="node" attr.name="cost" attr.type="double"/>\n'
              f'<graph id="{escape("dependencies")}" edgedefault="directed">\n')
    out.writelines(f'<node id="{i}"><data key="c">{cost:.9g}</data></node>\n'
                   for i, cost in enumerate(graph.vertex_costs().tolist()))
    rows = zip(graph.source.tolist(), graph.destinations().tolist(), graph.edge_weights().tolist(), strict=True)
    out.writelines(f'<edge id="e{i}" source="{u}" target="{v}"><data key="w">{w:.9g}</data></edge>\n'
                   for i, (u, v, w) in enumerate(rows))
    out.write("</graph>\n</graphml>\n")


_READERS: dict[str, Callable[[Path], DependenceGraph]] = {
    "metis": _read_metis, "edgelist": _read_edge_list, "graphml": _read_graphml}
_WRITERS: dict[str, Callable[..., None]] = {
    "metis": _write_metis, "hmetis": _write_hmetis, "edgelist": _write_edge_list, "graphml": _write_graphml}
