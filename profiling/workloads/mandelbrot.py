"""The Mandelbrot set: iterations until escape, very uneven over the picture."""

from __future__ import annotations

import numpy as np
from _command_line import run

SIZES = {"S": {"n": 24, "most": 60}, "M": {"n": 200, "most": 200}, "L": {"n": 500, "most": 500}}


def initialize(n: int, most: int) -> tuple:
    """An empty picture and the iteration limit."""
    return np.zeros((n, n), np.int64), most


def mandelbrot(picture: int64[:, :], most: int) -> None:
    """Iterations of z -> z^2 + c until |z| > 2, for c over [-2, 0.5] x [-1.25, 1.25]."""
    height, width = picture.shape
    for i in range(height):
        for j in range(width):
            c_re, c_im = -2.0 + 2.5 * j / width, -1.25 + 2.5 * i / height
            re, im, count = 0.0, 0.0, 0
            while count < most and re * re + im * im <= 4.0:
                re, im = re * re - im * im + c_re, 2.0 * re * im + c_im
                count += 1
            picture[i, j] = count


def check(before, after, returned) -> None:
    """Against whole-array iterations."""
    height, width = before[0].shape
    c = (-2.0 + 2.5 * np.arange(width) / width)[None, :] + 1j * (-1.25 + 2.5 * np.arange(height) / height)[:, None]
    z, count = np.zeros_like(c), np.zeros(c.shape, np.int64)
    for _ in range(before[1]):
        inside = z.real * z.real + z.imag * z.imag <= 4.0
        re = z.real * z.real - z.imag * z.imag + c.real
        im = 2.0 * z.real * z.imag + c.imag
        z = np.where(inside, re + 1j * im, z)
        count += inside
    np.testing.assert_array_equal(after[0], count)


if __name__ == "__main__":
    run(mandelbrot, initialize, check, SIZES)
