"""Edge lists: a line ``source destination [weight [cluster]]`` per edge."""

from __future__ import annotations

import re
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import FormatError, InputError
from irpart.graph.construct import from_edges
from irpart.graph.formats.text import ROWS, Speller, Words, first_line, read_words, shortest, token
from irpart.graph.types import DependenceGraph

_SHAPE = re.compile(r"# source destination weight.*; (\d+) vertices, (\d+) edges$")
_WITH_TITLES = frozenset({".csv", ".tsv"})


def read_edge_list(path: Path) -> DependenceGraph:
    """Read an edge list.

    Parameters
    ----------
    path
        Lines of two to four columns, separated by blanks or commas: source, destination (whole numbers from 0),
        weight (default 1), and a fourth one that is not read. Lines that start with ``#`` or ``%`` are comments.
        ``.csv`` and ``.tsv`` files may have a line of titles.

    Returns
    -------
    DependenceGraph
        Vertices up to the largest number seen, or as many as the comment says that ``write_edge_list`` puts in
        the first line. O(m); about 50 bytes per edge while it reads.

    Raises
    ------
    InputError, FormatError
        The file cannot be read, or a line is no edge (file, line and value), or edges are missing at the end.
    """
    ends: list[NDArray[np.int64]] = []
    weights: list[NDArray[np.float64]] = []
    may_have_titles = bool(_WITH_TITLES & set(path.suffixes))
    weighted = False
    for words in read_words(path, b"#%"):
        first = words.line_stop - words.counts()
        counts = words.counts()
        rows = np.flatnonzero(counts)
        if may_have_titles and len(rows):
            rows = rows[1:] if _is_title(words, int(counts[rows[0]])) else rows
            may_have_titles = False
        first, counts = first[rows], counts[rows]
        _check_edges(words, first, counts)
        ends.append(np.stack([words.value[first], words.value[first + 1]]))
        weight = np.ones(len(rows))
        has_weight = counts > 2
        weight[has_weight] = words.numbers(first[has_weight] + 2, "weight")
        weighted = weighted or bool(has_weight.any())
        weights.append(weight.astype(np.float32))
    source, destination = np.concatenate(ends, axis=1) if ends else np.empty((2, 0), np.int64)
    shape = _SHAPE.match(first_line(path))
    if shape and int(shape[2]) != len(source):
        raise FormatError(f"{path}: the first line announces {shape[2]} edges, the file has {len(source)}.")
    try:
        return from_edges(source, destination, np.concatenate(weights) if weighted else None,
                          n_vertices=int(shape[1]) if shape else None)
    except InputError as error:
        raise FormatError(f"{path}: {error}") from None


def write_edge_list(graph: DependenceGraph, file: IO[bytes],
                    edge_cluster: NDArray[np.unsignedinteger] | None = None) -> tuple[str, ...]:
    """Write all edges in their order, after a comment with the numbers of vertices and edges.

    Parameters
    ----------
    file
        Binary.
    edge_cluster
        Unsigned, shape (m,): a fourth column.

    Returns
    -------
    tuple of str
        What is lost, as sentences: vertex costs have no place in an edge list. O(m) time, bounded memory.
    """
    title = "source destination weight" + (" cluster" if edge_cluster is not None else "")
    file.write(f"# {title}; {graph.n_vertices} vertices, {graph.n_edges} edges\n".encode())
    end = b" " if edge_cluster is not None else b"\n"
    texts = [b" " + shortest(weight) + end for weight in graph.weight_table.tolist()]
    speller = Speller(file, [b" ", b"\n", *texts])
    indptr = graph.indptr()
    for start in range(0, graph.n_edges, ROWS):
        part = slice(start, min(start + ROWS, graph.n_edges))
        tokens = np.empty((part.stop - start, 4 if edge_cluster is None else 6), np.int64)
        tokens[:, 0], tokens[:, 1], tokens[:, 2] = graph.source[part], token(0), destinations_of(indptr, part)
        tokens[:, 3] = token(2) - graph.weight_code[part].astype(np.int64)
        if edge_cluster is not None:
            tokens[:, 4], tokens[:, 5] = edge_cluster[part], token(1)
        speller.write(tokens)
    has_costs = bool((graph.vertex_costs() != 1).any())
    return ("Vertex costs were left out: an edge list has no place for them.",) if has_costs else ()


def destinations_of(indptr: NDArray[np.int64], edges: slice) -> NDArray[np.int64]:
    """int64: destinations of consecutive edges, from the graph's ``indptr``."""
    first = int(np.searchsorted(indptr, edges.start, side="right")) - 1
    stop = int(np.searchsorted(indptr, edges.stop, side="left"))
    bounds = np.clip(indptr[first:stop + 1], edges.start, edges.stop)
    return np.repeat(np.arange(first, stop), np.diff(bounds))


def _is_title(words: Words, count: int) -> bool:
    return all(words.word(index)[0].isalpha() or words.word(index)[0] in "\"'_" for index in range(count))


def _check_edges(words: Words, first: NDArray[np.int64], counts: NDArray[np.int64]) -> None:
    wrong = (counts < 2) | (counts > 4)
    if wrong.any():
        row = int(wrong.argmax())
        line = " ".join(words.word(index) for index in range(first[row], first[row] + min(int(counts[row]), 6)))
        raise words.refuse(int(first[row]), f"an edge is 'source destination [weight]', got '{line}'.")
    for column in (0, 1):
        wrong = words.value[first + column] < 0
        if wrong.any():
            index = int(first[wrong.argmax()]) + column
            word = words.word(index)
            if re.fullmatch(r"[-+.\deE]+|nan|inf", word):
                raise words.refuse(index, f"vertices are whole numbers >= 0 and below 2**63, got {word}.")
            raise words.refuse(index, f"'{word}' is not a number.")
