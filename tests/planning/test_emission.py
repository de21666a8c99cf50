"""Plans compared with Numba's own version of the same function, in shuffled orders."""

from __future__ import annotations

import numpy as np
import pytest

from tests.planning import loops
from tests.planning.running import check, planned

_random = np.random.default_rng(20261121)


def _vector(n, kind=np.float64):
    return _random.random(n).astype(kind) if np.dtype(kind).kind in "fc" else _random.integers(0, 9, n).astype(kind)


def _matrix(m, n, order="C"):
    return np.array(_random.random((m, n)), order=order)


def _vectors(*more, sizes=(37, 0, 1, 2), kind=np.float64):
    return [(_vector(n, kind), _vector(n, kind), *more) for n in sizes]


def _one(*more, sizes=(37, 0, 1, 2), kind=np.float64):
    return [(_vector(n, kind), *more) for n in sizes]


INT = {"kind": np.int64}
SOME = (37, 1, 2)
ODD = np.array([0.0, -0.0, np.nan, 3.0, -1.0, np.inf, 0.0, -0.0, -np.inf, 2.0, np.nan, -0.0])
ZEROS = np.array([0.0, -0.0] * 20)

EXACT = {
    "saxpy": (_vectors(0.5), (1,)),
    "backwards": (_vectors(), (2,)),
    "strided": (_vectors(2) + _vectors(3) + _vectors(50), (1, 3)),
    "triangle": ([(_matrix(n, n), _matrix(n, n)) for n in (11, 0, 1)], (1,)),
    "recurrence_inside": ([(_matrix(7, 5),), (_matrix(0, 5),), (_matrix(3, 0),)], (1,)),
    "carried": (_one(1.0), ()),
    "anti": (_one(), ()),
    "swapped_halves": (_one(), (2,)),
    "last_value": (_vectors(), (2,)),
    "last_condition": (_vectors(), ()),
    "last_variable": (_one(), (2,)),
    "induction": (_vectors(), (2,)),
    "induction_used": (_vectors(), (2,)),
    "initial_value": (_vectors(9.0), (1,)),
    "scratch": (_vectors(), (2,)),
    "rows_sometimes": ([(_matrix(m, n), _vector(m), _vector(n)) for m, n in ((9, 7), (0, 3), (3, 0))], (3,)),
    "simulations": ([(*pair, steps) for pair in _vectors() for steps in (0, 3)], (1,)),
    "scratch_beside_holds": ([(*pair, _vector(3), 0.0) for pair in _vectors()], (2,)),
    "scratch_argument": ([(*pair, _vector(3)) for pair in _vectors()] + [(*pair, _vector(0)) for pair in _vectors()], (1,)),
    "own_array": (_vectors(), (1,)),
    "views_inside": ([(_matrix(6, 9), _matrix(6, 9)), (_matrix(6, 9), _matrix(8, 7))], None),
    "view_outside": (_vectors(), (2,)),
    "shifted_view": (_one(), ()),
    "negative_index": (_vectors(), (1,)),
    "wraps": (_vectors(sizes=(37, 2, 3)), (1,)),
    "wraps_onto_itself": (_one(), ()),
    "gathered": ([(_vector(9), _vector(20), np.arange(20) % 9 - 4)], (1,)),
    "scattered": ([(_vector(20), _vector(9), np.arange(20) % 9)], ()),
    "left_early": (_vectors(0.9, sizes=(37, 1)), ()),
    "skipped": (_vectors(), (1,)),
    "with_while": (_vectors(), (1,)),
    "mandelbrot": ([(np.zeros((9, 11), np.int64), 40)], (1,)),
    "calls": (_vectors(), (1,)),
    "expressions": ([(_matrix(6, 9), _matrix(6, 9))], None),
    "sequential_around": ([(_matrix(8, 4), 3), (_matrix(8, 4), 0)], None),
    "both_branches": (_vectors(True) + _vectors(False), (2, 5)),
    "imperfect": ([(_matrix(6, 9), _vector(6)), (_matrix(6, 0), _vector(6))], None),
    "two_results": (_vectors(), (1,)),
    "names_taken": (_one(2.0, 3.0), (2,)),
    "tuples": ([(_vector(9), (7, 3), (_vector(9), 2.5))], (1,)),
    "integers": (_vectors(**INT), (1,)),
    "divides": ([(np.array([3, 4, last, -7] * 5), np.zeros(20, np.int64)) for last in (5, 0)], (1,)),
    "raises": ([(np.arange(20), np.zeros(20, np.int64)), (5 - np.arange(20), np.zeros(20, np.int64))], None),
    "asserts": ([(np.arange(20), np.zeros(20, np.int64)), (5 - np.arange(20), np.zeros(20, np.int64))], None),
    "total_and_store": (_vectors(sizes=SOME, **INT), (2,)),
    "product": (_one(**INT), (2,)),
    "many": (_one(sizes=SOME, **INT), (2,)),
    "greatest": ([(_vector(37),), (ODD,), (ODD[3:],), (ZEROS,), (-ZEROS,), (ODD[2:],), (ODD[3:10],)], (2,)),
    "least": ([(_vector(37),), (ODD,), (ODD[3:],), (ZEROS,), (-ZEROS,), (ODD[2:],), (ODD[3:10],)], (2,)),
    "least_by_branch": ([(_vector(37),), (ODD,), (ODD[3:],), (ZEROS,), (-ZEROS,), (ODD[2:],)], (2,)),
    "place_of_greatest": ([(_vector(37),), (ODD,), (ODD[3:],), (ZEROS,), (-ZEROS,), (ODD[2:],)], (2,)),
    "last_place_of_least": ([(_vector(37),), (ODD,), (ODD[3:],), (ZEROS,), (-ZEROS,), (ODD[2:],)], (2,)),
    "every": ([(np.arange(20),), (5 - np.arange(20),), (np.arange(0),)], (2,)),
    "some": (_one(**INT), (2,)),
    "bits": (_one(**INT), (2,)),
    "histogram": ([(_random.integers(-3, 5, 99), np.arange(6)), (np.arange(0), np.arange(6))], (1,)),
    "histogram_by_call": ([(_random.integers(-3, 5, 99), np.arange(6)), (np.arange(0), np.arange(6))], None),
    "histogram_of_image": ([(_random.integers(0, 5, (9, 12)), np.arange(12).reshape(6, 2))], (1,)),
    "greatest_of_groups": ([(_random.integers(-3, 5, 99), np.arange(6)), (np.arange(0), np.arange(6))], (1,)),
    "gemm": ([(_matrix(5, 4), _matrix(5, 3), _matrix(3, 4))], (1,)),
    "gemm_by_k": ([(_matrix(5, 4), _matrix(5, 3), _matrix(3, 4))], (2,)),
    "bound_in_the_loop": ([(_vector(9), 7)], None),
    "reads_later_scalar": (_vectors(sizes=SOME), None),
    "overlapping_ranges": (_one(), ()),
    "unknown_step": (_vectors(2) + _vectors(5), (1,)),
    "diagonal": ([(_matrix(7, 9),), (_matrix(7, 7),)], None),
    "parity": (_one(), None),
    "repeated": ([(_matrix(6, 9), _vector(9), _vector(6), r) for r in (3, 1, 0)], (3,)),
    "scratch_of_loops": ([(_matrix(6, 9), _vector(9), _vector(6)), (_matrix(0, 9), _vector(9), _vector(0))], (2,)),
    "gauss_seidel": ([(_matrix(70, 90), 9), (_matrix(2, 5), 3), (_matrix(9, 7), 0)], (1,)),
}

