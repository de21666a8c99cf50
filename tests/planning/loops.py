"""Small functions with the classic traps, for plans to be compared with Numba's own version."""



from __future__ import annotations

import math

import numpy as np
from numba import njit


@njit
def cube(v):
    return v * v * v


@njit
def bump(h, k):
    h[k] += 1


def saxpy(x, y, a):
    for i in range(x.shape[0]):
        y[i] = y[i] + a * x[i]


def backwards(x, y):
    n = x.shape[0]
    for i in range(n - 1, -1, -1):
        y[i] = x[n - 1 - i] - i
    return n


def strided(x, y, step):
    for i in range(1, x.shape[0], step):
        y[i] = x[i - 1] * 2.0
    for j in range(x.shape[0] - 1, 2, -3):
        y[j] = y[j] + 1.0


def triangle(A, B):
    for i in range(A.shape[0]):
        for j in range(i + 1):
            A[i, j] = B[j, i] * 2.0 + i


def recurrence_inside(A):
    for i in range(A.shape[0]):
        for j in range(1, A.shape[1]):
            A[i, j] = A[i, j - 1] * 0.5 + A[i, j]


def carried(x, s):
    for i in range(x.shape[0]):
        s = s * 0.5 + x[i]
        x[i] = s
    return s


def anti(x):
    for i in range(x.shape[0] - 1):
        x[i] = x[i + 1] * 0.5


def swapped_halves(x):
    n = x.shape[0] // 2
    for i in range(n):
        t = x[i]
        x[i] = x[i + n]
        x[i + n] = t


def last_value(x, y):
    t = -1.0
    for i in range(x.shape[0]):
        t = x[i] * 2.0
        y[i] = t
    return t


def last_condition(x, y):
    t = -1.0
    for i in range(x.shape[0]):
        if x[i] > 0.5:
            t = x[i]
        y[i] = x[i]
    return t


def last_variable(x):
    i = 7
    for i in range(2, x.shape[0]):
        x[i] = i
    return i


def induction(x, y):
    k = 3
    for i in range(x.shape[0]):
        y[i] = x[k % x.shape[0]] + k
        k += 2
    return k


def induction_used(x, y):
    k = 0
    for i in range(0, x.shape[0] - 1, 2):
        y[k] = x[i]
        k += 1
    return k


def initial_value(x, y, t):
    for i in range(x.shape[0]):
        if i < 4:
            y[i] = t
        if i >= 4:
            t = x[i]
            y[i] = t * 2.0


def scratch(x, y):
    t = np.zeros(4)
    for i in range(x.shape[0]):
        for k in range(4):
            t[k] = x[i] * k
        y[i] = t[1] + t[3]
    return t


def scratch_argument(x, y, t):
    for i in range(x.shape[0]):
        for k in range(t.shape[0]):
            t[k] = x[i] + k
        y[i] = 0.0
        for k in range(t.shape[0]):
            y[i] += t[k]


def scratch_beside_holds(x, y, t, holds):
    """The driver's flag has another name here; a test of the user's variable would leave the region out."""
    for i in range(x.shape[0]):
        for k in range(t.shape[0]):
            t[k] = x[i] + k
        y[i] = holds
        for k in range(t.shape[0]):
            y[i] += t[k]


def rows_sometimes(A, x, total):
    for i in range(x.shape[0]):
        if x[i] > 0.5:
            for j in range(A.shape[1]):
                total[j] += A[i, j]


@njit
def simulated(start, steps):
    value = start
    for _ in range(steps):
        value = 3.7 * value * (1.0 - value)
    return value


def simulations(x, y, steps):
    for i in range(x.shape[0]):
        y[i] = simulated(x[i], steps)


def own_array(x, y):
    for i in range(x.shape[0]):
        t = np.empty(3)
        t[0] = x[i]
        t[1] = t[0] * 2.0
        t[2] = t[1] * t[0]
        y[i] = t[2]


def views_inside(A, B):
    for i in range(A.shape[0]):
        row = A[i]
        other = B[i, 1:]
        for j in range(other.shape[0]):
            row[j] = other[j] * 3.0


def view_outside(x, y):
    odd = x[1::2]
    for i in range(odd.shape[0]):
        odd[i] = y[i] + 1.0


def shifted_view(x):
    tail = x[1:]
    for i in range(tail.shape[0]):
        tail[i] = x[i] + 1.0


def negative_index(x, y):
    for i in range(x.shape[0]):
        y[-1 - i] = x[i]


def wraps(x, y):
    for i in range(x.shape[0]):
        y[i] = x[i - 2]


