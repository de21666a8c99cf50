"""hMETIS hypergraph files: a graph as its exact dual, whose vertices are the edges and whose nets are the vertices."""

from __future__ import annotations

from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import FormatError
from irpart.graph.construct import from_edges, stable_order
from irpart.graph.formats.text import ROWS, Speller, Words, read_words
from irpart.graph.types import DependenceGraph


def read_hmetis(path: Path) -> DependenceGraph:
    """Read the hypergraph that is the dual of a graph, and return the graph.

    Parameters
    ----------
    path
        Header ``nets vertices [fmt]``, a line per net (its weight first where fmt is 1 or 11, not used), then a line
        per vertex with its weight where fmt is 10 or 11. Every vertex is in at most two nets.

    Returns
    -------
    DependenceGraph
        Net i becomes vertex i, a hypergraph vertex becomes the edge between its two nets, from the lower to the
        higher number. Ends that are in no net (vertices with a single edge) become new vertices after the nets.
        Isolated vertices, self-loops' second ends, directions and costs are not in such a file. O(n + m).

    Raises
    ------
    InputError, FormatError
        The file cannot be read, or it is no such hypergraph: with file, line and value.
    """
    lines = _Lines(path)
    header = lines.take(1)
    fields = header.value if header else np.empty(0, np.int64)
    if not 2 <= len(fields) <= 3 or (fields < 0).any() or (len(fields) == 3 and fields[2] not in (0, 1, 10, 11)):
        raise FormatError(f"{path}: an hMETIS file starts with 'nets vertices [fmt]', fmt being 1, 10 or 11.")
    n_nets, n_pins = int(fields[0]), int(fields[1])
    code = int(fields[2]) if len(fields) == 3 else 0
    owners: list[NDArray[np.int64]] = []
    pins: list[NDArray[np.int64]] = []
    while lines.taken <= n_nets and (words := lines.take(n_nets + 1 - lines.taken)):
        counts = words.counts()
        first_net = lines.taken - 1 - len(counts)
        is_pin = np.ones(len(words.value), bool)
        is_pin[(words.line_stop - counts)[counts > 0]] = code % 10 == 0
        pin, owner = words.value[is_pin], np.repeat(np.arange(first_net, first_net + len(counts)), counts)[is_pin]
        wrong = (pin < 1) | (pin > n_pins)
        if wrong.any():
            index = int(np.flatnonzero(is_pin)[wrong.argmax()])
            raise words.refuse(index, f"{words.word(index)} is not a vertex from 1 to {n_pins}.")
        pins.append(pin - 1)
        owners.append(owner)
    if lines.taken != n_nets + 1:
        raise FormatError(f"{path}: the header announces {n_nets} nets, the file has {lines.taken - 1}.")
    weights = _vertex_weights(path, lines, n_pins) if code >= 10 else None
    ends = _ends(path, np.concatenate([[], *pins]).astype(np.int64), np.concatenate([[], *owners]).astype(np.int64),
                 n_pins, n_nets)
    return from_edges(ends[0], ends[1], weights, n_vertices=max(n_nets, int(ends.max(initial=-1)) + 1))