NEARLY = {
    "total": ([*_one(), (ODD,)], (2,)),
    "total_from": (_one(3.0), (1,)),
    "total_of_rows": ([(_matrix(6, 9),), (_matrix(0, 9),), (_matrix(6, 0),)], (2,)),
    "columns": ([(_matrix(60, 9), _vector(9))], None),
}


@pytest.mark.parametrize("name", EXACT)
def test_same_bits(name):
    """Arrays, results and exceptions are those of the sequential program."""
    cases, regions = EXACT[name]
    check(getattr(loops, name), cases, regions=regions)


@pytest.mark.parametrize("name", NEARLY)
def test_same_sum(name):
    """Sums of floating point numbers differ by rounding only, and not from run to run."""
    cases, regions = NEARLY[name]
    check(getattr(loops, name), cases, exact=False, regions=regions)


def test_cost_of_the_users_functions():
    """With the arguments that they are given: a few calls that take long are shared."""
    plan = planned(loops.simulations, (_vector(9), _vector(9), 5))
    grain = next(line for line in plan.source.splitlines() if line.lstrip().startswith("grain_"))
    assert "* steps" in grain
    assert "* 8" not in grain


def test_a_variable_with_the_name_of_the_flag():
    """What asks whether guards hold asks the variable of the driver."""
    plan = planned(loops.scratch_beside_holds, (_vector(9), _vector(9), _vector(3), 0.0))
    assert "    if not holds_:\n" in plan.source


def test_cost_of_triangles():
    """Inner bounds that depend on the loop's variable are taken in the middle of the range."""
    plan = planned(loops.triangle, (_matrix(11, 11), _matrix(11, 11)))
    weight = next(line for line in plan.source.splitlines() if line.lstrip().startswith("middle_"))
    assert "(start_" in weight
    assert "// 2" in weight
