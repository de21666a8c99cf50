"""Gravity as a Numba user would spread it: bodies at once."""

from __future__ import annotations

import math

from numba import prange


def n_body_prange(position: float64[:, :], velocity: float64[:, :], mass: float64[:], pull: float64[:, :],
                  steps: int) -> None:
    """Softened gravity, kick and drift with a step of 0.001."""
    n = position.shape[0]
    for _ in range(steps):
        for i in prange(n):
            x, y, z = 0.0, 0.0, 0.0
            for j in range(n):
                dx, dy = position[j, 0] - position[i, 0], position[j, 1] - position[i, 1]
                dz = position[j, 2] - position[i, 2]
                square = dx * dx + dy * dy + dz * dz + 0.01
                factor = mass[j] / (square * math.sqrt(square))
                x += factor * dx
                y += factor * dy
                z += factor * dz
            pull[i, 0], pull[i, 1], pull[i, 2] = x, y, z
        for i in prange(n):
            for d in range(3):
                velocity[i, d] += 0.001 * pull[i, d]
                position[i, d] += 0.001 * velocity[i, d]
