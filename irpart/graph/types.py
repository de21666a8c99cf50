"""What is known of an executed program, in compact columns: its dependences, and its accesses to memory.

``DependenceGraph`` is a weighted directed multigraph, in-edges sorted by destination; ``MemoryAccesses`` lists the lines of
memory that each vertex reads and writes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError

_BLOCK = 1 << 20


def smallest_unsigned(largest: int) -> np.dtype[np.unsignedinteger]:
    """The narrowest of uint8, uint16, uint32, uint64 that holds ``largest``."""
    for dtype in (np.uint8, np.uint16, np.uint32):
        if largest <= np.iinfo(dtype).max:
            return np.dtype(dtype)
    return np.dtype(np.uint64)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class DependenceGraph:
    """n vertices, m weighted edges (u, v): v reads a value that u produced.

    Edges are stored by destination: edge ids run over vertex 0's in-edges, then vertex 1's, and so on; the
    destination is implied by ``in_degree``. For an executed program vertices are in trace order and every edge
    goes forward. Edge ids are what partitions refer to.

    Attributes
    ----------
    source
        uint32 (uint64 above 2**32 vertices), shape (m,): source vertex of each edge.
    in_degree
        smallest unsigned type, shape (n,): number of in-edges of each vertex.
    weight_code, weight_table
        smallest unsigned type, shape (m,), and float32: edge e weighs ``weight_table[weight_code[e]]`` cycles.
    cost_code, cost_table
        smallest unsigned type, shape (n,), and float32: vertex v costs ``cost_table[cost_code[v]]`` cycles.
    static_id
        smallest unsigned type, shape (n,) or (0,): row of the static instruction a vertex is an instance of
        (see ``Program.instructions``); empty for graphs that are not of a program.
    static_arithmetic
        bool, shape (static instructions,) or (0,): whether a static instruction is control flow or arithmetic on integers
        and addresses that touches no memory; empty where that is not known.
    timing
        How weights came about: ``sampled``, ``every``, ``model``, ``none`` (all 1) or ``given``.
    """

    source: NDArray[np.unsignedinteger]
    in_degree: NDArray[np.unsignedinteger]
    weight_code: NDArray[np.unsignedinteger]
    weight_table: NDArray[np.float32]
    cost_code: NDArray[np.unsignedinteger]
    cost_table: NDArray[np.float32]
    static_id: NDArray[np.unsignedinteger] = field(default_factory=lambda: np.empty(0, np.uint8))
    timing: str = "given"
    static_arithmetic: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, np.bool_))

    def __post_init__(self) -> None:
        n, m = len(self.in_degree), len(self.source)
        if int(self.in_degree.sum(dtype=np.int64)) != m:
            raise InputError(f"in_degree sums to {int(self.in_degree.sum())}, but there are {m} edges.")
        if len(self.weight_code) != m or len(self.cost_code) != n:
            raise InputError(f"weight_code needs {m} and cost_code {n} entries, got "
                             f"{len(self.weight_code)} and {len(self.cost_code)}.")
        if len(self.static_id) not in (0, n):
            raise InputError(f"static_id needs {n} entries or none, got {len(self.static_id)}.")
        if len(self.static_arithmetic) and len(self.static_id) and int(self.static_id.max()) >= len(self.static_arithmetic):
            raise InputError(f"static_id holds {int(self.static_id.max())}, beyond the {len(self.static_arithmetic)} "
                             "instructions of static_arithmetic.")
        if m and int(self.source.max()) >= n:
            raise InputError(f"An edge starts at vertex {int(self.source.max())}, but there are {n} vertices.")
        for name, codes, table in (("weight", self.weight_code, self.weight_table),
                                   ("cost", self.cost_code, self.cost_table)):
            if len(codes) and int(codes.max()) >= len(table):
                raise InputError(f"{name}_code holds {int(codes.max())}, beyond its table of {len(table)}.")
            if not np.all(np.isfinite(table)) or (len(table) and float(table.min()) < 0):
                raise InputError(f"{name}_table holds a negative, infinite or NaN value.")
        for array in (self.source, self.in_degree, self.weight_code, self.weight_table,
                      self.cost_code, self.cost_table, self.static_id, self.static_arithmetic):
            array.setflags(write=False)

    def __repr__(self) -> str:
        return f"DependenceGraph({self.n_vertices} vertices, {self.n_edges} edges, timing={self.timing})"

    @property
    def n_vertices(self) -> int:
        """Number of vertices n."""
        return len(self.in_degree)

    @property
    def n_edges(self) -> int:
        """Number of edges m, parallel edges counted."""
        return len(self.source)

    @property
    def nbytes_edges(self) -> int:
        """Bytes held for the edge structure: sources, in-degrees and weight codes."""
        return int(self.source.nbytes + self.in_degree.nbytes + self.weight_code.nbytes)

    def indptr(self) -> NDArray[np.int64]:
        """int64, shape (n + 1,): in-edges of v are edge ids ``indptr[v]:indptr[v + 1]``; O(n), new array."""
        result = np.zeros(self.n_vertices + 1, np.int64)
        np.cumsum(self.in_degree, out=result[1:], dtype=np.int64)
        return result

    def destinations(self) -> NDArray[np.unsignedinteger]:
        """Same dtype as ``source``, shape (m,): destination of each edge; O(n + m), new array."""
        return np.repeat(np.arange(self.n_vertices, dtype=self.source.dtype), self.in_degree)

    def edge_weights(self) -> NDArray[np.float32]:
        """float32, shape (m,): weight of each edge in cycles; O(m), new array."""
        return np.take(self.weight_table, self.weight_code)

    def vertex_costs(self) -> NDArray[np.float32]:
        """float32, shape (n,): cost of each vertex in cycles; O(n), new array."""
        return np.take(self.cost_table, self.cost_code)

    def degrees(self) -> NDArray[np.int64]:
        """int64, shape (n,): in-degree plus out-degree; a self-loop counts twice; O(n + m), new array."""
        out_degree = np.bincount(self.source, minlength=self.n_vertices)
        return out_degree + self.in_degree

    def checksum(self) -> str:
        """A hash of the structure, the weights and the costs (not of how they are encoded); O(n + m)."""
        stream, step = ChecksumStream(self.n_vertices, self.n_edges), _BLOCK
        for start in range(0, self.n_edges, step):
            part = slice(start, start + step)
            stream.add_edges(self.source[part], self.weight_table[self.weight_code[part]])
        for start in range(0, self.n_vertices, step):
            part = slice(start, start + step)
            stream.add_vertices(self.in_degree[part], self.cost_table[self.cost_code[part]])
        return stream.hexdigest()


class ChecksumStream:
    """``DependenceGraph.checksum`` of a graph that comes in chunks of any lengths: all edges, then all vertices.

    Parameters
    ----------
    n_vertices, n_edges
        Of the whole graph; they are hashed first.

    Notes
    -----
    Hashed are blocks of 2**20 edges (sources as uint64, then weights as float32), and of as many vertices (in-degrees as
    uint32, then costs as float32), all little-endian; about 20 MiB are held at most.
    """

    def __init__(self, n_vertices: int, n_edges: int) -> None:
        self._digest = hashlib.blake2b(f"{n_vertices} {n_edges}".encode(), digest_size=16)
        self._used = 0
        self._block: tuple[NDArray[np.generic], ...] = ()
        self._kind = ""

    def add_edges(self, source: NDArray[np.integer[Any]], weight: NDArray[np.float32]) -> None:
        """Add the next edges: sources and weights, of one length."""
        self._add("<u8", (source, weight))

    def add_vertices(self, in_degree: NDArray[np.integer[Any]], cost: NDArray[np.float32]) -> None:
        """Add the next vertices, after all edges: in-degrees and costs, of one length."""
        self._add("<u4", (in_degree, cost))

    def hexdigest(self) -> str:
        """The checksum of what was added; nothing can be added after it."""
        self._flush()
        return self._digest.hexdigest()

    def _add(self, kind: str, columns: tuple[NDArray[Any], NDArray[Any]]) -> None:
        if kind != self._kind:
            self._flush()
            self._kind, self._block = kind, (np.empty(_BLOCK, kind), np.empty(_BLOCK, "<f4"))
        start, length = 0, len(columns[0])
        while start < length:
            taken = min(_BLOCK - self._used, length - start)
            for held, given in zip(self._block, columns, strict=True):
                held[self._used : self._used + taken] = given[start : start + taken]
            start, self._used = start + taken, self._used + taken
            if self._used == _BLOCK:
                self._flush()

    def _flush(self) -> None:
        for held in self._block:
            self._digest.update(held[: self._used].data)
        self._used = 0


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class MemoryAccesses:
    """The lines (64 bytes) of memory that the vertices of a graph read and write, in the order of the trace.

    Lines are numbered by canonical addresses, which do not depend on where the operating system put things. An access that
    spans several lines, or a copied or filled range, has one row for each line; of one vertex reads come before writes.

    Attributes
    ----------
    vertex
        uint32, shape (a,), non-decreasing: the vertex of the dependence graph that performs the access.
    line
        uint32, shape (a,): number of the line, below ``n_lines``.
    is_write
        bool, shape (a,): whether the line is written.
    n_lines, n_vertices
        Line numbers in use end here (not every number below is touched); vertices of the graph.
    region_first_line, region_lines
        int64, shape (r,): runs of lines that belong to a known data structure, ascending and apart.
    region_structure
        int32, shape (r,): number of that structure, from 1.
    structure
        Names of the data structures: array arguments and globals, blocks by the source line that allocates them. Number 0
        is ``UNNAMED``, all memory of no region.
    """

    vertex: NDArray[np.uint32]
    line: NDArray[np.uint32]
    is_write: NDArray[np.bool_]
    n_lines: int
    n_vertices: int
    region_first_line: NDArray[np.int64]
    region_lines: NDArray[np.int64]
    region_structure: NDArray[np.int32]
    structure: tuple[str, ...]
    UNNAMED: ClassVar[str] = "unnamed memory"

    def __post_init__(self) -> None:
        if not len(self.vertex) == len(self.line) == len(self.is_write):
            raise InputError(f"Accesses need one vertex, line and direction each, got {len(self.vertex)}, "
                             f"{len(self.line)} and {len(self.is_write)}.")
        if len(self.line) and (int(self.line.max()) >= self.n_lines or int(self.vertex[-1]) >= self.n_vertices):
            raise InputError(f"An access is beyond the {self.n_lines} lines or the {self.n_vertices} vertices.")
        if len(self.region_structure) and int(self.region_structure.max()) >= len(self.structure):
            raise InputError(f"A region belongs to structure {int(self.region_structure.max())}, beyond the "
                             f"{len(self.structure)} names.")
        for array in (self.vertex, self.line, self.is_write, self.region_first_line, self.region_lines,
                      self.region_structure):
            array.setflags(write=False)

    def __repr__(self) -> str:
        return f"MemoryAccesses({len(self.line)} accesses, {self.n_lines} lines, {len(self.structure) - 1} data structures)"

    def __len__(self) -> int:
        return len(self.line)

    def structures_of(self, lines: NDArray[np.integer[Any]]) -> NDArray[np.int32]:
        """int32, shape of ``lines``: the data structure each line belongs to, 0 for unnamed memory; O(lines log r)."""
        if len(self.region_first_line) == 0:
            return np.zeros(np.shape(lines), np.int32)
        region = np.maximum(np.searchsorted(self.region_first_line, lines, side="right") - 1, 0)
        offset = np.asarray(lines, np.int64) - self.region_first_line[region]
        inside = (offset >= 0) & (offset < self.region_lines[region])
        return np.where(inside, self.region_structure[region], 0).astype(np.int32)
