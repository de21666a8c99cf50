"""METIS graph files: a line of neighbours per vertex, undirected, weights as whole numbers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import FormatError
from irpart.graph.construct import from_edges
from irpart.graph.formats.text import ROWS, Speller, Words, read_words
from irpart.graph.types import DependenceGraph


def read_metis(path: Path) -> DependenceGraph:
    """Read a METIS graph file.

    Parameters
    ----------
    path
        Header ``vertices edges [fmt [ncon]]``, then a line per vertex: its size where fmt is 1xx (not used), its
        ncon weights where x1x (the first is its cost), then its neighbours from 1, each with its weight where xx1.

    Returns
    -------
    DependenceGraph
        Each undirected edge once, from the lower to the higher number. O(n + m log m).

    Raises
    ------
    InputError, FormatError
        The file cannot be read, or it is no METIS graph: with file, line and value. Neighbours must be mutual.
    """
    pieces = read_words(path, b"%")
    header, rest = _header(path, pieces)
    n, m, has_size, constraints, has_weight = header
    sources: list[NDArray[np.int64]] = []
    others: list[NDArray[np.int64]] = []
    weights: list[NDArray[np.float64]] = []
    costs: list[NDArray[np.float64]] = []
    vertex = 0
    for words, first_line in rest:
        counts, stops = words.counts()[first_line:], words.line_stop[first_line:]
        if vertex + len(counts) > n:
            extra = np.flatnonzero(counts[n - vertex:])
            if len(extra):
                line = int(words.line[first_line + n - vertex + extra[0]])
                raise FormatError(f"{path}, line {line}: the header announces {n} vertices, but there are more lines.")
            counts, stops = counts[:n - vertex], stops[:n - vertex]
        skipped = has_size + constraints
        starts = stops - counts
        _check_lines(words, first_line, counts, skipped, 1 + has_weight)
        if constraints:
            costs.append(words.numbers(starts + has_size, "vertex weight"))
        pairs = (counts - skipped) // (1 + has_weight)
        at = np.repeat(starts + skipped - (1 + has_weight) * (np.cumsum(pairs) - pairs), pairs)
        at += (1 + has_weight) * np.arange(len(at))
        own = np.repeat(np.arange(vertex, vertex + len(counts)), pairs)
        _check_neighbours(words, at, own, n)
        sources.append(own)
        others.append(words.value[at] - 1)
        if has_weight:
            weights.append(words.numbers(at + 1, "weight"))
        vertex += len(counts)
    own, other = np.concatenate([[], *sources]).astype(np.int64), np.concatenate([[], *others]).astype(np.int64)
    weight = np.concatenate(weights) if weights else np.ones(len(own))
    upper = other > own
    if vertex < n or int(upper.sum()) != m:
        raise FormatError(f"{path}: the header announces {n} vertices and {m} edges, "
                          f"the file has {vertex} and {int(upper.sum())}.")
    _check_mutual(path, own, other, weight)
    return from_edges(own[upper], other[upper], weight[upper] if has_weight else None, n_vertices=n,
                      costs=np.concatenate(costs) if costs else None)


def write_metis(graph: DependenceGraph, file: IO[bytes]) -> tuple[str, ...]:
    """Write a graph as METIS wants it: undirected and simple, weights as whole numbers.

    Returns
    -------
    tuple of str
        What changed, as sentences: parallel and opposite edges are merged and their weights added, self-loops are
        dropped, weights are rounded up to whole numbers of at least 1, costs of vertices to whole numbers.
        Weights and costs are written where any is not 1. O(m) time, about 60 bytes per edge.
    """
    adjacency, notes = _simple(graph)
    edge_weight = np.maximum(1, np.ceil(adjacency.data)).astype(np.int64)
    cost = graph.vertex_costs().astype(np.float64)
    vertex_weight = np.ceil(cost).astype(np.int64)
    n_rounded = int((edge_weight != adjacency.data).sum()) // 2
    if n_rounded:
        notes.append(f"{n_rounded} edge weights were rounded up to whole numbers of at least 1.")
    if (vertex_weight != cost).any():
        notes.append(f"{int((vertex_weight != cost).sum())} vertex costs were rounded up to whole numbers.")
    has_cost, has_weight = bool((cost != 1).any()), bool((edge_weight != 1).any())
    file.write(f"{graph.n_vertices} {adjacency.nnz // 2}".encode())
    file.write(f" 0{has_cost:d}{has_weight:d}\n".encode() if has_cost or has_weight else b"\n")
    speller = Speller(file, [b" ", b"\n"])
    bounds = adjacency.indptr.astype(np.int64)
    for start, stop in _row_groups(bounds):
        part = slice(int(bounds[start]), int(bounds[stop]))
        lengths = np.diff(bounds[start:stop + 1]) * (1 + has_weight)
        numbers = adjacency.indices[part].astype(np.int64) + 1
        if has_weight:
            numbers = np.stack([numbers, edge_weight[part]], axis=1).reshape(-1)
        if has_cost:
            numbers = np.insert(numbers, np.cumsum(lengths) - lengths, vertex_weight[start:stop])
            lengths = lengths + 1
        speller.write_rows(numbers, lengths)
    return tuple(notes)


def _simple(graph: DependenceGraph) -> tuple[Any, list[str]]:
    """Symmetric adjacency (scipy csr_array, float64) without loops and parallel edges; what that changed."""
    from scipy import sparse

    index = np.int32 if max(graph.n_vertices, 2 * graph.n_edges) < 1 << 31 else np.int64
    source, destination = graph.source.astype(index), graph.destinations().astype(index)
    apart = source != destination
    low, high = np.minimum(source, destination)[apart], np.maximum(source, destination)[apart]
    weights = graph.edge_weights()[apart].astype(np.float64)
    upper = sparse.coo_array((weights, (low, high)), shape=(graph.n_vertices, graph.n_vertices)).tocsr()
    upper.sum_duplicates()
    notes = []
    if len(low) < graph.n_edges:
        notes.append(f"{graph.n_edges - len(low)} self-loops were dropped.")
    if upper.nnz < len(low):
        notes.append(f"{len(low)} edges were merged into {upper.nnz}: parallel and opposite ones became one, "
                     "their weights were added.")
    both = _union(upper)
    return both, notes


def _union(upper: Any) -> Any:
    """A triangle and its mirror image; zeros that are stored stay, which SciPy's sum of matrices would drop."""
    from scipy import sparse

    entries = upper.tocoo()
    rows, columns = np.concatenate([entries.row, entries.col]), np.concatenate([entries.col, entries.row])
    both = sparse.coo_array((np.concatenate([entries.data, entries.data]), (rows, columns)), shape=upper.shape).tocsr()
    both.sort_indices()
    return both


