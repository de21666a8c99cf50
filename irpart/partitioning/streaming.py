"""Streaming cut: contiguous pieces of a graph that comes in chunks, three times over, and is never held."""

from __future__ import annotations

import json
import math
import mmap
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from irpart.base.arrays import readonly
from irpart.base.errors import BackendError, InputError
from irpart.base.provenance import relative_to_folder
from irpart.graph.types import ChecksumStream
from irpart.partitioning import _streaming_kernels as kernels
from irpart.partitioning.balance import most_weight
from irpart.partitioning.cut import check_request, check_seed
from irpart.partitioning.multilevel.placing import HOP_CYCLES, deal_pieces, most_pieces
from irpart.partitioning.replicas import balanced_table
from irpart.partitioning.storage import describe_partition, partition_writer
from irpart.partitioning.types import StreamedPartition

Take = Callable[[int, NDArray[np.int64], NDArray[np.uint16], NDArray[np.uint32], NDArray[np.uint16]], None]
"""Takes consecutive vertices with their in-edges: number of the first vertex, source, weight_code, in_degree, cost_code."""

METHOD = "irpart-stream"
_PIECES = 4
_PENDING, _WRITTEN, _COLUMN_BYTES = 1 << 22, 1 << 19, 12
_EXACT_BELOW = 1 << 20
"""Vertices below which replicas are counted for every vertex; above, for about this many, at least half of them."""


@dataclass(slots=True)
class _Tally:
    """Keys that come in great numbers, kept as the distinct ones with how often they came."""

    pending: NDArray[np.int64] = field(default_factory=lambda: np.empty(_PENDING, np.int64))
    used: NDArray[np.int64] = field(default_factory=lambda: np.zeros(1, np.int64))
    keys: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    counts: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))

    def make_room(self, wanted: int) -> None:
        """Make sure that ``pending`` has room for ``wanted`` more keys after the ``used`` ones."""
        if int(self.used[0]) + wanted > len(self.pending):
            self.compact()
        if wanted > len(self.pending):
            self.pending = np.empty(2 * wanted, np.int64)

    def compact(self) -> None:
        """Move what is pending to ``keys`` (int64, ascending) and ``counts``."""
        keys, counts = np.unique(self.pending[: self.used[0]], return_counts=True)
        self.keys, place = np.unique(np.concatenate([self.keys, keys]), return_inverse=True)
        self.counts = np.bincount(place, np.concatenate([self.counts, counts])).astype(np.int64)
        self.used[0] = 0


