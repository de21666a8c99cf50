"""Deriche's recursive smoothing of an image (1990): forwards and backwards, along rows and along columns."""

from __future__ import annotations

import math

import numpy as np
from _script import run
from numba import prange

SIZES = {"S": {"w": 24, "h": 20}, "M": {"w": 2600, "h": 2200}, "L": {"w": 4000, "h": 3600}}


def initialize(w: int, h: int) -> tuple:
    """A random image, room for the result and for the two directions, and the filter's width."""
    image = np.random.default_rng(121).random((w, h))
    return image, np.zeros((w, h)), np.zeros((w, h)), np.zeros((w, h)), 0.25


def deriche(image: float64[:, :], out: float64[:, :], forth: float64[:, :], back: float64[:, :], alpha: float) -> None:
    """Recurrences of second order, two for each axis."""
    w, h = image.shape
    decay = math.exp(-alpha)
    k = (1.0 - decay) * (1.0 - decay) / (1.0 + 2.0 * alpha * decay - decay * decay)
    a1, a2, a3, a4 = k, k * decay * (alpha - 1.0), k * decay * (alpha + 1.0), -k * decay * decay
    b1, b2 = 2.0 * decay, -decay * decay
    for i in range(w):
        y1, y2, x1 = 0.0, 0.0, 0.0
        for j in range(h):
            forth[i, j] = a1 * image[i, j] + a2 * x1 + b1 * y1 + b2 * y2
            x1 = image[i, j]
            y2 = y1
            y1 = forth[i, j]
    for i in range(w):
        y1, y2, x1, x2 = 0.0, 0.0, 0.0, 0.0
        for j in range(h - 1, -1, -1):
            back[i, j] = a3 * x1 + a4 * x2 + b1 * y1 + b2 * y2
            x2 = x1
            x1 = image[i, j]
            y2 = y1
            y1 = back[i, j]
    for i in range(w):
        for j in range(h):
            out[i, j] = forth[i, j] + back[i, j]
    for j in range(h):
        y1, y2, x1 = 0.0, 0.0, 0.0
        for i in range(w):
            forth[i, j] = a1 * out[i, j] + a2 * x1 + b1 * y1 + b2 * y2
            x1 = out[i, j]
            y2 = y1
            y1 = forth[i, j]
    for j in range(h):
        y1, y2, x1, x2 = 0.0, 0.0, 0.0, 0.0
        for i in range(w - 1, -1, -1):
            back[i, j] = a3 * x1 + a4 * x2 + b1 * y1 + b2 * y2
            x2 = x1
            x1 = out[i, j]
            y2 = y1
            y1 = back[i, j]
    for i in range(w):
        for j in range(h):
            out[i, j] = forth[i, j] + back[i, j]


def deriche_prange(image: float64[:, :], out: float64[:, :], forth: float64[:, :], back: float64[:, :],
                   alpha: float) -> None:
    """Rows at once, then columns at once."""
    w, h = image.shape
    decay = math.exp(-alpha)
    k = (1.0 - decay) * (1.0 - decay) / (1.0 + 2.0 * alpha * decay - decay * decay)
    a1, a2, a3, a4 = k, k * decay * (alpha - 1.0), k * decay * (alpha + 1.0), -k * decay * decay
    b1, b2 = 2.0 * decay, -decay * decay
    for i in prange(w):
        y1, y2, x1 = 0.0, 0.0, 0.0
        for j in range(h):
            forth[i, j] = a1 * image[i, j] + a2 * x1 + b1 * y1 + b2 * y2
            x1 = image[i, j]
            y2 = y1
            y1 = forth[i, j]
        y1, y2, x1, x2 = 0.0, 0.0, 0.0, 0.0
        for j in range(h - 1, -1, -1):
            back[i, j] = a3 * x1 + a4 * x2 + b1 * y1 + b2 * y2
            x2 = x1
            x1 = image[i, j]
            y2 = y1
            y1 = back[i, j]
        for j in range(h):
            out[i, j] = forth[i, j] + back[i, j]
    for j in prange(h):
        y1, y2, x1 = 0.0, 0.0, 0.0
        for i in range(w):
            forth[i, j] = a1 * out[i, j] + a2 * x1 + b1 * y1 + b2 * y2
            x1 = out[i, j]
            y2 = y1
            y1 = forth[i, j]
        y1, y2, x1, x2 = 0.0, 0.0, 0.0, 0.0
        for i in range(w - 1, -1, -1):
            back[i, j] = a3 * x1 + a4 * x2 + b1 * y1 + b2 * y2
            x2 = x1
            x1 = out[i, j]
            y2 = y1
            y1 = back[i, j]
    for i in prange(w):
        for j in range(h):
            out[i, j] = forth[i, j] + back[i, j]


def check(before, after, returned) -> None:
    """Against SciPy's recursive filter."""
    from scipy import signal

    alpha = before[4]
    decay = np.exp(-alpha)
    k = (1.0 - decay) ** 2 / (1.0 + 2.0 * alpha * decay - decay**2)
    forwards, backwards = [k, k * decay * (alpha - 1.0)], [0.0, k * decay * (alpha + 1.0), -k * decay**2]
    recursion = [1.0, -2.0 * decay, decay**2]
    image = before[0]
    for axis in (1, 0):
        turned = np.flip(image, axis)
        image = (signal.lfilter(forwards, recursion, image, axis)
                 + np.flip(signal.lfilter(backwards, recursion, turned, axis), axis))
    np.testing.assert_allclose(after[1], image, rtol=1e-9)


if __name__ == "__main__":
    run(deriche, initialize, check, SIZES)
