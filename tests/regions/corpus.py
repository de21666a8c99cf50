"""Loops with known verdicts and reasons, with the classic traps; one letter per loop (see ``corpus_types``)."""

# ruff: noqa: B007, PLR, C416

from __future__ import annotations

import math

import numpy as np

from tests.regions.corpus_types import F1, F2, I1, F, I, case


@case("P", F1, F1, F)
def axpy(x, y, a):
    """Independent."""
    for i in range(x.shape[0]):
        y[i] = y[i] + a * x[i]


@case("S", F1, reasons=("flow dependence on x", "one iteration"))
def recurrence(x):
    """Loop-carried flow."""
    for i in range(1, x.shape[0]):
        x[i] = x[i - 1] * 0.5 + 1.0


@case("S", F1, reasons=("flow dependence on x", "3 iterations"))
def distant_recurrence(x):
    """Distance three."""
    for i in range(3, x.shape[0]):
        x[i] = x[i - 3] + 1.0


@case("S", F1, reasons=("anti dependence on x", "one iteration"))
def anti(x):
    """Reads what the next iteration writes."""
    for i in range(x.shape[0] - 1):
        x[i] = x[i + 1] * 0.5


@case("S", F1, F, reasons=("flow dependence on s",))
def carried_scalar(x, s):
    """A scalar that each iteration changes and stores."""
    for i in range(x.shape[0]):
        s = s * 0.5 + x[i]
        x[i] = s


@case("S", F1, F1, reasons=("flow dependence on s",))
def prefix_sum(x, y):
    """An accumulator whose partial values are used is no reduction."""
    s = 0.0
    for i in range(x.shape[0]):
        s += x[i]
        y[i] = s


@case("S", I1, I1, reasons=("flow dependence on s",))
def integer_prefix_sum(x, y):
    """The same with an integer that subscripts depend on."""
    s = x[0]
    for i in range(x.shape[0]):
        s += x[i]
        y[i] = s
    y[s] = 0


@case("R", F1, reasons=("sum into s", "floating point"))
def float_sum(x):
    """A floating-point reduction."""
    s = 0.0
    for i in range(x.shape[0]):
        s += x[i]
    return s


@case("R", I1, reasons=("sum into s",))
def integer_sum(x):
    """An integer reduction with a long spelling."""
    s = 0
    for i in range(x.shape[0]):
        s = s + x[i] - 1
    return s


@case("R", F1, reasons=("product into p",))
def product(x):
    """A product."""
    p = 1.0
    for i in range(x.shape[0]):
        p *= x[i]
    return p


@case("R", F1, reasons=("max into m",))
def maximum(x):
    """A maximum by the builtin."""
    m = x[0]
    for i in range(1, x.shape[0]):
        m = max(m, x[i])
    return m


@case("R", F1, reasons=("min into m",))
def minimum_by_branch(x):
    """A minimum by a condition."""
    m = np.inf
    for i in range(x.shape[0]):
        if x[i] < m:
            m = x[i]
    return m


@case("R", F1, reasons=("argmax into at",))
def argument_of_maximum(x):
    """A maximum and where it is."""
    best = x[0]
    at = 0
    for i in range(x.shape[0]):
        if x[i] > best:
            best = x[i]
            at = i
    return at, best


@case("R", I1, reasons=("and into fine",))
def all_positive(x):
    """A logical reduction."""
    fine = True
    for i in range(x.shape[0]):
        fine = fine and x[i] > 0
    return fine


@case("S", F1, reasons=("dependence on s",))
def mixed_operations(x):
    """Sum and product of one variable do not commute."""
    s = 0.0
    for i in range(x.shape[0]):
        s += x[i]
        s *= 2.0
    return s


@case("P", F1, F1)
def private_scalar(x, y):
    """A temporary written before it is read."""
    for i in range(x.shape[0]):
        t = x[i] * 2.0
        y[i] = t * t


@case("P", F1, F1, reasons=("last value of t",))
def last_value(x, y):
    """A temporary whose last value is used."""
    t = 0.0
    for i in range(x.shape[0]):
        t = x[i] * 2.0
        y[i] = t
    return t


@case("S", F1, reasons=("output dependence on t",))
def conditional_last_value(x):
    """Which iteration writes last depends on data."""
    t = 0.0
    for i in range(x.shape[0]):
        if x[i] > 0.0:
            t = math.sin(x[i])
    return t


@case("S", F1, F1, reasons=("flow dependence on t",))
def conditional_definition(x, y):
    """The temporary may come from an earlier iteration."""
    t = 0.0
    for i in range(x.shape[0]):
        if x[i] > 0.0:
            t = x[i]
        y[i] = t


@case("P", F1, F1)
def both_branches_define(x, y):
    """Either branch writes the temporary first; condition and definitions are of the same iteration."""
    for i in range(x.shape[0]):
        t = 1.0
        if x[i] > 0.0:
            t = x[i]
        y[i] = t


