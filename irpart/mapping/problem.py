"""MappingProblem: what is placed, where it may go, and what a place costs; all that a mapping method sees."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.topology.distances import Distances, measure_distances
from irpart.topology.types import HOST, NUMA, PACKAGE, Topology


def _none_int() -> NDArray[np.int32]:
    return np.empty(0, np.int32)


def no_pairs() -> Pairs:
    """Nothing between any clusters, however many there are."""
    return Pairs(np.zeros(1, np.int64), np.empty(0, np.int32), np.empty(0, np.float64))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Pairs:
    """Values of ordered pairs of clusters, row by row: those of p are entries ``start[p]`` to ``start[p + 1]``.

    Attributes
    ----------
    start
        int64, shape (k + 1,).
    target
        int32, shape (m,): second cluster of each pair, ascending within a row, never the first one.
    value
        float64, shape (m,): finite and not negative.
    """

    start: NDArray[np.int64]
    target: NDArray[np.int32]
    value: NDArray[np.float64]

    def __post_init__(self) -> None:
        for array in (self.start, self.target, self.value):
            array.setflags(write=False)

    def __len__(self) -> int:
        return len(self.target)

    def sources(self) -> NDArray[np.int32]:
        """int32, shape (m,): first cluster of each pair."""
        return np.repeat(np.arange(len(self.start) - 1, dtype=np.int32), np.diff(self.start))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class MappingProblem:
    """k clusters to be placed on P processors; see ``irpart.mapping.objective`` for the cost of a placement.

    Attributes
    ----------
    communication
        Directed: messages or bytes from cluster p to cluster q (k rows).
    distance
        float32, shape (P, P): cost of one unit from processor a to b (ns per message); 0 on the diagonal, need not be
        symmetric.
    load
        float64, shape (k,): work of each cluster (cycles).
    speed
        float64, shape (P,): relative speed of each processor, positive.
    cap
        int32, shape (P,): most clusters on each processor.
    pinned
        int32, shape (k,) or (0,): processor that a cluster must have, or -1.
    group
        int32, shape (k,) or (0,): clusters of the same number must share a processor; -1: in no group.
    size
        int32, shape (k,) or (0,): places that a cluster takes of a cap; empty: one each. More than one arises when a group
        is taken as one cluster (``without_groups``).
    affinity
        Symmetric: pairs of clusters that work on the same data. The value times the distance (mean of both directions) is
        added to the cost once for each unordered pair.
    load_weight, region_weight
        Cost of unequal load of the processors and of the regions, in units of the cost (see the objective).
    region
        int32, shape (P,): region of each processor (0, 1, 2 ...), over which independent clusters should spread.
    grid, wraps
        Sides when the processors are the points of a mesh (torus) in row-major order, else ().
    hierarchy
        Arities from the root down when the distances are those of a regular tree whose leaves are the processors in order
        (their product is P), else ().

    Raises
    ------
    InputError
        When sizes do not fit, values are no numbers, or no placement can keep the caps, pins and groups; in each case
        what is wrong and where.
    """

    communication: Pairs
    distance: NDArray[np.float32]
    load: NDArray[np.float64]
    speed: NDArray[np.float64]
    cap: NDArray[np.int32]
    pinned: NDArray[np.int32] = field(default_factory=_none_int)
    group: NDArray[np.int32] = field(default_factory=_none_int)
    size: NDArray[np.int32] = field(default_factory=_none_int)
    affinity: Pairs = field(default_factory=no_pairs)
    load_weight: float = 0.0
    region_weight: float = 0.0
    region: NDArray[np.int32] = field(default_factory=_none_int)
    grid: tuple[int, ...] = ()
    wraps: bool = False
    hierarchy: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        _check_clusters(self)
        _check_processors(self)
        _check_room(self)
        for array in (self.distance, self.load, self.speed, self.cap, self.pinned, self.group, self.size, self.region):
            array.setflags(write=False)

    def __repr__(self) -> str:
        return f"MappingProblem({self.n_clusters} clusters, {len(self.communication)} pairs, {self.n_processors} processors)"

    @property
    def n_clusters(self) -> int:
        """Number of clusters k."""
        return len(self.load)

    @property
    def n_processors(self) -> int:
        """Number of processors P."""
        return len(self.speed)

    def sizes(self) -> NDArray[np.int32]:
        """int32, shape (k,): places that each cluster takes."""
        return self.size if len(self.size) else np.ones(self.n_clusters, np.int32)

    def pins(self) -> NDArray[np.int32]:
        """int32, shape (k,): processor of each pinned cluster, -1 elsewhere."""
        return self.pinned if len(self.pinned) else np.full(self.n_clusters, -1, np.int32)

    def groups(self) -> NDArray[np.int32]:
        """int32, shape (k,): group of each cluster, or -1."""
        return self.group if len(self.group) else np.full(self.n_clusters, -1, np.int32)


def problem_of(topology: Topology, communication: Any, *, load: NDArray[np.float64] | None = None, cap: int | None = None,
               pinned: NDArray[np.int32] | None = None, group: NDArray[np.int32] | None = None, affinity: Any = None,
               load_weight: float = 0.1, region_weight: float = 0.0, message_bytes: float = 64.0,
               distances: Distances | None = None) -> MappingProblem:
    """The problem of placing k clusters on the processors of a machine.

    Parameters
    ----------
    communication, affinity
        k x k, NumPy or scipy.sparse; diagonals are left out, and ``affinity`` is made symmetric (mean of both directions).
    load
        Work of each cluster; default: 1 each.
    cap
        Most clusters on each processor; default: ceil(k / P).
    load_weight, region_weight
        Relative to the mean cost of random placements: 0.1 means that load as uneven as its own mean costs a tenth of that.
    message_bytes
        The distance is the time of a message of so many bytes on an idle machine.
    distances
        Those of the topology when they are known already.

    Raises
    ------
    InputError
        See ``MappingProblem``.
    """
    measured = measure_distances(topology) if distances is None else distances
    distance = measured.message_ns(message_bytes)
    np.fill_diagonal(distance, 0)
    pairs = pairs_of(communication, "communication")
    k, processors = len(pairs.start) - 1, topology.n_processors
    most = max(1, -(-k // processors)) if cap is None else cap
    both = no_pairs() if affinity is None else pairs_of(_symmetric(affinity), "affinity")
    mean = float(distance.mean()) * (float(pairs.value.sum()) + float(both.value.sum()) / 2)
    return MappingProblem(
        pairs, distance, np.ones(k) if load is None else np.array(load, np.float64),
        topology.speed[topology.processors].copy(), np.full(processors, most, np.int32),
        _none_int() if pinned is None else np.array(pinned, np.int32),
        _none_int() if group is None else np.array(group, np.int32), _none_int(), both, load_weight * (mean or 1.0),
        region_weight * (mean or 1.0), regions_of(topology), topology.grid, topology.wraps, hierarchy_of(distance))


def pairs_of(matrix: Any, what: str = "communication") -> Pairs:
    """A square matrix, NumPy or scipy.sparse, as pairs; zeros and the diagonal are left out, duplicates added up.

    Raises
    ------
    InputError
        When it is not square, or a value is negative or no number.
    """
    from scipy.sparse import coo_array, csr_array

    entries = coo_array(matrix)
    if entries.ndim != 2 or entries.shape[0] != entries.shape[1]:
        raise InputError(f"The {what} matrix must be square, got shape {entries.shape}.")
    wrong = np.flatnonzero(~(np.isfinite(entries.data) & (entries.data >= 0)))
    if len(wrong):
        row, column = int(entries.row[wrong[0]]), int(entries.col[wrong[0]])
        raise InputError(f"The {what} from cluster {row} to {column} is {entries.data[wrong[0]]}; it must be a number "
                         "of at least 0.")
    kept = (entries.row != entries.col) & (entries.data > 0)
    made = csr_array((entries.data[kept].astype(np.float64), (entries.row[kept], entries.col[kept])), shape=entries.shape)
    made.sum_duplicates()
    made.sort_indices()
    return Pairs(made.indptr.astype(np.int64), made.indices.astype(np.int32), made.data.astype(np.float64))


def regions_of(topology: Topology) -> NDArray[np.int32]:
    """int32, shape (P,): region of each processor.

    Regions are the hosts, else the packages, else the NUMA domains, whichever first number more than one; on a mesh its
    quadrants (octants); else everything is one region.
    """
    processors = topology.processors
    if topology.grid:
        at = np.unravel_index(np.arange(len(processors)), topology.grid)
        code = np.zeros(len(processors), np.int64)
        for place, side in zip(at, topology.grid, strict=True):
            code = 2 * code + (2 * place >= side)
        return np.unique(code, return_inverse=True)[1].astype(np.int32)
    for kind in (HOST, PACKAGE, NUMA):
        found = np.unique(topology.ancestor_of_kind(kind)[processors], return_inverse=True)
        if len(found[0]) > 1:
            return found[1].astype(np.int32)
    return np.zeros(len(processors), np.int32)


def hierarchy_of(distance: NDArray[np.float32]) -> tuple[int, ...]:
    """Arities of the regular tree that makes these distances, from the root down; () when there is none; O(P^2).

    The leaves are in order, and processors whose lowest common ancestor has the same height are equally far apart.
    """
    count, first = len(distance), distance[0]
    if count == 1 or np.any(np.diff(first) < 0):
        return ()
    sizes = [*(np.flatnonzero(np.diff(first)) + 1).tolist(), count]
    if sizes[0] != 1 or any(large % small for small, large in itertools.pairwise(sizes)):
        return ()
    index = np.arange(count)
    wanted = np.full((count, count), first[-1], np.float32)
    for size in sizes[-2::-1]:
        same = (index // size)[:, None] == index // size
        wanted[same] = first[size - 1]
    if not np.allclose(wanted, distance, rtol=1e-5):
        return ()
    return tuple(large // small for small, large in zip(sizes[-2::-1], sizes[:0:-1], strict=True))


def without_groups(problem: MappingProblem) -> tuple[MappingProblem, NDArray[np.int32]]:
    """The same problem with every group as one cluster, and the new number of each cluster (int32, shape (k,)).

    What clusters of a group send each other costs nothing wherever they are, so it is left out.
    """
    from scipy.sparse import csr_array

    k, group = problem.n_clusters, problem.groups()
    if not np.any(group >= 0):
        return problem, np.arange(k, dtype=np.int32)
    named = np.where(group >= 0, group.astype(np.int64), int(group.max()) + 1 + np.arange(k))
    first, old = np.unique(named, return_index=True)[1], np.unique(named, return_inverse=True)[1]
    rank = np.empty(len(first), np.int32)
    rank[np.argsort(first)] = np.arange(len(first))
    number, count = rank[old], len(first)

    def merged(pairs: Pairs) -> Pairs:
        rows = number[pairs.sources()]
        return pairs_of(csr_array((pairs.value, (rows, number[pairs.target])), shape=(count, count)))

    pinned = np.full(count, -1, np.int32)
    np.maximum.at(pinned, number, problem.pins())
    whole = MappingProblem(
        merged(problem.communication), problem.distance, np.bincount(number, problem.load, count).astype(np.float64),
        problem.speed, problem.cap, pinned, _none_int(),
        np.bincount(number, problem.sizes(), count).astype(np.int32), merged(problem.affinity),
        problem.load_weight, problem.region_weight, problem.region, problem.grid, problem.wraps, problem.hierarchy)
    return whole, number


def _symmetric(matrix: Any) -> Any:
    from scipy.sparse import csr_array

    made = csr_array(matrix)
    return (made + made.T) / 2


def _check_clusters(problem: MappingProblem) -> None:
    k = problem.n_clusters
    if problem.load.ndim != 1 or len(problem.communication.start) != k + 1:
        raise InputError(f"The communication matrix has {len(problem.communication.start) - 1} clusters, but there are {k} "
                         "loads.")
    wrong = np.flatnonzero(~(np.isfinite(problem.load) & (problem.load >= 0)))
    if len(wrong):
        raise InputError(f"Cluster {wrong[0]} has a load of {problem.load[wrong[0]]}; it must be a number of at least 0.")
    for what in ("pinned", "group", "size"):
        values = getattr(problem, what)
        if len(values) not in (0, k):
            raise InputError(f"'{what}' needs an entry for each of {k} clusters, got {len(values)}.")
    if len(problem.affinity.start) not in (1, k + 1):
        raise InputError(f"The affinity matrix has {len(problem.affinity.start) - 1} clusters, but there are {k}.")
    for what, weight in (("load_weight", problem.load_weight), ("region_weight", problem.region_weight)):
        if not 0 <= weight < np.inf:
            raise InputError(f"{what} must be a number of at least 0, got {weight}.")


def _check_processors(problem: MappingProblem) -> None:
    count, distance = problem.n_processors, problem.distance
    if count == 0 or distance.shape != (count, count) or len(problem.cap) != count:
        raise InputError(f"Distances must be a matrix of {count} x {count} processors with {count} caps, got "
                         f"{' x '.join(map(str, distance.shape))} and {len(problem.cap)}.")
    if not np.all(np.isfinite(distance)) or distance.min() < 0 or np.any(np.diagonal(distance)):
        raise InputError("Distances must be finite numbers of at least 0, and 0 from each processor to itself.")
    if not np.all(np.isfinite(problem.speed) & (problem.speed > 0)) or problem.cap.min() < 0:
        raise InputError("Every processor needs a positive speed and a cap of at least 0 clusters.")
    if len(problem.region) not in (0, count):
        raise InputError(f"'region' needs an entry for each of {count} processors, got {len(problem.region)}.")


def _check_room(problem: MappingProblem) -> None:
    size, pins, group, cap = problem.sizes(), problem.pins(), problem.groups(), problem.cap.astype(np.int64)
    if int(size.sum()) > int(cap.sum()):
        raise InputError(f"{int(size.sum())} clusters do not fit on {problem.n_processors} processors that take "
                         f"{int(cap.sum())} together; raise the cap or use fewer clusters.")
    wrong = np.flatnonzero((pins < -1) | (pins >= problem.n_processors))
    if len(wrong):
        raise InputError(f"Cluster {wrong[0]} is pinned to processor {pins[wrong[0]]}, but processors are 0 to "
                         f"{problem.n_processors - 1}.")
    members = group >= 0
    place, together = pins.astype(np.int64).copy(), np.zeros(int(group.max(initial=-1)) + 1, np.int64)
    np.add.at(together, group[members], size[members])
    if np.any(together > cap.max()):
        number = int(np.flatnonzero(together > cap.max())[0])
        raise InputError(f"Group {number} has {together[number]} clusters, but no processor takes more than "
                         f"{int(cap.max())}; split the group or raise the cap.")
    wanted = np.full(len(together), -1, np.int64)
    np.maximum.at(wanted, group[members], pins[members])
    place[members] = wanted[group[members]]
    torn = np.flatnonzero((pins >= 0) & (pins != place))
    if len(torn):
        raise InputError(f"Group {group[torn[0]]} is pinned to processors {pins[torn[0]]} and {place[torn[0]]}; its "
                         "clusters must share one.")
    used = np.bincount(place[place >= 0], size[place >= 0], problem.n_processors)
    if np.any(used > cap):
        full = int(np.flatnonzero(used > cap)[0])
        raise InputError(f"{int(used[full])} clusters are pinned to processor {full}, which takes {cap[full]}; raise "
                         "its cap or pin fewer.")
