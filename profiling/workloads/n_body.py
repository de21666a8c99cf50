"""Gravity between all pairs of bodies, leapfrog steps."""

from __future__ import annotations

import math

import numpy as np
from _command_line import run

SIZES = {"S": {"n": 24, "steps": 3}, "M": {"n": 400, "steps": 8}, "L": {"n": 1500, "steps": 8}}


def initialize(n: int, steps: int) -> tuple:
    """Random bodies: positions, velocities, masses, and room for accelerations."""
    random = np.random.default_rng(19)
    return random.random((n, 3)), 0.1 * random.random((n, 3)), random.random(n), np.zeros((n, 3)), steps


def n_body(position: float64[:, :], velocity: float64[:, :], mass: float64[:], pull: float64[:, :],
           steps: int) -> None:
    """Softened gravity, kick and drift with a step of 0.001."""
    n = position.shape[0]
    for _ in range(steps):
        for i in range(n):
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
        for i in range(n):
            for d in range(3):
                velocity[i, d] += 0.001 * pull[i, d]
                position[i, d] += 0.001 * velocity[i, d]


def check(before, after, returned) -> None:
    """Against whole-array steps."""
    position, velocity, mass = (a.copy() for a in before[:3])
    for _ in range(before[4]):
        apart = position[None] - position[:, None]
        square = (apart**2).sum(axis=2) + 0.01
        velocity += 0.001 * (apart * (mass[None] / square**1.5)[:, :, None]).sum(axis=1)
        position += 0.001 * velocity
    np.testing.assert_allclose(after[0], position, rtol=1e-10)


if __name__ == "__main__":
    run(n_body, initialize, check, SIZES)