@case("P", F1, F1)
def induction(x, y):
    """A counter in closed form."""
    k = 0
    for i in range(y.shape[0]):
        x[k] = y[i]
        k += 2


@case("P", F1, F1)
def induction_from_below(x, y):
    """Decreasing, updated first."""
    k = x.shape[0]
    for i in range(x.shape[0]):
        k -= 1
        x[k] = y[i]


@case("S", F1, F1, reasons=("dependence on k",))
def conditional_induction(x, y):
    """Compaction: the counter depends on data."""
    k = 0
    for i in range(y.shape[0]):
        if y[i] > 0.0:
            x[k] = y[i]
            k += 1
    return k


@case("S", F1, reasons=("flow dependence on a",))
def overlapping_view(a):
    """A view of the same array, one element apart."""
    b = a[1:]
    for i in range(b.shape[0]):
        b[i] = a[i] + 1.0


@case("P", F1)
def disjoint_views(a):
    """Views of halves never meet."""
    n = a.shape[0] // 2
    low = a[:n]
    high = a[n:]
    for i in range(n):
        low[i] = high[i]


@case("PP", F2)
def transposed_view(a):
    """A transposed view of another triangle."""
    b = a.T
    for i in range(a.shape[0]):
        for j in range(i + 1, a.shape[0]):
            a[i, j] = b[i, j]


@case("P", F1, F1)
def another_name(a, b):
    """Two names of one array, the same element."""
    c = a
    for i in range(a.shape[0]):
        c[i] = a[i] + b[i]


@case("R", F1, F1, I1, reasons=("sum into y",))
def histogram(x, y, index):
    """Accumulation through an index array: duplicates are fine."""
    for i in range(x.shape[0]):
        y[index[i]] += x[i]


@case("X", F1, F1, I1, reasons=("output dependence on y",))
def scatter(x, y, index):
    """Assignment through an index array: duplicates matter."""
    for i in range(x.shape[0]):
        y[index[i]] = x[i]


@case("P", F1, F1, I1)
def gather(x, y, index):
    """Reading through an index array."""
    for i in range(y.shape[0]):
        y[i] = x[index[i]]


@case("X", F1, I1, reasons=("dependence on x",))
def gather_in_place(x, index):
    """What is read may be written by another iteration."""
    for i in range(index.shape[0]):
        x[i] = x[index[i]]


@case("X", F1, F1, I1)
def scatter_by_name(x, y, index):
    """The index in a variable of its own."""
    for i in range(x.shape[0]):
        k = index[i]
        y[k] = x[i]


@case("S", F1, reasons=("may be left early: break",))
def early_break(x):
    """A search."""
    for i in range(x.shape[0]):
        if x[i] > 1.0:
            break
        x[i] = 0.0


@case("S", F1, reasons=("may be left early: return",))
def early_return(x):
    """A search that returns."""
    for i in range(x.shape[0]):
        if x[i] > 1.0:
            return i
    return -1


@case("S", F1, reasons=("may be left early: raise",))
def early_raise(x):
    """A check."""
    for i in range(x.shape[0]):
        if x[i] < 0.0:
            raise ValueError("negative")
        x[i] = math.sqrt(x[i])


@case("P", F1)
def continued(x):
    """``continue`` leaves the iteration only."""
    for i in range(x.shape[0]):
        if x[i] < 0.0:
            continue
        x[i] = math.sqrt(x[i])


@case("P", F1)
def conditional_write(x):
    """A write under a condition on data."""
    for i in range(x.shape[0]):
        if x[i] < 0.0:
            x[i] = 0.0


@case("S", F1)
def conditional_recurrence(x):
    """A possible flow."""
    for i in range(1, x.shape[0]):
        if x[i] < 0.0:
            x[i] = x[i - 1]


@case("P", F1)
def affine_condition(x):
    """Even elements from odd ones."""
    for i in range(x.shape[0] - 1):
        if i % 2 == 0:
            x[i] = x[i + 1]


@case("P", F1)
def stride_two(x):
    """Steps keep reads and writes apart."""
    for i in range(0, x.shape[0] - 1, 2):
        x[i] = x[i + 1]


@case("S", F1, reasons=("one iteration",))
def stride_two_recurrence(x):
    """Distance two is one iteration of step two."""
    for i in range(2, x.shape[0], 2):
        x[i] = x[i - 2]


@case("P", F1)
def no_trips(x):
    """Never runs."""
    for i in range(5, 5):
        x[i] = x[i - 1]


@case("P", F1)
def one_trip(x):
    """One iteration carries nothing."""
    for i in range(1, 2):
        x[i] = x[i - 1]


@case("P", F1)
def last_elements(x):
    """Negative constants count from the end; the guard on the size makes them distinct from those written."""
    for i in range(2, x.shape[0] - 1):
        x[i] = x[-1] + x[0]


@case("S", F1, reasons=("dependence on x",))
def wrapped(x):
    """``x[i - 1]`` is the last element when i is 0."""
    for i in range(x.shape[0]):
        x[i] = x[i - 1]


