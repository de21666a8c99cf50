"""Array programs in natural NumPy style, to be lowered."""

from __future__ import annotations

import numpy as np


def heat(A, B, steps):
    """2-d heat equation, two arrays."""
    for _ in range(steps):
        B[1:-1, 1:-1] = A[1:-1, 1:-1] + 0.125 * (A[2:, 1:-1] - 2.0 * A[1:-1, 1:-1] + A[:-2, 1:-1]) \
            + 0.125 * (A[1:-1, 2:] - 2.0 * A[1:-1, 1:-1] + A[1:-1, :-2])
        A[1:-1, 1:-1] = B[1:-1, 1:-1] + 0.125 * (B[2:, 1:-1] - 2.0 * B[1:-1, 1:-1] + B[:-2, 1:-1]) \
            + 0.125 * (B[1:-1, 2:] - 2.0 * B[1:-1, 1:-1] + B[1:-1, :-2])


def jacobi_1d(A, B, steps):
    """1-d Jacobi."""
    for _ in range(steps):
        B[1:-1] = 0.33333 * (A[:-2] + A[1:-1] + A[2:])
        A[1:-1] = 0.33333 * (B[:-2] + B[1:-1] + B[2:])


def jacobi_2d(A, B, steps):
    """2-d Jacobi, sizes through names."""
    n, m = A.shape
    for _ in range(steps):
        B[1:n - 1, 1:m - 1] = 0.2 * (A[1:-1, 1:-1] + A[1:-1, :-2] + A[1:-1, 2:] + A[2:, 1:-1] + A[:-2, 1:-1])
        A[1:n - 1, 1:m - 1] = 0.2 * (B[1:-1, 1:-1] + B[1:-1, :-2] + B[1:-1, 2:] + B[2:, 1:-1] + B[:-2, 1:-1])


def hdiff(x, out, c):
    """Horizontal diffusion with limiter (the NPBench program in two dimensions)."""
    lap = 4.0 * x[1:-1, 1:-1] - (x[2:, 1:-1] + x[:-2, 1:-1] + x[1:-1, 2:] + x[1:-1, :-2])
    res = lap[1:, 1:-1] - lap[:-1, 1:-1]
    flx = np.where(res * (x[2:-1, 2:-2] - x[1:-2, 2:-2]) > 0, 0.0, res)
    res = lap[1:-1, 1:] - lap[1:-1, :-1]
    fly = np.where(res * (x[2:-2, 2:-1] - x[2:-2, 1:-2]) > 0, 0.0, res)
    out[2:-2, 2:-2] = x[2:-2, 2:-2] - c * (flx[1:, :] - flx[:-1, :] + fly[:, 1:] - fly[:, :-1])


def in_place(A):
    """Reads ahead of and behind what it writes."""
    A[:-1] = A[1:] + 1.0
    A[1:] = A[:-1] * 2.0
    A[1:-1] = A[:-2] + A[2:]


def in_place_2d(A):
    """The same in two dimensions."""
    A[1:-1, 1:-1] = A[:-2, 1:-1] + A[2:, 1:-1]
    A[:-1, 1:] = A[1:, :-1] - 1
    A[1:, :] += A[:-1, :] * 2


def accumulate(A, B, c):
    """In place, mixed with a scalar."""
    A[1:-1] += B[:-2] * c
    A[2:] -= B[1:-1]
    A *= c
    A[::2] = B[::2] + 1
    return A


def chain(a, b, c):
    """Temporaries read once."""
    t = a * b
    u = t + c
    v = np.sqrt(np.abs(u)) - t
    return v * 2 + u


def copied(u, steps):
    """A copy each step."""
    for _ in range(steps):
        un = u.copy()
        u[1:-1] = un[1:-1] + 0.1 * (un[2:] - 2 * un[1:-1] + un[:-2])


def rows(A, b):
    """Rows in a loop, with a slice that moves."""
    for k in range(A.shape[0]):
        A[k, k:] = A[k, k:] * 2 + b[k:]
        A[:, k] = A[:, k] - b


def broadcasted(A, r, c):
    """Row, column and scalar."""
    A[:, :] = A + r + c[:, np.newaxis]
    A[...] = A * r
    A[0] = r
    A[:, 1] = 3


def transposed(A, B):
    """Another order of dimensions."""
    A[:, :] = B.T + A
    A.T[1:] = B[1:] * 2


def sums(a, b):
    """Sums of expressions."""
    s = np.sum(a * b)
    m = np.mean(a - b)
    t = (a + b).sum() + np.sum(a)
    return s + m + t


def extremes(a, b):
    """Minima and maxima."""
    worst = np.max(np.abs(a - b))
    return worst + np.min(a) * 2 + (a * b).max() + b[1:].min()


def mixed(a, b, k):
    """Comparisons, minima, powers, division."""
    m = np.minimum(a, b) + np.maximum(a, 1)
    d = a / b + a / k
    p = a ** 2 + b ** 3
    return m + d - p + np.where(a > b, a, b) + (a < 2)


def rebound(a, b):
    """One name for several values."""
    x = a + b
    y = x * 2
    x = y - a
    y = x * x
    return x + y


def stale(a, b):
    """What a temporary was computed from changes before it is read."""
    t = a * 2
    a[1:] = b[1:]
    b[:] = t + a
    s = 3.0
    u = b * s
    s = 4.0
    a[:] = u + s


def branching(a, b, flag):
    """Temporaries across conditions."""
    t = a + b
    if flag:
        t = t * 2
    a[:] = t
    for _ in range(2):
        t = t + a
    return t


def viewing(a, b):
    """Named views."""
    inner = a[1:-1]
    left = b[:-2]
    inner[:] = left * 2
    inner += left
    a[2:] = inner[1:] + 1 if a.shape[0] < 0 else a[2:]
    return a


def reversing(a, b):
    """Negative steps."""
    a[:] = b[::-1] + 1
    a[::-1] = a + b
    b[::-1] = b * 2


def along_axes(A, B):
    """Sums along axes, of arrays and of expressions."""
    rows = np.sum(A, axis=0)
    columns = (A * B).sum(axis=1)
    last = A.sum(axis=-1) * 2
    B[:] = B - np.sum(A * B, axis=0) + columns[:, np.newaxis]
    return rows, columns - last


def products(a, b):
    """Products."""
    return np.prod(a * 0.5) + (b - 1).prod()


def truths(a, b):
    """Whether any or all elements are true."""
    first = np.any(a > b)
    if np.all(a >= b - 9):
        a[:] = b
    return first, np.any(a != b), (a == b).all()


def places(a, b):
    """Where the extremes are."""
    return np.argmin(a), np.argmax(a * b), (a - b).argmin(), a[1:].argmax()


def places_2d(A, B):
    """Where the extremes of planes are, counted by rows."""
    return np.argmin(A), (A * B).argmax(), np.max(A - B), np.min(A[1:, :-1])


def normalised(a, b):
    """A costly temporary that is reduced and read again."""
    e = np.exp(a - np.max(a))
    b[:] = e / np.sum(e)
    return b * np.mean(b)


def masked(a, b, c):
    """Stores and sums under masks."""
    a[a < 0] = 0
    a[(a > 2) & (b < 1)] += 1
    b[a > 1] = a[a > 1] * 2
    m = b > a
    b[m] = c
    a[1:][a[:-1] > 3] = 7
    return np.sum(a[a > b]), np.sum(b[b > 0] * 2)

