"""What the step makes of known programs, as text; and what it must leave alone."""

from __future__ import annotations

import ast
import math

import numpy as np
import pytest
from numba import njit, types

from irpart.planning.restructuring import restructure
from irpart.planning.source import function_of
from tests.regions import polybench

M, V, S = types.float64[:, ::1], types.float64[::1], types.float64
F = types.float64[::1, :]


def text(function, *arguments):
    """The body after the step, without docstring, as lines."""
    tree = restructure(function, arguments).tree
    tree.body = tree.body[1:] if ast.get_docstring(tree) else tree.body
    return [line[4:] for line in ast.unparse(tree).splitlines() if line.startswith("    ")]


def is_unchanged(function, *arguments):
    """Whether the step left the function as it was."""
    return not any("left" not in note.text for note in restructure(function, arguments).notes)


def test_a_matrix_product_runs_along_rows():
    """The scaling has a loop of its own already; the product's k goes outside j."""
    assert text(polybench.gemm, *polybench.gemm.case.arguments) == [
        "for i in range(C.shape[0]):",
        "    for j in range(C.shape[1]):",
        "        C[i, j] *= beta",
        "    for k in range(A.shape[1]):",
        "        for j in range(C.shape[1]):",
        "            C[i, j] += alpha * A[i, k] * B[k, j]"]


def factorise(A):
    """LU, row by row."""
    n = A.shape[0]
    for i in range(n):
        for j in range(i):
            for k in range(j):
                A[i, j] -= A[i, k] * A[k, j]
            A[i, j] /= A[j, j]
        for j in range(i, n):
            for k in range(i):
                A[i, j] -= A[i, k] * A[k, j]


def test_the_division_of_lu_shares_the_loop_over_k():
    """Element (i, k) is final when the loop over k comes to it."""
    assert text(factorise, M) == [
        "n = A.shape[0]",
        "for i in range(n):",
        "    for k in range(i):",
        "        A[i, k] /= A[k, k]",
        "        if k + 1 < i:",
        "            A_ik = A[i, k]",
        "            for j in range(k + 1, i):",
        "                A[i, np.uint64(j)] -= A_ik * A[k, np.uint64(j)]",
        "    for j_block in range((n - i + 255) // 256):",
        "        for k in range(i):",
        "            A_ik = A[i, k]",
        "            for j in range(i + j_block * 256, min(n, i + j_block * 256 + 256)):",
        "                A[i, np.uint64(j)] -= A_ik * A[k, np.uint64(j)]"]


def test_shortest_paths_are_split_at_row_and_column_k():
    """Rows before and after row k are independent, and so are the elements of each but that in column k."""
    lines = text(polybench.floyd_warshall, M)
    assert [line for line in lines if "for i" in line] == [
        "    for i in range(k):", "    for i in range(k, k + 1):", "    for i in range(k + 1, n):"]
    assert lines[2:lines.index("    for i in range(k, k + 1):")] == [
        "    for i in range(k):",
        "        path_ik = path[i, k]",
        "        for j in range(k):",
        "            path[i, j] = min(path[i, j], path_ik + path[k, j])",
        "        for j in range(k, k + 1):",
        "            path[i, j] = min(path[i, j], path[i, k] + path[k, j])",
        "        if k + 1 < n:",
        "            path_ik = path[i, k]",
        "            for j in range(k + 1, n):",
        "                path[i, np.uint64(j)] = min(path[i, np.uint64(j)], path_ik + path[k, np.uint64(j)])"]


def shorter(d):
    """Floyd and Warshall with a condition."""
    for k in range(d.shape[0]):
        for i in range(d.shape[0]):
            for j in range(d.shape[0]):
                through = d[i, k] + d[k, j]
                if through < d[i, j]:
                    d[i, j] = through


def narrow(d, w):
    """The value is of another type than the element: to choose between them would convert both."""
    for k in range(d.shape[0]):
        for i in range(d.shape[0]):
            for j in range(d.shape[0]):
                through = d[i, k] + d[k, j] + w
                if through < d[i, j]:
                    d[i, j] = through


