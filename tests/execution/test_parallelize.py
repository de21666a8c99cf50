"""irpart.parallelize: the function stays what it was, to Python and to jitted callers, with whatever arguments."""

from __future__ import annotations

import multiprocessing
import pickle
import sys
import threading
import warnings

import numba
import numpy as np
import pytest
from numba import njit

import irpart
from irpart.base.errors import InputError, ParallelizationWarning
from irpart.execution.table import start_team
from tests.execution import planned

FACTOR, OFFSETS = 3, np.array([1.0, 2.0])


@pytest.fixture(autouse=True)
def stand_in(monkeypatch, tmp_path):
    """Plans by the stand-in, in a cache of the test's own; irpart's own kernels come from where they always are."""
    start_team()
    monkeypatch.setitem(sys.modules, "irpart.planning.plan", planned)
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path))
    planned.calls.clear()


def add_to(x, more=2.0, twice=False):
    """x[i] += i * more * FACTOR + offset; two numbers."""
    n = x.shape[0]
    for i in range(n):
        x[i] += i * more * FACTOR + OFFSETS[i % 2] * (2 if twice else 1)
    return n, more


@njit
def shift(y, d):
    """A callee."""
    return y - d


def call_others(x):
    """Calls a jitted function and uses a module."""
    for i in range(x.shape[0]):
        x[i] = shift(np.sqrt(x[i]), 0.5)


def fails_at(x):
    """Raises in the middle."""
    for i in range(x.shape[0]):
        if x[i] < 0:
            raise ValueError("negative", i)
        x[i] += 1


def guarded(x, y):
    """A condition that is checked."""
    assert x.shape[0] == y.shape[0]
    for i in range(min(x.shape[0], y.shape[0])):
        x[i] += y[i]
    return x.shape[0]


def fibonacci(n):
    """Recursion."""
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


def numbers(n):
    """A generator."""
    for i in range(n):
        yield i * i


def with_class(x):
    """Numba has no classes in functions."""
    class Held:
        value = x
    return Held.value


def with_objects(x):
    """What Numba cannot compile."""
    return pickle.dumps(list(x))


def unplanned(x):
    """What the stand-in does not plan, with an exception in one branch."""
    try:
        x[0] += 1
    except Exception:
        return -1
    return x[0]


made = irpart.parallelize(add_to)


def test_calls_like_the_original():
    """Positional and keyword arguments, defaults, layouts and types; one plan for each signature."""
    function = irpart.parallelize(add_to)
    plain = njit(add_to)
    for x in (np.ones(1000), np.ones(50, np.complex64)[::2], np.ones(0), np.ones(3)):
        y, z = x.copy(), x.copy()
        if x.base is not None:
            y, z = np.repeat(x, 2)[::2], np.repeat(x, 2)[::2]
        assert function(y) == plain(z)
        assert function(y, 4.0) == plain(z, 4.0)
        assert function(x=y, more=1.5) == plain(x=z, more=1.5)
        assert function(y, twice=True) == plain(z, twice=True)
        assert np.array_equal(y, z)
    assert function.original is add_to
    assert function.__name__ == "add_to"
    assert function.__doc__ == add_to.__doc__
    assert len(function.plans) == len(function.signatures)
    assert all(plan.entry == "add_to" for plan in function.plans.values())
    assert function.statistics().parallel > 0
    with pytest.raises(TypeError, match="not enough"):
        function()


def test_jitted_callers_and_callees():
    """Compiled code calls it, and it calls compiled code."""
    function = irpart.parallelize(call_others)

    @njit
    def caller(x):
        function(x)
        function(x)
        return x[0]

    x = np.full(300, 100.0)
    expected = x.copy()
    call_others(expected)
    call_others(expected)
    assert caller(x) == expected[0]
    assert np.array_equal(x, expected)


def test_dispatchers_keep_their_options(tmp_path):
    """What numba.njit made: options, and the function as it was."""
    original = njit(fastmath=True, nogil=True, error_model="numpy")(call_others)
    function = irpart.parallelize(original)
    assert function.original is original
    assert function.sequential is original
    assert function.targetoptions == original.targetoptions
    x = np.full(30, 4.0)
    function(x)
    assert np.all(x == 1.5)
    assert irpart.parallelize(function).original is original


def test_signatures_given_ahead():
    """A dispatcher with fixed signatures keeps them."""
    original = njit("float64(float64[::1], float64, boolean)")(lambda x, more, twice: x[0] + more)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ParallelizationWarning)
        function = irpart.parallelize(original)
    assert function(np.ones(3), 2, True) == 3.0
    with pytest.raises(TypeError, match="No matching definition"):
        function("text", 2, True)


def test_closures():
    """Values of enclosing functions are those of the moment of compilation, as Numba has it."""
    def outer(scale):
        @irpart.parallelize
        def inner(x):
            for i in range(x.shape[0]):
                x[i] *= scale
        return inner

    for scale in (2.0, 5.0):
        x = np.ones(100)
        outer(scale)(x)
        assert np.all(x == scale)


def test_exceptions_surface():
    """Type and arguments as in the sequential program."""
    function = irpart.parallelize(fails_at)
    x = np.zeros(1000)
    x[[70, 700]] = -1
    with pytest.raises(ValueError, match="negative") as raised:
        function(x)
    assert raised.value.args == ("negative", 70)
    assert np.all(x[:70] == 1)