def wraps_onto_itself(x):
    for i in range(x.shape[0] - 2):
        x[i] = x[i - 1] + 1.0


def gathered(x, y, at):
    for i in range(at.shape[0]):
        y[i] = x[at[i]]


def scattered(x, y, at):
    for i in range(at.shape[0]):
        y[at[i]] = x[i]


def left_early(x, y, limit):
    for i in range(x.shape[0]):
        if x[i] > limit:
            break
        y[i] = x[i]
    return i


def skipped(x, y):
    for i in range(x.shape[0]):
        if x[i] < 0.5:
            continue
        y[i] = math.sqrt(x[i])


def with_while(x, y):
    for i in range(x.shape[0]):
        v = x[i]
        n = 0
        while v < 10.0 and n < 50:
            v = v * 1.5 + 0.1
            n += 1
        y[i] = n


def mandelbrot(out, limit):
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            c = complex(-2.0 + 3.0 * j / out.shape[1], -1.0 + 2.0 * i / out.shape[0])
            z = 0.0j
            n = 0
            while n < limit and z.real * z.real + z.imag * z.imag < 4.0:
                z = z * z + c
                n += 1
            out[i, j] = n


def calls(x, y):
    for i in range(x.shape[0]):
        y[i] = cube(x[i]) + math.exp(-x[i]) + np.minimum(x[i], 0.3)


def expressions(A, B):
    for i in range(A.shape[0]):
        A[i, :] = B[i, :] * 2.0 + np.sum(B[i])


def sequential_around(A, steps):
    for t in range(steps):
        for i in range(1, A.shape[0] - 1):
            for j in range(A.shape[1]):
                A[i, j] = A[i, j] * 0.5 + t


def both_branches(x, y, flag):
    if flag:
        for i in range(x.shape[0]):
            y[i] = x[i] + 1.0
    else:
        for i in range(x.shape[0]):
            y[i] = x[i] - 1.0
    return y.shape[0]


def imperfect(A, s):
    for i in range(A.shape[0]):
        s[i] = 0.0
        for j in range(A.shape[1]):
            s[i] += A[i, j]
        s[i] /= A.shape[1]


def two_results(x, y):
    for i in range(x.shape[0]):
        lo, hi = x[i], y[i]
        if lo > hi:
            lo, hi = hi, lo
        x[i] = lo
        y[i] = hi


def names_taken(x, low_1, high):
    low, chunk, holds = 1.0, 2.0, True
    for i in range(x.shape[0]):
        x[i] = low + chunk + high + low_1 + holds
    return low


def tuples(x, shape, pair):
    for i in range(shape[0]):
        x[i] = pair[0][i] * pair[1]


def integers(x, y):
    for i in range(x.shape[0]):
        y[i] = x[i] * x[i] * 2862933555777941757 + i


def divides(x, y):
    for i in range(x.shape[0]):
        y[i] = 100 // x[i]


def raises(x, y):
    for i in range(x.shape[0]):
        if x[i] < 0:
            raise ValueError("negative")
        y[i] = x[i]


def asserts(x, y):
    for i in range(x.shape[0]):
        assert x[i] >= 0
        y[i] = x[i]


def total(x):
    s = 0.0
    for i in range(x.shape[0]):
        s += x[i]
    return s


def total_from(x, s):
    for i in range(1, x.shape[0]):
        s = s - x[i] * x[i - 1]
    return s


def total_and_store(x, y):
    s = 0
    for i in range(x.shape[0]):
        y[i] = x[i] * 2
        s += y[i]
        t = y[i]
    return s, t


def total_of_rows(A):
    s = 0.0
    for i in range(A.shape[0]):
        for j in range(A.shape[1]):
            s += A[i, j]
    return s


def product(x):
    p = 1
    for i in range(x.shape[0]):
        p *= x[i]
    return p


def many(x):
    low, high, s, c = x[0], x[0], 0, 0
    for i in range(x.shape[0]):
        low = min(low, x[i])
        high = max(x[i], high)
        s += x[i]
        if x[i] > 3:
            c += 1
    return low, high, s, c


def greatest(x):
    m = x[0]
    for i in range(1, x.shape[0]):
        m = max(m, x[i])
    return m


def least(x):
    m = np.inf
    for i in range(x.shape[0]):
        m = np.minimum(x[i], m)
    return m


def least_by_branch(x):
    m = np.inf
    for i in range(x.shape[0]):
        if x[i] < m:
            m = x[i]
    return m


def place_of_greatest(x):
    best, at = x[0], 0
    for i in range(x.shape[0]):
        if x[i] > best:
            best = x[i]
            at = i
    return best, at


