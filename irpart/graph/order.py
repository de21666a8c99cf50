"""Order dependencies of a trace: write after read (anti) and write after write (output), exact to the byte.

They carry no data, so they are not in the dependence graph; an execution that reuses memory must keep them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit, types
from numba.typed import Dict
from numpy.typing import NDArray

from irpart.base.arrays import readonly
from irpart.program.segments import SegmentTables

ANTI, OUTPUT = 1, 2
_LOAD, _STORE, _COPY, _WRITE, _READ, _FRESH, _MOVE = range(3, 10)


@dataclass(frozen=True, slots=True, eq=False)
class OrderEdges:
    """Edges (source, destination), both int64, in order of destination; ``kind`` (uint8) is ANTI or OUTPUT.

    An anti edge leads from each vertex that read a byte since it was last written to the vertex that overwrites
    it; an output edge from the last writer of a byte to the vertex that overwrites it. One edge per pair and kind.
    """

    source: NDArray[np.int64]
    destination: NDArray[np.int64]
    kind: NDArray[np.uint8]


def order_edges(tables: SegmentTables, chunks: Iterable[tuple[NDArray[np.unsignedinteger], NDArray[np.uint64]]],
                ) -> OrderEdges:
    """Anti and output dependencies of a trace; O(bytes touched), one table entry per byte.

    Parameters
    ----------
    tables
        Static tables of the program.
    chunks
        (segment numbers, words), as ``Profile.chunks()`` yields them.
    """
    writer = Dict.empty(types.int64, types.int64)
    readers = Dict.empty(types.int64, types.int64)
    nodes = np.empty((1 << 12, 2), np.int64)
    parts: list[NDArray[np.int64]] = []
    vertex, used = 0, 0
    counts = np.diff(tables.vertex_start)
    static = tuple(readonly(column) for column in (tables.segment_words, tables.vertex_start, tables.operation_start,
                                                   tables.operation))
    for ids, words in chunks:
        room = _bytes_read(readonly(ids), readonly(words), *static)
        if used + room > len(nodes):
            grown = np.empty((2 * (used + room), 2), np.int64)
            grown[:used] = nodes[:used]
            nodes = grown
        used, found = _scan(readonly(ids), readonly(words), *static, vertex, writer, readers, nodes, used)
        parts.append(found)
        vertex += int(counts[ids].sum())
    edges = np.concatenate(parts) if parts else np.empty((0, 3), np.int64)
    return OrderEdges(edges[:, 0].copy(), edges[:, 1].copy(), edges[:, 2].astype(np.uint8))


@njit(nogil=True, cache=True)
def _range(kind: int, a: int, b: int, words: Any, is_write: bool) -> tuple[int, int]:
    """First byte and size of what an operation reads, or writes; size 0 when it does not."""
    first = np.int64(words[a])
    size = b if b >= 0 else np.int64(words[a + 1])
    if kind == _LOAD or kind == _READ:
        return first, 0 if is_write else size
    if kind == _STORE or kind == _WRITE:
        return first, size if is_write else 0
    if kind == _COPY:
        return np.int64(words[a if is_write else a + 1]), np.int64(words[a + 2])
    if kind == _MOVE and words[a + 1] != 0 and words[a + 1] != words[a + 2]:
        return np.int64(words[a + 2 if is_write else a + 1]), min(first, np.int64(words[a + 3]))
    return first, 0


@njit(nogil=True, cache=True)
def _bytes_read(ids: Any, words: Any, segment_words: Any, vertex_start: Any, operation_start: Any, operation: Any) -> int:
    """An upper bound on the bytes a chunk reads."""
    total, word = 0, 0
    for i in range(len(ids)):
        segment = ids[i]
        for at in range(operation_start[vertex_start[segment]], operation_start[vertex_start[segment + 1]]):
            if operation[at, 0] >= _LOAD and operation[at, 0] != _FRESH:
                total += _range(operation[at, 0], word + operation[at, 1], np.int64(operation[at, 2]), words, False)[1]
        word += segment_words[segment]
    return total


@njit(nogil=True, cache=True)
def _scan(ids: Any, words: Any, segment_words: Any, vertex_start: Any, operation_start: Any, operation: Any, vertex: int,
          writer: Any, readers: Any, nodes: Any, used: int) -> tuple[int, Any]:
    """Order edges of one chunk as rows (source, destination, kind), and the number of reader nodes used."""
    edges = np.empty((1024, 3), np.int64)
    count, word = 0, 0
    for i in range(len(ids)):
        segment = ids[i]
        for v in range(vertex_start[segment], vertex_start[segment + 1]):
            first_edge = count
            for at in range(operation_start[v], operation_start[v + 1]):
                kind, a, b = operation[at, 0], word + operation[at, 1], np.int64(operation[at, 2])
                if kind < _LOAD:
                    continue
                if kind == _FRESH:
                    size = b if b >= 0 else np.int64(words[a + 1])
                    for byte in range(np.int64(words[a]), np.int64(words[a]) + size):
                        if byte in writer:
                            del writer[byte]
                        if byte in readers:
                            del readers[byte]
                    continue
                start, size = _range(kind, a, b, words, False)
                for byte in range(start, start + size):
                    nodes[used, 0], nodes[used, 1] = vertex, readers[byte] if byte in readers else np.int64(-1)
                    readers[byte] = used
                    used += 1
                start, size = _range(kind, a, b, words, True)
                for byte in range(start, start + size):
                    if byte in writer and writer[byte] != vertex:
                        edges, count = _add(edges, count, first_edge, writer[byte], vertex, OUTPUT)
                    node = readers[byte] if byte in readers else np.int64(-1)
                    while node >= 0:
                        if nodes[node, 0] != vertex:
                            edges, count = _add(edges, count, first_edge, nodes[node, 0], vertex, ANTI)
                        node = nodes[node, 1]
                    readers[byte] = -1
                    writer[byte] = vertex
            vertex += 1
        word += segment_words[segment]
    return used, edges[:count].copy()


@njit(nogil=True, cache=True)
def _add(edges: Any, count: int, first: int, source: int, destination: int, kind: int) -> tuple[Any, int]:
    """Add an edge unless the destination has it already."""
    for at in range(count - 1, first - 1, -1):
        if edges[at, 0] == source and edges[at, 2] == kind:
            return edges, count
    if count == len(edges):
        grown = np.empty((2 * count, 3), np.int64)
        grown[:count] = edges
        edges = grown
    edges[count, 0], edges[count, 1], edges[count, 2] = source, destination, kind
    return edges, count + 1
