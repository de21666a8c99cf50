"""k-means as a Numba user would spread it: labels at once, then the sums one after the other."""

from __future__ import annotations

import numpy as np
from numba import prange


def kmeans_prange(points: float64[:, :], centres: float64[:, :], label: int64[:], sums: float64[:, :],
                  counts: float64[:], rounds: int) -> None:
    """The search for the nearest centre is nearly all of the work."""
    k, dimensions = centres.shape
    for _ in range(rounds):
        for c in range(k):
            counts[c] = 0.0
            for d in range(dimensions):
                sums[c, d] = 0.0
        for i in prange(points.shape[0]):
            best, nearest = 0, np.inf
            for c in range(k):
                distance = 0.0
                for d in range(dimensions):
                    difference = points[i, d] - centres[c, d]
                    distance += difference * difference
                if distance < nearest:
                    best, nearest = c, distance
            label[i] = best
        for i in range(points.shape[0]):
            counts[label[i]] += 1.0
            for d in range(dimensions):
                sums[label[i], d] += points[i, d]
        for c in range(k):
            if counts[c] > 0:
                for d in range(dimensions):
                    centres[c, d] = sums[c, d] / counts[c]
