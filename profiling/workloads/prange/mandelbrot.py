"""The picture as a Numba user would spread it: rows at once."""

from __future__ import annotations

from numba import prange


def mandelbrot_prange(picture: int64[:, :], most: int) -> None:
    """Iterations until escape."""
    height, width = picture.shape
    for i in prange(height):
        for j in range(width):
            c_re, c_im = -2.0 + 2.5 * j / width, -1.25 + 2.5 * i / height
            re, im, count = 0.0, 0.0, 0
            while count < most and re * re + im * im <= 4.0:
                re, im = re * re - im * im + c_re, 2.0 * re * im + c_im
                count += 1
            picture[i, j] = count