def test_guards_are_counted():
    """A failed guard runs the original code and is told."""
    function = irpart.parallelize(guarded)
    assert function(np.ones(100_000), np.ones(100_000)) == 100_000
    x = np.ones(100)
    with pytest.raises(AssertionError, match=r"^$"):
        function(x, np.ones(7))
    statistics = function.statistics()
    assert (statistics.parallel, statistics.guards) == (1, {0: 1})


def test_small_problems_stay_sequential():
    """Below the grain nothing is shared."""
    function = irpart.parallelize(guarded)
    function(np.ones(4), np.ones(4))
    assert function.statistics().parallel == 0
    assert function.statistics().sequential == 1


def test_recursion_runs_as_jitted():
    """Recursive functions work, in parallel or not."""
    function = irpart.parallelize(fibonacci)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ParallelizationWarning)
        assert function(15) == 610


def test_generators_are_left_alone():
    """With one warning that names the function and is shown where it is defined."""
    with pytest.warns(ParallelizationWarning, match="numbers is not made parallel: it is a generator") as told:
        function = irpart.parallelize(numbers)
    assert (told[0].filename, told[0].lineno) == (__file__, numbers.__code__.co_firstlineno)
    assert list(function(4)) == [0, 1, 4, 9]


def test_what_numba_cannot_compile_is_interpreted():
    """The plain function runs, with one warning for all calls."""
    function = irpart.parallelize(with_objects)
    with pytest.warns(ParallelizationWarning, match="pickle.*in the interpreter"):
        assert pickle.loads(function(np.arange(3))) == [0, 1, 2]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert pickle.loads(function(np.arange(2))) == [0, 1]


def test_what_numba_cannot_read_is_interpreted():
    """A class in a function."""
    function = irpart.parallelize(with_class)
    with pytest.warns(ParallelizationWarning, match="in the interpreter"):
        assert function(3) == 3


def test_jitted_functions_that_numba_cannot_compile_fail_as_before():
    """Their errors are Numba's."""
    function = irpart.parallelize(njit(with_objects))
    with pytest.raises(numba.TypingError, match="pickle"):
        function(np.arange(3))


def test_what_planning_cannot_do_runs_as_jitted():
    """One warning with the reason and what happens instead."""
    function = irpart.parallelize(unplanned)
    with pytest.warns(ParallelizationWarning, match="unplanned.*more than.*as Numba compiles it"):
        assert function(np.ones(3)) == 2
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert function(np.ones(3, np.int64)) == 2
    assert not function.plans


def test_warnings_are_sentences():
    """What Numba or planning says ends before what is done instead begins."""
    function = irpart.parallelize(with_objects)
    with pytest.warns(ParallelizationWarning, match=r"[^.]\. Instead it runs in the interpreter, because"):
        function(np.arange(3))


def test_any_keywords_are_left_to_the_interpreter():
    """Numba makes a parameter of the name after the stars."""
    def add(x, **more):
        return x.sum() + sum(more.values())

    with pytest.warns(ParallelizationWarning, match="any keywords.*in the interpreter"):
        function = irpart.parallelize(add)
    assert (function(np.ones(3)), function(np.ones(3), k=2)) == (3, 5)


def test_options():
    """As a decorator with options; wrong ones are told."""
    @irpart.parallelize(workers=1, deterministic=True, cache=False, fastmath=True)
    def double(x):
        for i in range(x.shape[0]):
            x[i] *= 2

    x = np.ones(100)
    double(x)
    assert np.all(x == 2)
    assert double.targetoptions["fastmath"] is True
    assert double.statistics().sequential == 1
    with pytest.raises(InputError, match="speed is no option"):
        irpart.parallelize(add_to, speed=3)
    with pytest.raises(InputError, match="not 0"):
        irpart.parallelize(add_to, workers=0)
    for wrong in ("4", 1.5, True):
        with pytest.raises(InputError, match=f"not {wrong!r}"):
            irpart.parallelize(add_to, workers=wrong)
    with pytest.raises(InputError, match="fastmath is for plain functions"):
        irpart.parallelize(shift, fastmath=True)
    with pytest.raises(InputError, match="takes a Python function"):
        irpart.parallelize(print)


def test_without_compilation(monkeypatch):
    """NUMBA_DISABLE_JIT leaves the function alone."""
    monkeypatch.setattr(numba.config, "DISABLE_JIT", True)
    assert irpart.parallelize(add_to) is add_to


def test_threads_call_the_same_function():
    """Also for the first time, while others compile it."""
    function = irpart.parallelize(fails_at, nogil=True)
    results = []

    def work():
        x = np.zeros(500)
        for _ in range(50):
            function(x)
        results.append(x.sum())

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [500.0 * 50] * 5
    assert planned.calls == ["fails_at"]


def test_pickled_functions():
    """A copy has the options; as Numba's dispatchers within one process it is the same one."""
    function = irpart.parallelize(add_to, workers=1)
    assert pickle.loads(pickle.dumps(function)) is function
    state = {**function._reduce_states(), "uuid": "another"}
    copy = type(function)._rebuild(**state)
    assert copy.irpart_options == function.irpart_options
    assert copy(np.ones(10)) == function(np.ones(10))


def _in_child(n):
    x = np.ones(n)
    made(x)
    return made.statistics().parallel > 0, x.sum()


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_forked_processes():
    """Pools of processes: each child starts workers of its own when it needs them."""
    before = _in_child(2000)
    with multiprocessing.get_context("fork").Pool(3) as pool:
        assert pool.map(_in_child, [2000] * 6) == [before] * 6
    assert _in_child(2000) == before