def _row_groups(bounds: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Consecutive rows with about ``ROWS`` rows and entries together, one row at least."""
    size = bounds + np.arange(len(bounds))
    start = 0
    while start < len(bounds) - 1:
        stop = max(start + 1, int(np.searchsorted(size, size[start] + ROWS, side="right")) - 1)
        yield start, stop
        start = stop


def _header(path: Path, pieces: Iterator[Words]) -> tuple[tuple[int, int, int, int, int],
                                                         Iterator[tuple[Words, int]]]:
    """(vertices, edges, has sizes, constraints, has weights), and the pieces with the first line after the header."""
    for words in pieces:
        filled = np.flatnonzero(words.counts())
        if not len(filled):
            continue
        row = int(filled[0])
        stop = int(words.line_stop[row])
        texts = [words.word(index) for index in range(stop)]
        flags = texts[2].zfill(3) if len(texts) > 2 else "000"
        if not 2 <= len(texts) <= 4 or (words.value[:stop] < 0).any() or len(flags) != 3 or set(flags) - {"0", "1"}:
            raise words.refuse(0, "a METIS file starts with 'vertices edges [fmt [ncon]]', "
                                  f"fmt being three digits 0 or 1, got '{' '.join(texts[:6])}'.")
        constraints = (int(texts[3]) if len(texts) > 3 else 1) * (flags[1] == "1")
        return ((int(texts[0]), int(texts[1]), int(flags[0]), constraints, int(flags[2])),
                _after(words, row + 1, pieces))
    raise FormatError(f"{path} is empty: a METIS file starts with 'vertices edges [fmt [ncon]]'.")


def _after(words: Words, first_line: int, pieces: Iterator[Words]) -> Iterator[tuple[Words, int]]:
    yield words, first_line
    for later in pieces:
        yield later, 0


def _check_lines(words: Words, first_line: int, counts: NDArray[np.int64], skipped: int, step: int) -> None:
    """Refuse lines with too few words, or with a neighbour that lacks its weight."""
    wrong = (counts < skipped) | ((counts - skipped) % step != 0)
    if wrong.any():
        row = int(wrong.argmax())
        what = "a neighbour without its edge weight" if counts[row] > skipped else \
            f"the header announces {skipped} numbers before the neighbours, the line has {counts[row]}"
        raise FormatError(f"{words.path}, line {words.line[first_line + row]}: {what}.")


def _check_neighbours(words: Words, at: NDArray[np.int64], own: NDArray[np.int64], n: int) -> None:
    """Refuse words that name no other vertex."""
    value = words.value[at]
    wrong = (value < 1) | (value > n) | (value - 1 == own)
    if wrong.any():
        index = int(at[wrong.argmax()])
        same = words.value[index] - 1 == own[wrong.argmax()]
        raise words.refuse(index, f"neighbour {words.word(index)} is "
                           f"{'the vertex itself' if same else f'not a vertex from 1 to {n}'}.")


def _check_mutual(path: Path, own: NDArray[np.int64], other: NDArray[np.int64], weight: NDArray[np.float64]) -> None:
    """Refuse an edge that only one of its ends has, or that they weigh differently."""
    upper = other > own
    sides = []
    for low, high, weights in ((own[upper], other[upper], weight[upper]), (other[~upper], own[~upper], weight[~upper])):
        order = np.lexsort((weights, high, low))
        sides.append((low[order], high[order], weights[order]))
    shortest = min(len(sides[0][0]), len(sides[1][0]))
    differs = np.zeros(shortest, bool)
    for one, two in zip(*sides, strict=True):
        differs |= one[:shortest] != two[:shortest]
    if not differs.any() and len(sides[0][0]) == len(sides[1][0]):
        return
    at = int(differs.argmax()) if differs.any() else shortest
    u, v, _ = min(tuple(column[at].item() for column in side) for side in sides if at < len(side[0]))
    raise FormatError(f"{path}: vertices {u + 1} and {v + 1} do not name each other as neighbours with the same weight.")