def last_place_of_least(x):
    best, at = x[0], -5
    for i in range(x.shape[0]):
        if best >= x[i]:
            best, at = x[i], i
    return best, at


def every(x):
    fine = True
    for i in range(x.shape[0]):
        fine = fine and x[i] >= 0
    return fine


def some(x):
    found = False
    for i in range(x.shape[0]):
        found |= x[i] > 6
    return found


def bits(x):
    one, other = -1, 0
    for i in range(x.shape[0]):
        one &= x[i]
        other = other | x[i]
    return one, other


def histogram(x, h):
    for i in range(x.shape[0]):
        h[x[i]] += 1


def histogram_by_call(x, h):
    for i in range(x.shape[0]):
        bump(h, x[i])


def histogram_of_image(A, h):
    for i in range(A.shape[0]):
        for j in range(A.shape[1]):
            h[A[i, j] % h.shape[0], 0] += i


def greatest_of_groups(x, h):
    for i in range(x.shape[0]):
        h[x[i]] = max(h[x[i]], i)


def columns(A, y):
    for i in range(A.shape[0]):
        for j in range(A.shape[1]):
            y[j] += A[i, j]


def gemm(C, A, B):
    for i in range(C.shape[0]):
        for k in range(A.shape[1]):
            for j in range(C.shape[1]):
                C[i, j] += A[i, k] * B[k, j]


def gemm_by_k(C, A, B):
    for k in range(A.shape[1]):
        for i in range(C.shape[0]):
            for j in range(C.shape[1]):
                C[i, j] += A[i, k] * B[k, j]


def bound_in_the_loop(x, n):
    for i in range(n):
        x[i] = n
        if x[0] > 1e9:
            n = 5
    return n


def reads_later_scalar(x, y):
    for i in range(x.shape[0]):
        y[i] = x[i] + x[0]
    x[0] = 3.0
    for i in range(x.shape[0]):
        x[i] = y[i] * x[i]


def overlapping_ranges(x):
    n = x.shape[0]
    for i in range(n // 2, n):
        x[i] = x[i - n // 2] + 1.0


def unknown_step(x, y, step):
    for i in range(0, x.shape[0], step):
        y[i] = x[i]


def diagonal(A):
    for i in range(A.shape[0]):
        A[i, i] = A[i, (i + 1) % A.shape[1]] + 1.0


def parity(x):
    for i in range(0, x.shape[0] - 1, 2):
        x[i + 1] = x[i] + 1.0


def spilled(A, m):
    for i in range(A.shape[0] - 1):
        for j in range(m):
            A[i, j] = i * 100.0 + j


def negative_offset(x, k):
    for i in range(10):
        x[i + k] = x[i + 20] + 1.0


def far_argument(x, n):
    for i in range(n, n + 8):
        x[i - n] = x[i - n + 8] + 1.0


def shared_by_rows(A, B, s):
    for i in range(A.shape[0]):
        s[0] = A[i, 0]
        s[1] = A[i, 1]
        B[i, 0] = s[0] + s[1]


def neighbours(x, y):
    for i in range(1, x.shape[0] - 1):
        y[i] = x[i - 1] + x[i + 1]


def against(y, z, alpha):
    for k in range(1, y.shape[0]):
        for i in range(k):
            z[i] = y[i] + alpha * y[k - i - 1]
        y[k] = y[k] * 0.5 + z[0]


def eliminated(A):
    n = A.shape[0]
    for k in range(n):
        for i in range(k + 1, n):
            f = A[i, k] / A[k, k]
            for j in range(k + 1, n):
                A[i, j] = A[i, j] - f * A[k, j]


def gauss_seidel(A, steps):
    for _ in range(steps):
        for i in range(1, A.shape[0] - 1):
            for j in range(1, A.shape[1] - 1):
                A[i, j] = (A[i - 1, j] + A[i, j - 1] + A[i, j] + A[i, j + 1] + A[i + 1, j]) / 5.0


def repeated(A, x, y, rounds):
    """Rounds that all do the same: their rows run in parallel, not they."""
    for _ in range(rounds):
        for i in range(y.shape[0]):
            total = 0.0
            for j in range(x.shape[0]):
                total += A[i, j] * x[j]
            y[i] = total


def scratch_of_loops(A, t, y):
    """A scratch array that an inner loop fills is no reason to go inside: something else is written, too."""
    for i in range(A.shape[0]):
        for k in range(t.shape[0]):
            t[k] = A[i, k] * 2.0
        s = 0.0
        for k in range(t.shape[0]):
            s = s * 0.5 + t[k]
        y[i] = s
