"""Molecular dynamics: Lennard-Jones forces with a cell list, velocity Verlet."""

from __future__ import annotations

import numpy as np
from _command_line import run

SIZES = {"S": {"side": 4, "steps": 1}, "M": {"side": 16, "steps": 4}, "L": {"side": 30, "steps": 8}}


def initialize(side: int, steps: int) -> tuple:
    """Particles near a cubic lattice in a periodic box, small random velocities, room for forces and cells."""
    random = np.random.default_rng(7)
    grid = np.stack(np.meshgrid(*[np.arange(side)] * 3, indexing="ij"), axis=-1).reshape(-1, 3)
    position = 1.2 * grid + 0.05 * random.random((side**3, 3))
    box = 1.2 * side
    cells = max(1, int(box / 2.5))
    return (position, 0.1 * (random.random((side**3, 3)) - 0.5), np.zeros((side**3, 3)), np.zeros(cells**3, np.int64),
            np.zeros(side**3, np.int64), box, cells, steps)


def find_forces(position: float64[:, :], force: float64[:, :], head: int64[:], following: int64[:], box: float,
                cells: int) -> float:
    """Forces within a distance of 2.5, cell by cell with the 27 cells around; the potential energy."""
    n = position.shape[0]
    for c in range(head.shape[0]):
        head[c] = -1
    for i in range(n):
        cell = 0
        for d in range(3):
            force[i, d] = 0.0
            cell = cell * cells + int(position[i, d] / box * cells) % cells
        following[i] = head[cell]
        head[cell] = i
    energy = 0.0
    reach = 1 if cells >= 3 else 0
    for i in range(n):
        x, y, z = position[i, 0], position[i, 1], position[i, 2]
        home_x, home_y = int(x / box * cells) % cells, int(y / box * cells) % cells
        home_z = int(z / box * cells) % cells
        first, last = (-1, 1) if reach == 1 else (0, cells - 1)
        for a in range(first, last + 1):
            for b in range(first, last + 1):
                for c in range(first, last + 1):
                    near_x, near_y = (home_x + a) % cells, (home_y + b) % cells
                    j = head[(near_x * cells + near_y) * cells + (home_z + c) % cells]
                    while j >= 0:
                        if j != i:
                            dx, dy, dz = x - position[j, 0], y - position[j, 1], z - position[j, 2]
                            dx -= box * np.floor(dx / box + 0.5)
                            dy -= box * np.floor(dy / box + 0.5)
                            dz -= box * np.floor(dz / box + 0.5)
                            square = dx * dx + dy * dy + dz * dz
                            if square < 6.25:
                                inverse = 1.0 / square
                                sixth = inverse * inverse * inverse
                                energy += 2.0 * sixth * (sixth - 1.0)
                                push = 24.0 * inverse * sixth * (2.0 * sixth - 1.0)
                                force[i, 0] += push * dx
                                force[i, 1] += push * dy
                                force[i, 2] += push * dz
                        j = following[j]
    return energy


def molecular_dynamics(position: float64[:, :], velocity: float64[:, :], force: float64[:, :], head: int64[:],
                       following: int64[:], box: float, cells: int, steps: int) -> float:
    """Velocity Verlet with a step of 0.002; the potential energy at the end."""
    energy = find_forces(position, force, head, following, box, cells)
    for _ in range(steps):
        for i in range(position.shape[0]):
            for d in range(3):
                velocity[i, d] += 0.001 * force[i, d]
                moved = position[i, d] + 0.002 * velocity[i, d]
                position[i, d] = moved - box * np.floor(moved / box)
        energy = find_forces(position, force, head, following, box, cells)
        for i in range(position.shape[0]):
            for d in range(3):
                velocity[i, d] += 0.001 * force[i, d]
    return energy


def check(before, after, returned) -> None:
    """Against forces from all pairs."""
    position, velocity, box = before[0].copy(), before[1].copy(), before[5]

    def pair_forces() -> tuple[np.ndarray, float]:
        apart = position[:, None] - position[None]
        apart -= box * np.floor(apart / box + 0.5)
        square = (apart**2).sum(axis=2)
        np.fill_diagonal(square, np.inf)
        inverse = np.where(square < 6.25, 1.0 / square, 0.0)
        sixth = inverse**3
        force = (24.0 * inverse * sixth * (2.0 * sixth - 1.0))[:, :, None] * apart
        return force.sum(axis=1), float((2.0 * sixth * (sixth - 1.0)).sum())

    force, energy = pair_forces()
    for _ in range(before[7]):
        velocity += 0.001 * force
        position += 0.002 * velocity
        position -= box * np.floor(position / box)
        force, energy = pair_forces()
        velocity += 0.001 * force
    np.testing.assert_allclose(after[0], position, rtol=1e-8)
    np.testing.assert_allclose(returned, energy, rtol=1e-8)


if __name__ == "__main__":
    run(molecular_dynamics, initialize, check, SIZES)
