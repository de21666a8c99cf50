"""Forms of instructions as one word each, as the engine's kernel reads them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.replay.actions import ACTION_NUMBER
from irpart.replay.dataflow import StepKinds

_INTEGERS = ("address", "select", "add", "sub", "mul", "shl", "lshr", "ashr", "and", "or", "xor", "sext",
             *(f"icmp.{name}" for name in ("eq", "ne", "ugt", "uge", "ult", "ule", "sgt", "sge", "slt", "sle")))
_DOUBLES = {"fadd": "FADD", "fsub": "FSUB", "fmul": "FMUL", "fdiv": "FDIV", "fneg": "FNEG", "fabs": "FABS",
            "fcmp.oeq": "FOEQ", "fcmp.ogt": "FOGT", "fcmp.oge": "FOGE", "fcmp.olt": "FOLT", "fcmp.ole": "FOLE",
            "fcmp.une": "FUNE"}
_SINGLES = {"fadd": "FADD32", "fsub": "FSUB32", "fmul": "FMUL32", "fdiv": "FDIV32"}
_ARITY = {"NOTHING": 0, "COPY": 1, "CUT": 1, "ADDRESS": 3, "SELECT": 3, "FNEG": 1, "FABS": 1, "SITOFP": 1}
"""Operands of the codes that have not two; those behind them (addresses of loads and stores) are not looked at."""


def pack_forms(kinds: StepKinds) -> NDArray[np.uint64]:
    """Rows of ``kinds`` and behind them SEND and WAIT, uint64.

    From the low bits: 8 bits of code (``_engine_kernels``; GENERAL for what has none of its own), of 64 - width, action,
    arity, chained rows, number of the operand that is the row before, width, and operands of the form.

    Raises
    ------
    InputError
        When a form has more than 255 operands, or more than three in a row.
    """
    from irpart.replay import _engine_kernels as kernels

    count, operands = len(kinds.action), kinds.operands()
    taken = kinds.arity.astype(np.int64) + (kinds.previous < 3)
    if count and (int(operands.max()) > 255 or int(taken.max()) > 3):
        raise InputError(f"An instruction takes {int(operands.max())} operands in all and {int(taken.max())} in one step, "
                         "more than 255 or 3; build the program again.")
    code = np.full(count + 2, kernels.GENERAL, np.uint64)
    code[count:] = kernels.SEND, kernels.WAIT
    single = (kinds.chained == 0) & (kinds.previous > 2)

    def mark(action: str, name: str, rows: NDArray[np.bool_]) -> None:
        fits = single & rows & (kinds.action == ACTION_NUMBER[action]) & (kinds.arity >= _ARITY.get(name, 2))
        code[:count][fits] = getattr(kernels, name)

    anywhere, full = np.ones(count, np.bool_), kinds.width == 64
    mark("nothing", "NOTHING", anywhere)
    for action in ("copy", "load", "store", "trunc"):
        mark(action, "CUT", ~full)
        mark(action, "COPY", full)
    for action in _INTEGERS:
        mark(action, action.removeprefix("icmp.").upper(), anywhere)
    for action, name in _DOUBLES.items():
        mark(action, name, full)
    for action, name in _SINGLES.items():
        mark(action, name, kinds.width == 32)
    mark("sitofp.double", "SITOFP", anywhere)
    unused = (64 - np.clip(kinds.width, 1, 64)).astype(np.uint64)
    for shift, column in ((8, unused), (16, kinds.action), (24, kinds.arity), (32, kinds.chained), (40, kinds.previous),
                          (48, kinds.width), (56, operands)):
        code[:count] |= column.astype(np.uint64) << np.uint64(shift)
    return code
