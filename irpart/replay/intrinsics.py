"""Which action a call of an LLVM intrinsic or of a function of the C library is."""

from __future__ import annotations

import re

from irpart.replay.actions import LIBRARY_ONE, LIBRARY_TWO

_SAME_NAME = {
    1: ("sqrt", "fabs", "floor", "ceil", "rint", "nearbyint", "round", "roundeven", "canonicalize", "abs", "ctpop", "ctlz",
        "cttz", "bswap", "bitreverse"),
    2: ("copysign", "minnum", "maxnum", "minimum", "maximum", "smin", "smax", "umin", "umax", "powi",
        "sadd.sat", "uadd.sat", "ssub.sat", "usub.sat", "sshl.sat", "ushl.sat", "scmp", "ucmp"),
    3: ("fma", "fmuladd", "fshl", "fshr"),
}
_INTRINSICS: dict[str, tuple[str, int]] = {
    **{name: (name, arity) for arity, names in _SAME_NAME.items() for name in names},
    "trunc": ("ftrunc", 1), "expect": ("copy", 1), "expect.with.probability": ("copy", 1), "ssa.copy": ("copy", 1),
    "launder.invariant.group": ("copy", 1), "strip.invariant.group": ("copy", 1), "ptrmask": ("and", 2),
    **{name: (f"lib.{name}", 1) for name in (
        "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "exp", "exp2", "log", "log2", "log10")},
    "pow": ("lib.pow", 2), "atan2": ("lib.atan2", 2),
    **{f"{sign}{name}.with.overflow": (name, 2) for sign in "su" for name in ("add", "sub", "mul")},
}
_FUNCTIONS: dict[str, tuple[str, int]] = {
    **{name: (name, 1) for name in ("fabs", "floor", "ceil", "rint", "nearbyint", "round", "roundeven")},
    "trunc": ("ftrunc", 1), "copysign": ("copysign", 2), "fma": ("fma", 3),
    **{name: (f"lib.{name}", 1) for name in LIBRARY_ONE}, **{name: (f"lib.{name}", 2) for name in LIBRARY_TWO},
}
_INTEGER_FUNCTIONS = {"abs": "i32", "labs": "i64", "llabs": "i64"}
_OVERLOAD = re.compile(r"llvm\.([a-z0-9.]+?)((?:\.(?:[if]\d+|p\d+))+)")
_SATURATING = re.compile(r"llvm\.(fpto[su]i\.sat)\.i\d+\.f\d+")
OVERFLOWS = re.compile(r"llvm\.([su](?:add|sub|mul))\.with\.overflow\.i\d+")


def action_of_call(callee: str, kinds: list[str]) -> tuple[str, int] | None:
    """Action and number of operands of a call with arguments of these types; None when it is not computed."""
    found = _OVERLOAD.fullmatch(callee)
    saturating = _SATURATING.fullmatch(callee)
    known: tuple[str, int] | None
    if saturating:
        known = (f"{saturating[1]}.{kinds[0]}", 1) if kinds[0] in ("float", "double") else None
    elif found:
        known = _INTRINSICS.get(found[1])
    elif kinds and callee in _INTEGER_FUNCTIONS:
        known = ("abs", 1) if kinds[0] == _INTEGER_FUNCTIONS[callee] else None
    elif kinds and kinds[0] in ("float", "double") and len(set(kinds)) == 1:
        single = kinds[0] == "float"
        known = _FUNCTIONS.get(callee.removesuffix("f") if single and callee.endswith("f") else "" if single else callee)
    else:
        known = None
    return known if known is not None and len(kinds) >= known[1] else None