def write_hmetis(graph: DependenceGraph, file: IO[bytes]) -> tuple[str, ...]:
    """Write the dual: hypergraph vertex e + 1 is edge e, nets are the vertices with two or more edges.

    Returns
    -------
    tuple of str
        What changed, as sentences: hypergraph vertices weigh as the edges do, rounded up to whole numbers of at
        least 1. Nets have no weight, so that the connectivity (km1) of a partition of the hypergraph is that of the
        graph's vertex cut. O(n + m) time, about 50 bytes per edge.
    """
    m = graph.n_edges
    ends = np.empty((m, 2), np.int64)
    ends[:, 0], ends[:, 1] = graph.source, graph.destinations()
    order = stable_order(ends.reshape(-1), graph.n_vertices)
    owner, pin = ends.reshape(-1)[order], order // 2
    again = np.zeros(len(owner), bool)  # a self-loop is one pin
    again[1:] = (owner[1:] == owner[:-1]) & (pin[1:] == pin[:-1])
    owner, pin = owner[~again], pin[~again]
    sizes = np.bincount(owner, minlength=graph.n_vertices)
    pin = pin[sizes[owner] >= 2].astype(np.int64) + 1
    sizes = sizes[sizes >= 2]
    file.write(f"{len(sizes)} {m} 10\n".encode())
    speller = Speller(file, [b" ", b"\n"])
    bounds = np.concatenate([[0], np.cumsum(sizes)])
    start = 0
    while start < len(sizes):
        stop = max(start + 1, int(np.searchsorted(bounds, bounds[start] + ROWS, side="right")) - 1)
        speller.write_rows(pin[bounds[start]:bounds[stop]], sizes[start:stop])
        start = stop
    table = np.maximum(1, np.ceil(graph.weight_table)).astype(np.int64)
    for start in range(0, m, ROWS):
        weights = table[graph.weight_code[start:start + ROWS]]
        speller.write_rows(weights, np.ones(len(weights), np.int64))
    rounded = int(np.bincount(graph.weight_code, minlength=len(table))[table != graph.weight_table].sum())
    return (f"{rounded} edge weights were rounded up to whole numbers of at least 1.",) if rounded else ()


class _Lines:
    """Lines of a file that are neither comments nor empty, taken some at a time."""

    def __init__(self, path: Path) -> None:
        self._pieces = read_words(path, b"%")
        self._words: Words | None = None
        self._next = 0
        self.taken = 0

    def take(self, most: int) -> Words | None:
        """The next lines, at least one and at most ``most``; None at the end."""
        while self._words is None or self._next == len(self._words.line):
            found = next(self._pieces, None)
            if found is None:
                return None
            filled = found.counts() > 0
            self._words = Words(found.path, found.text, found.start, found.stop, found.value, found.line[filled],
                                found.line_stop[filled])
            self._next = 0
        words, start = self._words, self._next
        stop = min(start + most, len(words.line))
        first = int(words.line_stop[start - 1]) if start else 0
        last = int(words.line_stop[stop - 1])
        self._next = stop
        self.taken += stop - start
        return Words(words.path, words.text, words.start[first:last], words.stop[first:last], words.value[first:last],
                     words.line[start:stop], words.line_stop[start:stop] - first)


def _vertex_weights(path: Path, lines: _Lines, count: int) -> NDArray[np.float64]:
    parts: list[NDArray[np.float64]] = []
    while words := lines.take(1 << 30):
        counts = words.counts()
        if (counts != 1).any():
            index = int((words.line_stop - counts)[(counts != 1).argmax()])
            raise words.refuse(index, "a vertex has one weight.")
        parts.append(words.numbers(np.arange(len(words.value)), "vertex weight"))
    result = np.concatenate(parts) if parts else np.empty(0)
    if len(result) != count:
        raise FormatError(f"{path}: the header announces {count} weighted vertices, the file has {len(result)} weights.")
    return result


def _ends(path: Path, pin: NDArray[np.int64], owner: NDArray[np.int64], n_pins: int,
          n_nets: int) -> NDArray[np.int64]:
    """int64, shape (2, pins): the two nets of each hypergraph vertex, numbers from ``n_nets`` on where it has fewer."""
    order = stable_order(pin, n_pins) if len(pin) else pin
    pin, owner = pin[order], owner[order]
    count = np.bincount(pin, minlength=n_pins)
    if (count > 2).any():
        at = int((count > 2).argmax())
        raise FormatError(f"{path}: vertex {at + 1} is in {count[at]} nets; only the dual of a graph, with at most two "
                          "nets per vertex, can be read as a graph.")
    first = np.cumsum(count) - count
    ends = np.full((2, n_pins), -1, np.int64)
    for end in (0, 1):
        ends[end, count > end] = owner[first[count > end] + end]
    missing = (ends < 0).T
    ends.T[missing] = np.arange(n_nets, n_nets + int(missing.sum()))
    return np.sort(ends, axis=0)
