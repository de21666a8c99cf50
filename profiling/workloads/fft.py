"""Fast Fourier transform, radix 2, iterative, in place."""

from __future__ import annotations

import math

import numpy as np
from _command_line import run

SIZES = {"S": {"n": 512}, "M": {"n": 65536}, "L": {"n": 1048576}}


def initialize(n: int) -> tuple:
    """A random complex signal as two vectors."""
    random = np.random.default_rng(3)
    return random.random(n), random.random(n)


def fft(re: float64[:], im: float64[:]) -> None:
    """Decimation in time (Cooley and Tukey 1965): bit reversal, then log2(n) passes of butterflies."""
    n = re.shape[0]
    j = 0
    for i in range(1, n):
        bit = n >> 1
        while j & bit:
            j ^= bit
            bit >>= 1
        j |= bit
        if i < j:
            re[i], re[j] = re[j], re[i]
            im[i], im[j] = im[j], im[i]
    length = 2
    while length <= n:
        angle = -2.0 * math.pi / length
        step_re, step_im = math.cos(angle), math.sin(angle)
        half = length // 2
        for start in range(0, n, length):
            w_re, w_im = 1.0, 0.0
            for k in range(start, start + half):
                t_re = re[k + half] * w_re - im[k + half] * w_im
                t_im = re[k + half] * w_im + im[k + half] * w_re
                re[k + half], im[k + half] = re[k] - t_re, im[k] - t_im
                re[k], im[k] = re[k] + t_re, im[k] + t_im
                w_re, w_im = w_re * step_re - w_im * step_im, w_re * step_im + w_im * step_re
        length *= 2


def check(before, after, returned) -> None:
    """Against NumPy's transform; the recurrence for the roots of unity costs some digits."""
    expected = np.fft.fft(before[0] + 1j * before[1])
    np.testing.assert_allclose(after[0] + 1j * after[1], expected, rtol=1e-6, atol=1e-5)


if __name__ == "__main__":
    run(fft, initialize, check, SIZES)