class StreamCutter:
    """Cuts a graph into ``k`` clusters while it streams by three times, in the order of execution.

    Use as a context manager, feed the whole stream to each of ``passes()``, then ask ``result()``; leaving it by an
    exception or Ctrl-C leaves no file behind.

    Parameters
    ----------
    path
        Where the partition file goes. The folder also needs room for 12 bytes per vertex while the cut is made.
    k, balance
        As in ``irpart.partitioning.partition``.
    weight_table, cost_table
        float32: edges weigh ``weight_table[weight_code]``, vertices cost ``cost_table[cost_code]``.
    replication
        How large a replication factor may be paid for speed; 1: as few replicas as contiguous pieces have.
    seed
        Recorded; nothing is random.

    Raises
    ------
    InputError
        When a value is wrong, the file cannot be written or its folder is too full.
    BackendError
        When a later pass has more vertices than the first.

    Notes
    -----
    The first pass counts edges by weight. The second cuts the order of execution into 4 k pieces of equal weight and
    counts what ``place_pieces`` asks of them; they are placed by its rule where values that go between pieces stay within
    the budget (else, and where a cluster would be too heavy, four neighbours make a cluster). The third counts replicas.
    Held in memory: a chunk, some 100 MiB of keys, the pairs of pieces that share values and the replicas of at most 2**20
    vertices; two columns over the vertices are in unnamed files that the system may write out and forget.
    Edges go forward.
    """

    def __init__(self, path: str | Path, k: int, weight_table: NDArray[np.float32], cost_table: NDArray[np.float32], *,
                 balance: float = 1.03, replication: float = 1.10, seed: int = 0, graph_file: str = "") -> None:
        check_request(k, balance)
        check_seed(seed)
        if not isinstance(replication, int | float) or not 1 <= replication < 1e6:
            raise InputError(f"The option replication is a replication factor, a number >= 1; got {replication!r}.")
        self._path, self._k, self._seed, self._graph_file = Path(path), k, seed, graph_file
        self._balance, self._replication = float(balance), float(replication)
        self._weight_table, self._cost_table = readonly(weight_table), readonly(cost_table)
        self._began = time.perf_counter()
        self._n = self._m = 0
        self._codes = np.zeros(len(weight_table), np.int64)
        self._state = np.zeros(kernels.STATES, np.int64)
        self._columns: tuple[NDArray[Any], ...] = ()
        self._result: StreamedPartition | None = None
        self._writer = partition_writer(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 traceback: TracebackType | None) -> None:
        if kind is None and self._result is None:
            kind, error = InputError, InputError("The stream was not fed to all passes.")
            self._writer.__exit__(kind, error, None)
            raise error
        self._writer.__exit__(kind, error, traceback)

    def passes(self) -> Iterator[Take]:
        """What to feed the stream to, whole, one after the other."""
        yield self._count
        self._begin_measuring()
        yield self._measure
        self._place()
        yield self._list_replicas
        self._finish()

    def result(self) -> StreamedPartition:
        """What was made; the file is there once the context is left.

        Raises
        ------
        InputError
            Before all passes are done.
        """
        if self._result is None:
            raise InputError("The stream was not fed to all passes.")
        return self._result

    def _count(self, first_vertex: int, source: NDArray[np.int64], weight_code: NDArray[np.uint16],
               in_degree: NDArray[np.uint32], cost_code: NDArray[np.uint16]) -> None:
        self._n = first_vertex + len(in_degree)
        self._m += len(source)
        self._codes += np.bincount(weight_code, minlength=len(self._codes))

    def _begin_measuring(self) -> None:
        n, m, k = self._n, self._m, self._k
        self._table = balanced_table(self._weight_table, self._codes)
        self._is_weighted = bool(self._weight_table.astype(np.float64) @ self._codes)
        self._bounds = most_weight(self._table, self._codes, k, self._balance)
        pieces = self._pieces = k * (_PIECES if most_pieces(k, m) >= _PIECES else 1)
        total = int(self._table @ self._codes)
        ends = [total * number // pieces for number in range(1, pieces)]
        self._ends = np.array([*ends, np.iinfo(np.int64).max], np.int64)
        self._first = np.full(pieces + 1, n, np.int64)
        self._first[0] = 0
        self._edges, self._weight = np.zeros(pieces, np.int64), np.zeros(pieces, np.int64)
        self._work, self._moment = np.zeros(pieces), np.zeros(pieces)
        self._columns = _unnamed_columns(self._path.absolute().parent, n)
        self._tally, self._checksum = _Tally(), ChecksumStream(n, m)

    def _measure(self, first_vertex: int, source: NDArray[np.int64], weight_code: NDArray[np.uint16],
                 in_degree: NDArray[np.uint32], cost_code: NDArray[np.uint16]) -> None:
        self._check(first_vertex + len(in_degree))
        self._checksum.add_edges(source, self._weight_table[weight_code])
        self._tally.make_room(len(source))
        kernels.measure_pieces(
            first_vertex, readonly(source), readonly(weight_code), readonly(in_degree), readonly(cost_code),
            readonly(self._table), self._cost_table, HOP_CYCLES, self._ends, self._state, self._first, *self._columns,
            self._edges, self._weight, self._work, self._moment, self._tally.pending, self._tally.used)

    def _place(self) -> None:
        """Place the pieces, and write the edges' clusters."""
        k, pieces, tally = self._k, self._pieces, self._tally
        tally.compact()
        self._columns = ()
        self._home = np.repeat(np.arange(k, dtype=np.int32), pieces // k)
        crossing = int(self._state[kernels.CROSSING])
        self._dealt = pieces > k and crossing <= (self._replication - 1) * self._n
        if self._dealt:
            transfers = (*np.divmod(tally.keys, pieces), tally.counts)
            home = deal_pieces(self._work, self._moment, self._weight, transfers, k, self._bounds[0])
            heaviest = self._loads(home, self._weight).max()
            self._dealt = bool(heaviest <= self._bounds[1] or heaviest < self._loads(self._home, self._weight).max())
            self._home = home if self._dealt else self._home
        ends = np.cumsum(self._edges)
        for start in range(0, self._m, _WRITTEN):
            stop = min(start + _WRITTEN, self._m)
            low, high = np.searchsorted(ends, [start, stop - 1], side="right")
            runs = np.diff(np.minimum(ends[low : high + 1], stop), prepend=start)
            self._writer.append("edge_cluster", np.repeat(self._home[low : high + 1].astype(np.uint16), runs))
        if not self._m:
            self._writer.write("edge_cluster", np.empty(0, np.uint16))
        self._writer.write("priority", np.empty(0, np.uint32))
        self._state[[kernels.PIECE, kernels.SAMPLED]] = 0
        self._tally, self._recent = _Tally(), np.full(1 << 16, -1, np.int64)
        self._mask = (1 << max(0, self._n.bit_length() - _EXACT_BELOW.bit_length() + 1)) - 1

    def _list_replicas(self, first_vertex: int, source: NDArray[np.int64], weight_code: NDArray[np.uint16],
                       in_degree: NDArray[np.uint32], cost_code: NDArray[np.uint16]) -> None:
        self._check(first_vertex + len(in_degree))
        self._checksum.add_vertices(in_degree, self._cost_table[cost_code])
        self._tally.make_room(len(source) + len(in_degree))
        kernels.list_replicas(first_vertex, readonly(source), readonly(in_degree), self._first, self._home, self._mask,
                              self._state, self._recent, self._tally.pending, self._tally.used)

    def _finish(self) -> None:
        self._tally.compact()
        _, replicas = np.unique(self._tally.keys >> 16, return_counts=True)
        connected, is_exact = max(1, len(replicas)), self._mask == 0
        factor = float(replicas.sum() / connected) if len(replicas) else 1.0
        error = 0.0 if is_exact else float(replicas.std() / math.sqrt(connected))
        scale = self._n / max(1, int(self._state[kernels.SAMPLED]))
        load, edges = self._loads(self._home, self._weight), self._loads(self._home, self._edges)
        total, k = int(load.sum()), self._k
        weighted = self._is_weighted and total > 0
        seconds, checksum = time.perf_counter() - self._began, self._checksum.hexdigest()
        describe_partition(self._writer, {
            "n_clusters": k, "method": METHOD, "graph_checksum": checksum, "seed": self._seed, "balance": self._balance,
            "options": json.dumps({"replication": self._replication}), "seconds": seconds,
            "graph_file": relative_to_folder(self._graph_file, self._path)})
        heaviest_edge = int(self._table[self._codes > 0].max(initial=0))
        self._result = StreamedPartition(
            path=str(self._path), graph_checksum=checksum, n_clusters=k, n_vertices=self._n, n_edges=self._m,
            pieces_per_cluster=self._pieces // k if self._dealt else 1, replication_factor=factor, replication_error=error,
            connectivity=round(int(replicas.sum() - len(replicas)) * scale), is_exact=is_exact,
            balance_by_weight=float(load.max() * k / total) if weighted else 1.0,
            balance_by_count=float(edges.max() * k / self._m) if self._m else 1.0,
            least_balance=max(1.0, heaviest_edge * k / total) if weighted else 1.0,
            balance_bound=self._bounds[1] * k / total if total else 1.0,
            keeps_bound=bool(load.max() <= self._bounds[1]), empty_clusters=int((edges == 0).sum()), seconds=seconds)

    def _check(self, end: int) -> None:
        if end > self._n:
            raise BackendError(f"The stream had {self._n} vertices at first and has more now; it must not change.")

    def _loads(self, home: NDArray[np.int32], quantity: NDArray[np.int64]) -> NDArray[np.int64]:
        load = np.zeros(self._k, np.int64)
        np.add.at(load, home, quantity)
        return load


def _unnamed_columns(folder: Path, n: int) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """Columns of n float64 and n int32 in files that have no name (or one that goes when they are closed), with zeros."""
    free = shutil.disk_usage(folder).free
    if _COLUMN_BYTES * n > free:
        raise InputError(f"Cutting {n:,} vertices as a stream takes {_COLUMN_BYTES * n / 2**30:.1f} GiB beside the output "
                         f"for a while, but {folder} has {free / 2**30:.1f} GiB free; choose another output with -o.")
    finish, last = (_unnamed_column(folder, max(n, 1), dtype) for dtype in (np.float64, np.int32))
    return finish[:n], last[:n]


def _unnamed_column(folder: Path, length: int, dtype: type[np.number[Any]]) -> NDArray[Any]:
    with tempfile.TemporaryFile(dir=folder, prefix=".irpart-") as file:
        size = length * np.dtype(dtype).itemsize
        file.truncate(size)
        return np.frombuffer(mmap.mmap(file.fileno(), size), dtype)
