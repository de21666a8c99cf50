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
        "for i in range(1, n):",
        "    for k in range(i):",
        "        A[i, k] /= A[k, k]",
        "        if k + 1 < i:",
        "            A_ik = A[i, k]",
        "            for j in range(k + 1, i):",
        "                A[i, np.uint64(j)] -= A_ik * A[k, np.uint64(j)]",
        "    for k in range(i):",
        "        A_ik = A[i, k]",
        "        for j in range(i, n):",
        "            A[i, np.uint64(j)] -= A_ik * A[k, np.uint64(j)]"]


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