def elsewhere(d, e):
    """The element that may be written is not read by the condition."""
    for k in range(d.shape[0]):
        for i in range(d.shape[0]):
            for j in range(d.shape[0]):
                if e[i, j] < 1.0:
                    d[i, j] = d[i, k] + d[k, j]


def lazily(d, e):
    """The condition does not always look at the element."""
    for k in range(d.shape[0]):
        for i in range(d.shape[0]):
            for j in range(d.shape[0]):
                if 0.0 < e[i, j] < d[i, j]:
                    d[i, j] = d[i, k] + d[k, j]


def test_conditions_on_data_are_no_hindrance_to_splitting():
    """An element that keeps its value is assigned its value."""
    for kind in (types.float64, types.float32, types.int64):
        lines = text(shorter, kind[:, ::1])
        assert [line for line in lines if "for i" in line] == [
            "    for i in range(k):", "    for i in range(k, k + 1):", "    for i in range(k + 1, d.shape[0]):"]
        assert lines[1:6] == [
            "    for i in range(k):",
            "        d_ik = d[i, k]",
            "        for j in range(k):",
            "            through = d_ik + d[k, j]",
            "            d[i, j] = through if through < d[i, j] else d[i, j]"]


@pytest.mark.parametrize(("function", "arguments"), [
    (narrow, (types.float32[:, ::1], types.float64)), (elsewhere, (M, M)), (lazily, (M, M))])
def test_conditions_stay_where_an_assignment_could_be_told_apart(function, arguments):
    """Other bits, or elements that the condition did not look at."""
    assert is_unchanged(function, *arguments)


@pytest.mark.parametrize("kind", [np.float64, np.float32, np.int64])
@pytest.mark.parametrize("size", [0, 1, 2, 5, 17])
def test_shortest_paths_with_a_condition_keep_their_bits(kind, size):
    """NaN, zeros of both signs and infinities among the elements."""
    random = np.random.default_rng(size)
    d = (random.integers(-3, 9, (size, size)) * (1 if kind is np.int64 else random.choice([1.0, 0.3, -0.0], (size, size))))
    d = d.astype(kind)
    if kind is not np.int64 and size > 2:
        d[1, 2], d[2, 0] = np.nan, np.inf
    found = d.copy()
    shorter(d)
    changed = restructure(shorter, (types.Array(getattr(types, np.dtype(kind).name), 2, "C"),)).tree
    njit(function_of(changed, shorter, np=np))(found)
    assert found.tobytes() == d.tobytes()


def against(A):
    """Interchange would turn a dependence round: (1, -1)."""
    for i in range(A.shape[0] - 1):
        for j in range(1, A.shape[1]):
            A[j, i] = A[j - 1, i + 1] + 1.0


def with_call(A, B):
    """A line that is not modelled."""
    for i in range(A.shape[0]):
        for j in range(A.shape[1]):
            A[j, i] = B[j, i]
            print(i)


def strided(A, B):
    """A step."""
    for i in range(A.shape[0]):
        for j in range(0, A.shape[1], 2):
            A[j, i] = B[j, i]


def conditional(A, B):
    """A condition on data."""
    for i in range(A.shape[0]):
        for j in range(A.shape[1]):
            if B[j, i] > 0.0:
                A[j, i] = B[j, i]


def used_after(A, B):
    """The loop variable is used after the loop."""
    i = 0
    for i in range(A.shape[0]):
        for j in range(A.shape[1]):
            A[j, i] = B[j, i]
    return i


def shared_scalar(A, B, x):
    """The same variable in each iteration."""
    s = 0.0
    for i in range(A.shape[0]):
        for j in range(A.shape[1]):
            s = s * 0.5 + A[j, i]
            B[j, i] = s
    return s


@pytest.mark.parametrize(("function", "arguments"), [(against, (M,)), (with_call, (M, M)), (strided, (M, M)),
                                                     (conditional, (M, M)), (used_after, (M, M)),
                                                     (shared_scalar, (M, M, V))], ids=lambda v: getattr(v, "__name__", ""))
