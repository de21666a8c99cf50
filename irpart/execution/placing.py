"""What regions of generated code have learnt of the weights of their iterations and tiles, and homes made from that."""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.execution.table import region_number, table
from irpart.execution.types import RegionPlacement
from irpart.planning.placement import Homes, PlacementProblem, assign, block_graph, tile_graph
from irpart.planning.placement.assign import measured_homes, row_homes
from irpart.planning.types import ParallelPlan, PlanRegion
from irpart.topology.types import Topology

_versions = itertools.count(1)
_kept: list[NDArray[np.int64]] = []
"""Homes that records point to."""
Words = NDArray[np.int64]


def placements_of(number: int, plan: ParallelPlan) -> tuple[RegionPlacement, ...]:
    """How the regions of a plan were shared out so far in this process; those that never were shared are left out.

    Parameters
    ----------
    number
        The plan's number, as ``ParallelDispatcher`` knows it.
    plan
        The plan.

    Notes
    -----
    A reading of words that running regions change; ask while nothing runs.
    """
    found = _records(number)
    return tuple(_placement(region, found[region_number(region.body)]) for region in plan.regions
                 if region_number(region.body) in found)


def measured_tiles(number: int, region: PlanRegion, face_bytes: tuple[float, ...] = ()) -> PlacementProblem:
    """The last grid of a region with the measured times of its tiles.

    Raises
    ------
    InputError
        The region is no grid of tiles, or was not shared yet, or not timed.
    """
    return _tiles(region, _records(number).get(region_number(region.body)), face_bytes)


def is_timed(number: int, region: PlanRegion) -> bool:
    """Whether the times of a region's tiles are known."""
    from irpart.execution import _weight_kernels as kernels

    record = _records(number).get(region_number(region.body))
    return region.kind == "tiles" and record is not None and bool(record[kernels.V_MEASURED] and record[kernels.V_COUNT0])


def place_tiles(number: int, region: PlanRegion, workers: int, topology: Topology | None = None,
                methods: tuple[str, ...] = ()) -> Homes:
    """Give the tiles of a region homes by their measured times, for its next runs with the same counts.

    Parameters
    ----------
    number, region
        A plan and one of its regions of kind ``tiles``.
    workers, topology, methods
        As for ``irpart.planning.placement.assign``.

    Returns
    -------
    The homes, which the task-graph executor honours from now on; idle workers still take over tiles of others.

    Raises
    ------
    InputError
        As for ``measured_tiles``.
    """
    from irpart.execution import _weight_kernels as kernels

    record = _records(number).get(region_number(region.body))
    homes = assign(_tiles(region, record, ()), workers, topology, methods=methods)
    assert record is not None
    words = homes.home.astype(np.int64)
    _kept.append(words)
    record[kernels.V_VERSION] = next(_versions)
    record[kernels.V_HOMES] = words.ctypes.data
    return homes


def _records(number: int) -> dict[int, Words]:
    """Records of a plan by the numbers of their regions, of several of one region the one with most runs."""
    from irpart.execution import _weight_kernels as kernels

    found: dict[int, Words] = {}
    for record in _all_records():
        if record[kernels.V_PLAN] == number and record[kernels.V_RUNS] > 0:
            key = int(record[kernels.V_NUMBER])
            if key not in found or record[kernels.V_RUNS] > found[key][kernels.V_RUNS]:
                found[key] = record
    return found


def _all_records() -> Iterator[Words]:
    from irpart.execution import _weight_kernels as kernels

    address = int(table()[kernels.B_RECORDS])
    while address:
        record = _words(address, kernels.RECORD_WORDS)
        yield record
        address = int(record[kernels.V_NEXT])


def _words(address: int, count: int) -> Words:
    return np.ctypeslib.as_array((ctypes.c_int64 * count).from_address(address))


def _placement(region: PlanRegion, record: Words) -> RegionPlacement:
    """How a region went."""
    from irpart.execution import _weight_kernels as kernels

    runs, parts, workers = (int(record[word]) for word in (kernels.V_RUNS, kernels.V_PARTS, kernels.V_WORKERS))
    stolen = float(record[kernels.V_STOLEN]) / max(1, parts)
    if region.kind == "tiles":
        if record[kernels.V_MEASURED] == 0:
            return RegionPlacement(region.line, region.kind, runs, workers, stolen)
        problem = _tiles(region, record, ())
        home, method = row_homes(problem, workers), "blocks of rows in turn"
        if record[kernels.V_HOMES]:
            home, method = _words(int(record[kernels.V_HOMES]), problem.n_tasks).astype(np.int32), "measured times"
        homes = measured_homes(problem, np.zeros(problem.n_tasks, np.int32) if home is None else home, workers, method)
        return _told(region, runs, stolen, problem, homes, homes.balance)
    classes = record[kernels.V_CLASSES:].reshape(kernels.CLASSES, kernels.CLASS_WORDS)
    known = classes[classes[:, kernels.Q_BLOCKS] > 0]
    if not len(known):
        return RegionPlacement(region.line, region.kind, runs, workers, stolen)
    kind = known[np.argmax(known[:, kernels.Q_RUNS])]
    upto = kind[kernels.Q_UPTO : kernels.Q_UPTO + int(kind[kernels.Q_BLOCKS]) + 1]
    problem = block_graph(np.maximum(np.diff(upto), 0))
    uneven = bool(kind[kernels.Q_UNEVEN]) and kind[kernels.Q_LOST] < 2
    homes = assign(problem, workers, methods=("contiguous",)) if uneven else measured_homes(
        problem, (np.arange(problem.n_tasks) * workers // problem.n_tasks).astype(np.int32), workers, "")
    if region.kind == "range":
        source = "the formula" if kind[kernels.Q_MEASURED] == 0 else "measured times"
        homes_by = f"equal weight by {source}" if uneven else "equal length"
    else:
        homes_by = f"equal {'weight by measured times' if uneven else 'length'}"
    return _told(region, runs, stolen, problem, homes, float(kind[kernels.Q_HOME]) / 1000, homes_by)


def _told(region: PlanRegion, runs: int, stolen: float, problem: PlacementProblem, homes: Homes, before: float,
          method: str = "") -> RegionPlacement:
    weights = problem.weights
    mean = max(float(weights.mean()), 1e-9)
    return RegionPlacement(region.line, region.kind, runs, homes.workers, stolen, problem.n_tasks,
                           float(weights.min()) / mean, float(weights.max()) / mean, method or homes.method, before,
                           homes.balance, homes.bytes_between, homes.speedup)


def _tiles(region: PlanRegion, record: Words | None, face_bytes: tuple[float, ...]) -> PlacementProblem:
    from irpart.execution import _weight_kernels as kernels

    if region.kind != "tiles":
        raise InputError(f"The region in line {region.line} is a {region.kind}, no grid of tiles.")
    if record is None or record[kernels.V_MEASURED] == 0 or record[kernels.V_COUNT0] == 0:
        raise InputError(f"The tiles of the region in line {region.line} were not timed yet; run it with several workers.")
    counts = tuple(int(count) for count in record[kernels.V_COUNT0 : kernels.V_COUNT2 + 1])
    while len(counts) > 2 and counts[-1] == 1:
        counts = counts[:-1]
    return tile_graph(counts, _words(int(record[kernels.V_TIMES]), int(np.prod(counts))).copy(), face_bytes)
