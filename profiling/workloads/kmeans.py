"""k-means clustering, Lloyd's iterations."""

from __future__ import annotations

import numpy as np
from _command_line import run

SIZES = {"S": {"n": 120, "k": 4, "rounds": 3}, "M": {"n": 8000, "k": 16, "rounds": 10},
         "L": {"n": 50000, "k": 16, "rounds": 20}}


def initialize(n: int, k: int, rounds: int) -> tuple:
    """Random points in four dimensions, the first k of them as centres, and room for labels and sums."""
    points = np.random.default_rng(6).random((n, 4))
    return points, points[:k].copy(), np.zeros(n, np.int64), np.zeros((k, 4)), np.zeros(k), rounds


def kmeans(points: float64[:, :], centres: float64[:, :], label: int64[:], sums: float64[:, :],
           counts: float64[:], rounds: int) -> None:
    """Assign each point to its nearest centre, move centres to the means; an empty cluster keeps its centre."""
    k, dimensions = centres.shape
    for _ in range(rounds):
        for c in range(k):
            counts[c] = 0.0
            for d in range(dimensions):
                sums[c, d] = 0.0
        for i in range(points.shape[0]):
            best, nearest = 0, np.inf
            for c in range(k):
                distance = 0.0
                for d in range(dimensions):
                    difference = points[i, d] - centres[c, d]
                    distance += difference * difference
                if distance < nearest:
                    best, nearest = c, distance
            label[i] = best
            counts[best] += 1.0
            for d in range(dimensions):
                sums[best, d] += points[i, d]
        for c in range(k):
            if counts[c] > 0:
                for d in range(dimensions):
                    centres[c, d] = sums[c, d] / counts[c]


def check(before, after, returned) -> None:
    """Against the same iterations in whole-array form."""
    points, centres = before[0], before[1].copy()
    for _ in range(before[5]):
        label = ((points[:, None, :] - centres[None]) ** 2).sum(axis=2).argmin(axis=1)
        for c in range(len(centres)):
            if (label == c).any():
                centres[c] = points[label == c].mean(axis=0)
    np.testing.assert_allclose(after[1], centres, rtol=1e-9)
    np.testing.assert_array_equal(after[2], label)


if __name__ == "__main__":
    run(kmeans, initialize, check, SIZES)