def test_what_is_left_alone(function, arguments):
    """Nothing is changed where it is not proven, or not modelled."""
    assert is_unchanged(function, *arguments)


def neighbours(A):
    """Rows wait for those before them, not only for row k."""
    for k in range(A.shape[0]):
        for i in range(1, A.shape[0]):
            for j in range(A.shape[1]):
                A[i, j] = A[i - 1, j] + A[k, j]


def running_sum(A, B, C):
    """The sum goes on from element to element."""
    s = 0.0
    for i in range(C.shape[0]):
        for j in range(C.shape[1]):
            for k in range(A.shape[1]):
                s += A[i, k] * B[k, j]
            C[i, j] = s


def one_sided(x, n):
    """Elements before k need none of each other, those after it do."""
    for k in range(n):
        for i in range(n):
            x[i] = x[k] + x[i // 2 + k]


def sum_of_a_row(A, B, C):
    """The sum begins anew in each row only."""
    for i in range(C.shape[0]):
        for j in range(C.shape[1]):
            if j == 0:
                s = 0.0
            for k in range(A.shape[1]):
                s += A[i, k] * B[k, j]
            C[i, j] = s


def counted(A, B):
    """A variable that counts along, and is no subscript."""
    p = 0
    for i in range(A.shape[1]):
        for j in range(A.shape[0]):
            A[j, i] = B[j, i] * p
        p += 1  # noqa: SIM113


def kept_sum(A, B, C):
    """The last sum is used afterwards."""
    s = 0.0
    for i in range(C.shape[0]):
        for j in range(C.shape[1]):
            s = 0.0
            for k in range(A.shape[1]):
                s += A[i, k] * B[k, j]
            C[i, j] = s
    return s


@pytest.mark.parametrize(("function", "arguments"), [(neighbours, (M,)), (running_sum, (M, M, M)), (kept_sum, (M, M, M)),
                                                     (one_sided, (V, types.int64)), (sum_of_a_row, (M, M, M)),
                                                     (counted, (M, M))],
                         ids=lambda v: getattr(v, "__name__", ""))
def test_what_depends_on_more_is_left_alone(function, arguments):
    """Loops that are not independent apart from one iteration, sums that others look at."""
    assert is_unchanged(function, *arguments)


def product(A, B, C):
    """A sum in a scalar."""
    for i in range(C.shape[0]):
        for j in range(C.shape[1]):
            s = 0.0
            for k in range(A.shape[1]):
                s += A[i, k] * B[k, j]
            C[i, j] = s


def scaled_product(A, B, C):
    """The element is looked at before the sum is stored to it."""
    for i in range(C.shape[0]):
        for j in range(C.shape[1]):
            s = 0.0
            for k in range(A.shape[1]):
                s += A[i, k] * B[k, j]
            C[i, j] = 2.0 * C[i, j] + s


def weighted_product(A, B, C):
    """The element that the sum ends in is a weight of its terms."""
    for i in range(C.shape[0]):
        for j in range(C.shape[1]):
            s = 0.0
            for k in range(A.shape[1]):
                s += A[i, k] * B[k, j] * C[i, j]
            C[i, j] = s


def test_sums_in_scalars_get_elements():
    """The element they end in if nothing else is kept there, else a row."""
    assert text(product, M, M, M) == [
        "for i in range(C.shape[0]):",
        "    for j in range(C.shape[1]):",
        "        C[i, j] = 0.0",
        "    for k in range(A.shape[1]):",
        "        for j in range(C.shape[1]):",
        "            C[i, j] += A[i, k] * B[k, j]"]
    single = types.float32[:, ::1]
    assert "    s_row = np.empty(C.shape[1], np.float64)" in text(product, M, M, single)
    assert "    s_row = np.empty(C.shape[1], np.float64)" in text(weighted_product, M, M, M)
    assert text(scaled_product, M, M, M)[:4] == [
        "for i in range(C.shape[0]):",
        "    s_row = np.empty(C.shape[1], np.float64)",
        "    for j in range(C.shape[1]):",
        "        s_row[j] = 0.0"]


def test_sizes_from_which_it_pays():
    """The loop that becomes innermost must not be short."""
    assert restructure(product, (M, M, M)).worth == ("C.shape[1] >= 16",)
    assert restructure(factorise, (M,)).worth == ("A.shape[0] - 1 >= 16", "A.shape[0] >= 16")


def test_blocks_of_columns_stay_outside():
    """Sums of columns along rows, and a parallel loop outermost."""
    def totals(A, total):
        for j in range(A.shape[1]):
            for i in range(A.shape[0]):
                total[j] += A[i, j]

    assert text(totals, M, V)[:3] == [
        "for j_block in range((A.shape[1] + 255) // 256):",
        "    for i in range(A.shape[0]):",
        "        for j in range(j_block * 256, min(A.shape[1], j_block * 256 + 256)):"]


def test_blocks_are_independent():
    """Element (i, j) needs (i - 1, j - 1), which may be in another block."""
    def diagonals(A, B):
        for j in range(1, A.shape[1]):
            for i in range(1, A.shape[0]):
                A[i, j] = A[i - 1, j - 1] + B[i, j]

    found = text(diagonals, M, M)
    assert found[0] == "for i in range(1, A.shape[0]):"
    assert not any("block" in line for line in found)


def single_iteration(A, B, n):
    """An element that the only iteration writes before it reads it again."""
    for k in range(n):
        for j in range(k, min(k + 1, n)):
            A[j] = 2.0 * A[k]
            B[j] = A[k]


def from_the_end(x, y, k, n):
    """Subscripts that count from the end."""
    for j in range(0 - k, n):
        y[j + k] = x[j]


def test_what_may_change_or_wrap_is_left_alone():
    """Elements written in the loop are not read before it, subscripts that may be negative stay signed."""
    assert not any("A_k" in line for line in text(single_iteration, V, V, types.int64))
    assert not any("uint64" in line for line in text(from_the_end, V, V, types.int64, types.int64))


def columns(A, B):
    """A copy column by column."""
    for i in range(A.shape[1]):
        for j in range(A.shape[0]):
            A[j, i] = B[j, i]


def test_layouts_decide():
    """Column by column is right for column-major arrays, and nothing is known of strided ones."""
    assert not is_unchanged(columns, M, M)
    assert is_unchanged(columns, F, F)
    assert is_unchanged(columns, types.float64[:, :], types.float64[:, :])


def test_short_loops_stay_outside():
    """A loop of three iterations is not made innermost."""
    def points(A, B):
        for i in range(3):
            for j in range(A.shape[0]):
                A[j, i] = B[j, i]

    assert is_unchanged(points, M, M)


def written_meanwhile(A, n):
    """Element (i, i) is written by one of the iterations that read it, and only that one is apart."""
    for k in range(n):
        for i in range(n):
            A[i, i] = A[i, k] * 0.5
            for j in range(n):
                A[j, k] += A[i, k]


@pytest.mark.parametrize("n", [0, 1, 2, 7])
def test_elements_that_are_written_are_read_again(n):
    """What an iteration may write is not read before the loop."""
    rewrite = restructure(written_meanwhile, (M, types.int64))
    one, other = (np.random.default_rng(0).random((9, 9)) for _ in range(2))
    njit(written_meanwhile)(one, n)
    njit(function_of(rewrite.tree, written_meanwhile, np=np))(other, n)
    assert one.tobytes() == other.tobytes()


def test_lines_are_those_of_the_user():
    """Statements keep the line they come from."""
    first = factorise.__code__.co_firstlineno
    tree = restructure(factorise, (M,)).tree
    found = {node.lineno - first for node in ast.walk(tree) if isinstance(node, ast.AugAssign)}
    assert found == {6, 7, 10}
    assert math.isclose(first, tree.lineno)
