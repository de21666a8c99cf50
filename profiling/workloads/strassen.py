"""Strassen multiplication: seven recursive products down to a small size."""

from __future__ import annotations

import numpy as np
from _command_line import run

SIZES = {"S": {"n": 32, "leaf": 8}, "M": {"n": 256, "leaf": 32}, "L": {"n": 512, "leaf": 32}}


def initialize(n: int, leaf: int) -> tuple:
    """Two random matrices (n a power of two), room for the product, work space, and the leaf size."""
    random = np.random.default_rng(4)
    return random.random((n, n)), random.random((n, n)), np.zeros((n, n)), np.zeros(9 * n * n), leaf


def add(a: float64[:, :], b: float64[:, :], c: float64[:, :], sign: float) -> None:
    """c = a + sign * b."""
    for i in range(c.shape[0]):
        for j in range(c.shape[1]):
            c[i, j] = a[i, j] + sign * b[i, j]


def multiply(a: float64[:, :], b: float64[:, :], c: float64[:, :]) -> None:
    """c = a b, the plain way."""
    for i in range(c.shape[0]):
        for j in range(c.shape[1]):
            total = 0.0
            for k in range(a.shape[1]):
                total += a[i, k] * b[k, j]
            c[i, j] = total


def product(a: float64[:, :], b: float64[:, :], c: float64[:, :], space: float64[:], leaf: int) -> int:
    """c = a b; ``space`` holds nine quarter matrices here and those of the recursion behind them."""
    n = c.shape[0]
    if n <= leaf:
        multiply(a, b, c)
        return 1
    h = n // 2
    q = h * h
    left, right = space[:q].reshape(h, h), space[q : 2 * q].reshape(h, h)
    rest = space[9 * q :]
    m = space[2 * q : 9 * q].reshape(7, h, h)
    a11, a12, a21, a22 = a[:h, :h], a[:h, h:], a[h:, :h], a[h:, h:]
    b11, b12, b21, b22 = b[:h, :h], b[:h, h:], b[h:, :h], b[h:, h:]
    add(a11, a22, left, 1.0)
    add(b11, b22, right, 1.0)
    leaves = product(left, right, m[0], rest, leaf)
    add(a21, a22, left, 1.0)
    add(b11, b11, right, 0.0)
    leaves += product(left, right, m[1], rest, leaf)
    add(a11, a11, left, 0.0)
    add(b12, b22, right, -1.0)
    leaves += product(left, right, m[2], rest, leaf)
    add(a22, a22, left, 0.0)
    add(b21, b11, right, -1.0)
    leaves += product(left, right, m[3], rest, leaf)
    add(a11, a12, left, 1.0)
    add(b22, b22, right, 0.0)
    leaves += product(left, right, m[4], rest, leaf)
    add(a21, a11, left, -1.0)
    add(b11, b12, right, 1.0)
    leaves += product(left, right, m[5], rest, leaf)
    add(a12, a22, left, -1.0)
    add(b21, b22, right, 1.0)
    leaves += product(left, right, m[6], rest, leaf)
    for i in range(h):
        for j in range(h):
            c[i, j] = m[0, i, j] + m[3, i, j] - m[4, i, j] + m[6, i, j]
            c[i, j + h] = m[2, i, j] + m[4, i, j]
            c[i + h, j] = m[1, i, j] + m[3, i, j]
            c[i + h, j + h] = m[0, i, j] - m[1, i, j] + m[2, i, j] + m[5, i, j]
    return leaves


def strassen(a: float64[:, :], b: float64[:, :], c: float64[:, :], space: float64[:], leaf: int) -> int:
    """c = a b by Strassen's algorithm (1969); returns the number of leaf products."""
    return product(a[:, :], b[:, :], c[:, :], space, leaf)


def check(before, after, returned) -> None:
    """Against NumPy's product."""
    np.testing.assert_allclose(after[2], before[0] @ before[1], rtol=1e-9)


if __name__ == "__main__":
    run(strassen, initialize, check, SIZES)
