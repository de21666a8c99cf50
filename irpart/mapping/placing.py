"""Place clusters by a registered method; what every method shares: checks, room on processors, repair."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import BackendError, InputError
from irpart.base.registry import Registry
from irpart.mapping.problem import MappingProblem, without_groups

METHODS = Registry("irpart.mapping.methods", "irpart.mappers", ("seed",))
"""All mapping methods, by name."""


def solve(problem: MappingProblem, method: str = "swap", seed: int = 0, **options: Any) -> NDArray[np.int32]:
    """Place the clusters of a problem by a registered method.

    Returns
    -------
    NDArray[np.int32]
        Shape (k,): processor of each cluster; caps, pins and groups are kept.

    Raises
    ------
    InputError
        Unknown method or option, an option out of its range, or clusters that cannot be packed.
    MissingExtra, BackendError
        The method needs a package or program that is not there, or that failed.
    """
    described = METHODS.get(method)
    unknown = sorted(set(options) - set(described.options))
    if unknown:
        raise InputError(f"Method '{described.name}' has no option '{unknown[0]}'; it has: "
                         f"{', '.join(described.options) or 'none'}.")
    if problem.n_clusters == 0:
        return np.empty(0, np.int32)
    whole, number = without_groups(problem)
    placed = np.asarray(described.function(whole, seed=seed, **options))
    broken = first_violation(whole, placed)
    if broken:
        raise BackendError(f"Method '{described.name}' returned no valid placement: {broken}.")
    return placed.astype(np.int32)[number]


def first_violation(problem: MappingProblem, placed: NDArray[Any]) -> str:
    """What a placement breaks, in words, or ""; O(k + P)."""
    if placed.shape != (problem.n_clusters,) or placed.dtype.kind not in "iu":
        return f"{problem.n_clusters} processor numbers are needed, got {placed.dtype} of shape {placed.shape}"
    if len(placed) and not 0 <= placed.min() <= placed.max() < problem.n_processors:
        return f"processor {int(placed.min())} or {int(placed.max())} does not exist"
    used = np.bincount(placed, problem.sizes(), problem.n_processors)
    over = np.flatnonzero(used > problem.cap)
    if len(over):
        return f"processor {over[0]} has {int(used[over[0]])} clusters and takes {problem.cap[over[0]]}"
    pins = problem.pins()
    moved = np.flatnonzero((pins >= 0) & (pins != placed))
    if len(moved):
        return f"cluster {moved[0]} is on processor {placed[moved[0]]}, not on {pins[moved[0]]}"
    group = problem.groups()
    members = np.flatnonzero(group >= 0)
    torn = members[placed[members] != placed[members[np.unique(group[members], return_index=True)[1]]][
        np.unique(group[members], return_inverse=True)[1]]]
    return f"group {group[torn[0]]} is on several processors" if len(torn) else ""


def repaired(problem: MappingProblem, wanted: NDArray[Any]) -> NDArray[np.int32]:
    """A placement that keeps caps and pins, as near as possible to a wanted one, cluster by cluster.

    Pinned clusters first, then those of several places, largest first, then the rest by number: each stays where it is
    wanted while there is room, and goes to the nearest processor with room otherwise. Where large ones get stuck, they
    are packed exactly first. O(k + moved x P).

    Raises
    ------
    InputError
        When the groups cannot be packed under the caps.
    """
    size, pins = problem.sizes(), problem.pins()
    order = np.lexsort((np.arange(len(size)), -size, pins < 0))
    placed = _filled(problem, np.where(pins >= 0, pins, wanted), order)
    if placed is None:
        large = np.flatnonzero((size > 1) & (pins < 0))
        packed = np.where(pins >= 0, pins, wanted)
        packed[large] = _packed(problem, large)
        placed = _filled(problem, packed, order)
    if placed is None:
        raise InputError("The groups do not fit under the caps of the processors; split groups or raise the cap.")
    return placed


def _filled(problem: MappingProblem, wanted: NDArray[Any], order: NDArray[np.int64]) -> NDArray[np.int32] | None:
    """Clusters in order, each where wanted or nearest to it; None when one finds no room."""
    size, room, placed = problem.sizes(), problem.cap.astype(np.int64), np.empty(problem.n_clusters, np.int32)
    for cluster in order.tolist():
        need, at = int(size[cluster]), int(wanted[cluster])
        if room[at] < need:
            far = np.where(room >= need, problem.distance[at], np.inf)
            at = int(np.argmin(far))
            if not np.isfinite(far[at]):
                return None
        room[at] -= need
        placed[cluster] = at
    return placed


def _packed(problem: MappingProblem, large: NDArray[np.int64]) -> NDArray[np.int32]:
    """Processors of clusters of several places, packed exactly: whole numbers of each size on each processor."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import eye_array, kron

    size, pins = problem.sizes(), problem.pins()
    held = np.bincount(pins[pins >= 0], size[pins >= 0], problem.n_processors)
    kinds, kind = np.unique(size[large], return_inverse=True)
    count, processors = np.bincount(kind), problem.n_processors
    each = kron(eye_array(len(kinds)), np.ones((1, processors)), format="csr")
    room = kron(kinds[None, :].astype(np.float64), eye_array(processors), format="csr")
    found = milp(np.zeros(len(kinds) * processors), integrality=np.ones(len(kinds) * processors), bounds=Bounds(0, np.inf),
                 constraints=[LinearConstraint(each, count, count), LinearConstraint(room, -np.inf, problem.cap - held)])
    if found.x is None:
        raise InputError("The groups do not fit under the caps of the processors; split groups or raise the cap.")
    numbers = np.rint(found.x).astype(np.int64).reshape(len(kinds), processors)
    placed = np.empty(len(large), np.int32)
    for which in range(len(kinds)):
        placed[kind == which] = np.repeat(np.arange(processors), numbers[which])
    return placed
