"""BLAS and workers: one thread for BLAS while several workers are there to call it, as many as before afterwards."""

from __future__ import annotations

import ctypes
import threading

import numpy as np
import pytest
from numba import njit, types
from numba.extending import intrinsic

import irpart
from irpart.execution import _region_kernels as region_kernels
from irpart.execution import blas, recording
from irpart.execution.generated import run_range
from irpart.execution.table import table
from irpart.execution.team import entry_address
from tests.execution.teams import team_of

threadpoolctl = pytest.importorskip("threadpoolctl")


@njit
def product(a, b):
    """A matrix product."""
    return a @ b


@njit
def through_callee(a, b, c):
    """Calls one that calls BLAS."""
    for i in range(a.shape[0]):
        c[i] = product(a[i], b[i])


def products(a, b, c):
    """A product of matrices in each iteration."""
    for i in range(a.shape[0]):
        c[i] = a[i] @ b[i]


def inverses(a, c):
    """Something of LAPACK in each iteration."""
    for i in range(a.shape[0]):
        c[i] = np.linalg.inv(a[i])


def plain(x):
    """Nothing of the kind."""
    for i in range(x.shape[0]):
        x[i] *= 2.0


def blas_threads():
    """Threads of each BLAS library."""
    return [one["num_threads"] for one in threadpoolctl.threadpool_info() if one["user_api"] == "blas"]


_seen: list[list[int]] = []
_note = ctypes.CFUNCTYPE(None)(lambda: _seen.append(blas_threads()))


@intrinsic
def note(context):
    """Ask for the number of threads of BLAS, from compiled code."""
    def generate(context, builder, signature, arguments):
        from llvmlite import ir

        address = ir.Constant(ir.IntType(64), ctypes.cast(_note, ctypes.c_void_p).value)
        builder.call(builder.inttoptr(address, ir.FunctionType(ir.VoidType(), []).as_pointer()), [])
        return context.get_dummy_value()

    return types.none(), generate


@njit(nogil=True)
def body(low, high, x):
    """Looks once, then works."""
    if low == 0:
        note()
    for i in range(low, high):
        x[i] += 1.0


@njit(nogil=True)
def region(x):
    """``body`` as a region that is shared at once."""
    run_range(body, 0, x.shape[0], 1, (x,))


def test_which_functions_call_blas():
    """By operators, names and jitted callees."""
    assert blas.calls_blas(products)
    assert blas.calls_blas(inverses)
    assert blas.calls_blas(through_callee)
    assert not blas.calls_blas(plain)
    assert not blas.calls_blas(3)


def test_one_thread_within_a_region(teams):
    """In a region of several workers BLAS has one thread; before, after, and alone it has what it had."""
    assert blas.limit_in_regions() == len(blas_threads())
    x = np.zeros(1000)
    with threadpoolctl.threadpool_limits(3, user_api="blas"):
        before = blas_threads()
        assert set(before) == {3}
        with team_of(teams[2]):
            _seen.clear()
            region(x)
            assert _seen == [[1] * len(before)]
            assert blas_threads() == before
        with team_of(teams[1]):
            _seen.clear()
            region(x)
            assert _seen == [before]
    assert (x == 2).all()


def test_limits_and_timelines(teams):
    """Limits that come while a timeline is recorded stay; so do those that were there before."""
    blas.limit_in_regions()
    table()[region_kernels.B_RANGES] = entry_address("run_ranges")
    with recording() as timeline, team_of(teams[2]):
        blas.limit_in_regions.__wrapped__()
        _seen.clear()
        region(np.zeros(1000))
    assert _seen == [[1] * len(blas_threads())]
    assert any(one.region == "body" for one in timeline.slices)
    with team_of(teams[2]):
        _seen.clear()
        region(np.zeros(1000))
    assert _seen == [[1] * len(blas_threads())]


def test_failing_regions_restore(teams):
    """After an exception BLAS has its threads again."""
    blas.limit_in_regions()
    before = blas_threads()
    with team_of(teams[2]), pytest.raises(ZeroDivisionError, match="division by zero"):
        fail(np.zeros(1000, np.int64))
    assert blas_threads() == before


@njit
def dividing(low, high, x):
    """Raises."""
    for i in range(low, high):
        x[i] = 1 // x[i]


@njit
def fail(x):
    """``dividing`` as a region."""
    run_range(dividing, 0, x.shape[0], 1, (x,))


def test_results_of_parallelized_functions():
    """Batches of products, by operator, by callee, by LAPACK, from several threads at once."""
    random = np.random.default_rng(3)
    a, b = random.random((64, 24, 24)), random.random((64, 24, 24))
    before = blas_threads()
    for function, arguments in ((products, (a, b)), (through_callee, (a, b)), (inverses, (a + np.eye(24) * 9,))):
        parallel, expected = irpart.parallelize(function, cache=False), np.zeros_like(a)
        parallel.sequential(*arguments, expected)
        results = [np.zeros_like(a) for _ in range(3)]
        threads = [threading.Thread(target=parallel, args=(*arguments, c)) for c in results]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert all(c.tobytes() == expected.tobytes() for c in results)
    assert blas_threads() == before
