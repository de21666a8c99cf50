"""Horizontal diffusion of a weather model's field: a Laplacian, limited fluxes and their divergence, in NumPy's style."""

from __future__ import annotations

import numpy as np
from _script import run
from numba import prange

SIZES = {"S": {"n": 12, "levels": 6}, "M": {"n": 256, "levels": 48}, "L": {"n": 448, "levels": 64}}


def initialize(n: int, levels: int) -> tuple:
    """A field with two more points at each edge, room for the result, and the coefficients."""
    random = np.random.default_rng(203)
    return random.random((n + 4, n + 4, levels)), np.zeros((n, n, levels)), random.random((n, n, levels))


def horizontal_diffusion(field: float64[:, :, :], out: float64[:, :, :], coefficient: float64[:, :, :]) -> None:
    """A flux that would sharpen a difference is left out."""
    laplace = 4.0 * field[1:-1, 1:-1] - (field[2:, 1:-1] + field[:-2, 1:-1] + field[1:-1, 2:] + field[1:-1, :-2])
    along = laplace[1:, 1:-1] - laplace[:-1, 1:-1]
    flux_i = np.where(along * (field[2:-1, 2:-2] - field[1:-2, 2:-2]) > 0.0, 0.0, along)
    across = laplace[1:-1, 1:] - laplace[1:-1, :-1]
    flux_j = np.where(across * (field[2:-2, 2:-1] - field[2:-2, 1:-2]) > 0.0, 0.0, across)
    out[:, :] = field[2:-2, 2:-2] - coefficient * (flux_i[1:] - flux_i[:-1] + flux_j[:, 1:] - flux_j[:, :-1])


def horizontal_diffusion_prange(field: float64[:, :, :], out: float64[:, :, :], coefficient: float64[:, :, :]) -> None:
    """Loops written out through arrays for the Laplacian and the fluxes, rows at once."""
    n, m, levels = out.shape
    laplace = np.empty((n + 2, m + 2, levels))
    flux_i, flux_j = np.empty((n + 1, m, levels)), np.empty((n, m + 1, levels))
    for i in prange(n + 2):
        for j in range(m + 2):
            for k in range(levels):
                laplace[i, j, k] = 4.0 * field[i + 1, j + 1, k] - (field[i + 2, j + 1, k] + field[i, j + 1, k]
                                                                   + field[i + 1, j + 2, k] + field[i + 1, j, k])
    for i in prange(n + 1):
        for j in range(m):
            for k in range(levels):
                along = laplace[i + 1, j + 1, k] - laplace[i, j + 1, k]
                flux_i[i, j, k] = 0.0 if along * (field[i + 2, j + 2, k] - field[i + 1, j + 2, k]) > 0.0 else along
    for i in prange(n):
        for j in range(m + 1):
            for k in range(levels):
                across = laplace[i + 1, j + 1, k] - laplace[i + 1, j, k]
                flux_j[i, j, k] = 0.0 if across * (field[i + 2, j + 2, k] - field[i + 2, j + 1, k]) > 0.0 else across
    for i in prange(n):
        for j in range(m):
            for k in range(levels):
                out[i, j, k] = field[i + 2, j + 2, k] - coefficient[i, j, k] * (
                    flux_i[i + 1, j, k] - flux_i[i, j, k] + flux_j[i, j + 1, k] - flux_j[i, j, k])


def check(before, after, returned) -> None:
    """Against the same point by point, a level at a time, from convolutions."""
    from scipy import signal

    field, _, coefficient = before
    cross = np.array([[0, -1, 0], [-1, 4, -1], [0, -1, 0]])
    for k in range(field.shape[2]):
        level = field[:, :, k]
        laplace = signal.convolve2d(level, cross, "valid")
        fluxes = []
        for axis, edge in ((0, np.s_[:, 1:-1]), (1, np.s_[1:-1, :])):
            flux = np.diff(laplace, axis=axis)[edge]
            slope = np.diff(level[1:-1, 1:-1], axis=axis)[edge]
            fluxes.append(np.diff(flux * (flux * slope <= 0.0), axis=axis))
        np.testing.assert_allclose(after[1][:, :, k], level[2:-2, 2:-2] - coefficient[:, :, k] * (fluxes[0] + fluxes[1]),
                                   rtol=1e-9, atol=1e-12)


if __name__ == "__main__":
    run(horizontal_diffusion, initialize, check, SIZES)
