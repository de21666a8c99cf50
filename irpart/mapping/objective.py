"""What a placement costs: communication, load, affinity and regions; congestion; bounds to compare it with.

The cost of a placement x (a processor for each cluster) is

- communication J: sum over ordered pairs of volume(p, q) * distance(x_p, x_q);
- affinity: sum over unordered pairs of value(p, q) * (distance(x_p, x_q) + distance(x_q, x_p)) / 2;
- load: load_weight * sum over processors of (load - fair share)^2 / fair share, over the total load, where the fair share
  of a processor is the total load by its share of the speed: 0 when every processor is busy for the same time;
- regions: region_weight times the same sum over regions.

All four are changed by a move of one cluster in the time of its neighbours; load and regions in O(1).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from irpart.mapping.problem import MappingProblem


@dataclass(frozen=True, slots=True)
class Objective:
    """The terms of the cost of a placement, all in the unit of communication x distance.

    Attributes
    ----------
    communication
        J, the sum of volume x distance.
    affinity, load, region
        The other terms, weights included.
    """

    communication: float
    affinity: float
    load: float
    region: float

    @property
    def total(self) -> float:
        """The cost."""
        return self.communication + self.affinity + self.load + self.region


def measure_cost(problem: MappingProblem, placed: NDArray[np.int32]) -> Objective:
    """The cost of a placement, term by term; O(pairs + P)."""
    pairs, both = problem.communication, problem.affinity
    far = problem.distance[placed[pairs.sources()], placed[pairs.target]].astype(np.float64)
    a, b = placed[both.sources()], placed[both.target]
    near = problem.distance[a, b].astype(np.float64)
    load = np.bincount(placed, problem.load, problem.n_processors).astype(np.float64)
    region = problem.region if len(problem.region) else np.zeros(problem.n_processors, np.int32)
    return Objective(
        float(pairs.value @ far), float(both.value @ near) / 2, problem.load_weight * unevenness(load, problem.speed),
        problem.region_weight * unevenness(np.bincount(region, load).astype(np.float64),
                                            np.bincount(region, problem.speed).astype(np.float64)))


def unevenness(load: NDArray[np.float64], speed: NDArray[np.float64]) -> float:
    """Sum of (load - fair)^2 / fair over the total load; 0 when loads are in proportion to speeds, or there is no load."""
    total = float(load.sum())
    if total <= 0:
        return 0.0
    fair = total * speed / speed.sum()
    return float(np.sum((load - fair) ** 2 / fair)) / total