@case("S", F1, reasons=("flow dependence on x", "one iteration"))
def backwards(x):
    """Negative step, flow from above."""
    for i in range(x.shape[0] - 2, -1, -1):
        x[i] = x[i + 1]


@case("S", F1, reasons=("anti dependence on x",))
def backwards_anti(x):
    """Negative step, reads from below before they are written."""
    for i in range(x.shape[0] - 1, 0, -1):
        x[i] = x[i - 1]


@case("PP", F2)
def triangle(a):
    """Triangular bounds; lower from upper."""
    for i in range(a.shape[0]):
        for j in range(i):
            a[i, j] = a[j, i]


@case("PR", F2, F1)
def imperfect(a, y):
    """Statements around the inner loop."""
    for i in range(y.shape[0]):
        y[i] = 0.0
        for j in range(a.shape[1]):
            y[i] += a[i, j]
        y[i] *= 2.0


@case("SP", F2)
def rows_in_order(a):
    """Columns are independent, rows are not."""
    for i in range(1, a.shape[0]):
        for j in range(a.shape[1]):
            a[i, j] = a[i - 1, j]


@case("PS", F2)
def columns_in_order(a):
    """Rows are independent, columns are not."""
    for i in range(a.shape[0]):
        for j in range(1, a.shape[1]):
            a[i, j] = a[i, j - 1]


@case("WW", F2, reasons=("permutable band",))
def both_in_order(a):
    """A wavefront."""
    for i in range(1, a.shape[0]):
        for j in range(1, a.shape[1]):
            a[i, j] = a[i - 1, j] + a[i, j - 1]


@case("WP", F2, F1)
def skewed(a, b):
    """Dependences forward and backward: only a skewed band is permutable; within a row nothing is carried."""
    for i in range(1, a.shape[0]):
        for j in range(1, a.shape[1] - 1):
            a[i, j] = a[i - 1, j - 1] + a[i - 1, j + 1]


@case("PPPP", F1)
def overlapping_slices(a):
    """Whole-array semantics: all is read before anything is written."""
    a[1:] = a[:-1] * 2.0
    a[:-1] += a[1:]


@case("P", F1, F1)
def slice_of_another(a, b):
    """Slices of different arrays."""
    a[1:-1] += b[:-2] * 3.0


@case("R", F1)
def whole_sum(a):
    """A reduction by name."""
    return np.sum(a)


@case("PPRP", F2, F1)
def axis_sum(a, y):
    """A reduction along an axis: cleared, accumulated, copied."""
    y[:] = np.sum(a, axis=1)


@case("PPPPRPP", F2, F2, F2)
def matrix_product(a, b, c):
    """The operator: cleared, accumulated, copied."""
    c[:, :] = a @ b


@case("PP", F2, F1)
def broadcast_row(a, y):
    """A row added to each row."""
    a[:, :] = np.where(a > 0.0, a, 0.0) + y


@case("PP", F1, F1)
def local_work_array(x, y):
    """An array allocated in the loop is private."""
    for i in range(x.shape[0]):
        work = np.zeros(4)
        work[0] = x[i]
        y[i] = work[0] + work[1]


@case("SS", F1)
def halving(x):
    """``while`` around a loop-carried scalar."""
    n = x.shape[0]
    while n > 1:
        n //= 2
        for i in range(n):
            x[0] = x[0] * 0.5 + x[i]


@case("P", F1)
def printing_outside(x):
    """Printing after the loop does not matter."""
    for i in range(x.shape[0]):
        x[i] = 1.0
    print(x[0])


@case("S", F1, reasons=("must keep its order",))
def printing(x):
    """Output keeps its order."""
    for i in range(x.shape[0]):
        print(x[i])


@case("S", F1, reasons=("must keep its order",))
def drawing(x):
    """Random numbers keep their order."""
    for i in range(x.shape[0]):
        x[i] = np.random.random()


@case("PPP", F1, F1, I)
def blocks(x, y, block):
    """Strip-mined by a parameter, then plainly."""
    for low in range(0, x.shape[0], block):
        for i in range(low, min(low + block, x.shape[0])):
            x[i] = y[i]
    for i in range(x.shape[0]):
        y[i] = 0.0


@case("S", F1, F1, reasons=("change places",))
def swapped_names(a, b):
    """Names that change places stand for either array."""
    for t in range(10):
        a[0] = b[1]
        a, b = b, a


@case("LP", F2, F, reasons=("stage of their own",))
def pipelined(a, s):
    """A recurrence feeds independent rows."""
    for i in range(a.shape[0]):
        s = math.cos(s * 3.7)
        for j in range(a.shape[1]):
            a[i, j] = s * j


@case("SP", F2, I, reasons=("flow dependence on A",))
def in_place_through_a_view(A, n):
    """An operation in place on a view writes into the array that it looks at."""
    for _ in range(n):
        row = A[0]
        row //= 2.0
