"""Plans brought to life: modules made, called, and compared with what Numba makes of the original."""

from __future__ import annotations

import copy
import hashlib
import linecache

import numpy as np
from numba import njit, typeof
from numba.core import types

from irpart.execution.table import compiling, shuffled_schedules
from irpart.planning.plan import plan_function
from irpart.planning.types import PlanOptions

TINY = PlanOptions(share=2.0)
"""Every loop with more than an iteration or two is split."""


def made(plan, function, workers=4, plan_number=0):
    """The entry of a plan, compiled for at most so many workers."""
    plain = getattr(function, "py_func", function)
    cells = zip(plain.__code__.co_freevars, plain.__closure__ or (), strict=False)
    values = {**plain.__globals__, **{name: cell.cell_contents for name, cell in cells}}
    scope = {name: values[name] for name in plan.injected}
    file = f"<plan {hashlib.sha1(plan.source.encode()).hexdigest()}>"
    linecache.cache[file] = (len(plan.source), None, plan.source.splitlines(keepends=True), file)
    exec(compile(plan.source, file, "exec"), scope)
    entry = scope[plan.entry]

    def call(*arguments):
        with compiling(plan_number, workers):
            return entry(*arguments)

    call.entry, call.scope = entry, scope
    return call


def planned(function, arguments, options=TINY):
    """The plan for example arguments."""
    return plan_function(function, tuple(types.unliteral(typeof(a)) for a in arguments), options)


def original(function):
    """Numba's own version."""
    return function if hasattr(function, "py_func") else njit(function)


def outcome(call, arguments):
    """What a call returns or raises, and the arrays afterwards."""
    own = copied(arguments)
    try:
        result = call(*own)
    except Exception as error:
        return (type(error), str(error))
    return (result, own)


def copied(arguments):
    """Copies that keep layouts and common memory."""
    bases = {}

    def one(value):
        if not isinstance(value, np.ndarray):
            return copy.deepcopy(value)
        root = value
        while isinstance(root.base, np.ndarray):
            root = root.base
        if id(root) not in bases:
            bases[id(root)] = root.copy(order="K")
        new = bases[id(root)]
        if value is root:
            return new
        offset = value.__array_interface__["data"][0] - root.__array_interface__["data"][0]
        flat = new.reshape(-1, order="A")
        return np.ndarray(value.shape, value.dtype, flat.data, offset, value.strides)

    return tuple(one(value) for value in arguments)


def same(one, other, exact=True):
    """Whether outcomes agree, bit for bit or nearly."""
    if isinstance(one, tuple | list):
        return type(one) is type(other) and len(one) == len(other) and all(
            same(a, b, exact) for a, b in zip(one, other, strict=True))
    if isinstance(one, np.ndarray):
        if one.dtype != other.dtype or one.shape != other.shape:
            return False
        return one.tobytes() == other.tobytes() if exact else np.allclose(one, other, rtol=1e-10, equal_nan=True)
    if isinstance(one, float | complex):
        if not exact:
            return bool(np.isclose(one, other, rtol=1e-10, equal_nan=True))
        return type(one) is type(other) and np.array(one).tobytes() == np.array(other).tobytes()
    return one is other if isinstance(one, type) else bool(one == other)


def check(function, cases, exact=True, regions=None, options=TINY, workers=3):
    """Compare a plan with the original in shuffled orders for several workers; the plan of the first case."""
    plan = planned(function, cases[0], options)
    if regions is not None:
        assert tuple(region.line - plan.line for region in plan.regions) == regions, [str(loop) for loop in plan.loops]
    wanted = original(function)
    call = made(plan, function, workers)
    for arguments in cases:
        expected = outcome(wanted, arguments)
        seen = []
        for seed in (0, 1, 2, 5):
            with shuffled_schedules(seed) if seed else compiling(0, workers):
                seen.append(outcome(call, arguments))
        assert all(same(expected, one, exact) for one in seen), (plan.source, arguments, expected, seen)
        assert all(same(seen[0], one) for one in seen), "not reproducible"
    return plan
