"""Random dataflow programs, a slow interpreter and a slow planner."""

from __future__ import annotations

import numpy as np

from irpart.replay import _opcode_kernels
from irpart.replay.actions import ACTION_NUMBER
from irpart.replay.dataflow import CONSTANT_BIT, DataflowProgram, StepKinds

NO = 3
FORMS = [
    [("nothing", 64, 0, NO)], [("copy", 64, 1, NO)], [("load", 32, 1, NO)], [("store", 8, 1, NO)], [("trunc", 1, 1, NO)],
    [("copy", 1, 1, NO)], [("address", 64, 3, NO)], [("address", 32, 3, NO)], [("select", 64, 3, NO)],
    *([(name, width, 2, NO)] for name in ("add", "sub", "mul", "shl", "lshr", "ashr", "and", "or", "xor", "sext", "udiv",
                                          "srem", "smax") for width in (8, 33, 64)),
    *([(f"icmp.{name}", width, 2, NO)] for name in ("eq", "ne", "ugt", "uge", "ult", "ule", "sgt", "sge", "slt", "sle")
      for width in (1, 32, 64)),
    *([(name, width, 2, NO)] for name in ("fadd", "fsub", "fmul", "fdiv", "fcmp.oeq", "fcmp.ogt", "fcmp.oge", "fcmp.olt",
                                          "fcmp.ole", "fcmp.une", "fcmp.uno", "lib.atan2") for width in (32, 64)),
    *([(name, width, 1, NO)] for name in ("fneg", "fabs", "sqrt", "sitofp.double", "uitofp.float", "fptosi.double", "ctpop")
      for width in (32, 64)),
    [("fma", 64, 3, NO)], [("fshl", 64, 3, NO)],
    [("address", 64, 3, NO), ("address", 64, 2, 0)], [("mul", 64, 2, NO), ("add", 64, 1, 1), ("select", 64, 2, 2)],
    [("add", 8, 2, NO), ("sext", 8, 1, 0)],
]
"""Forms: chains of (action, width, operands, which operand is the value before)."""


def make_kinds(forms=FORMS, unused_rows: int = 0) -> tuple[StepKinds, list[int], list[int]]:
    """Kinds of some forms, the first row of each, and the operands of each; ``unused_rows`` forms before them."""
    rows = [[*row, len(form) - 1 - i if i == 0 else 0] for form in forms for i, row in enumerate(form)]
    rows = [["nothing", 64, 0, NO, 0]] * unused_rows + rows
    kinds = StepKinds(*(np.array(column, np.uint8) for column in (
        [ACTION_NUMBER[row[0]] for row in rows], [row[1] for row in rows], [row[2] for row in rows],
        [row[4] for row in rows], [row[3] for row in rows])), np.zeros(len(rows), np.int32))
    firsts = (np.cumsum([0] + [len(form) for form in forms])[:-1] + unused_rows).tolist()
    return kinds, firsts, [sum(row[2] for row in form) for form in forms]


def make_program(n: int, seed: int, reach: int = 20, n_constants: int = 7, wide: bool = False,
                 forms=FORMS) -> DataflowProgram:
    """A random program: operands are constants or one of the ``reach`` vertices before; ``wide``: steps are uint32."""
    rng = np.random.default_rng(seed)
    kinds, firsts, arities = make_kinds(forms, 70000 if wide else 0)
    chosen = rng.integers(0, len(forms), n)
    arity = np.array(arities, np.int64)[chosen] if n else np.zeros(0, np.int64)
    reader = np.repeat(np.arange(n), arity)
    source = reader - rng.integers(1, reach + 1, len(reader))
    constant = (rng.random(len(reader)) < 0.2) | (source < 0)
    operand = np.where(constant, CONSTANT_BIT + rng.integers(0, n_constants, len(reader)), source).astype(np.uint32)
    constants = rng.integers(0, 1 << 64, n_constants, dtype=np.uint64)
    constants[: n_constants // 2] = rng.normal(size=n_constants // 2).view(np.uint64)
    step = np.array(firsts, np.int64)[chosen] if n else np.zeros(0, np.int64)
    empty = np.empty(0, np.uint64)
    return DataflowProgram(kinds, step.astype(np.uint32 if wide else np.uint16), operand, constants,
                           np.empty(0, np.int64), np.empty(0, np.uint32), np.empty(0, np.uint8), np.empty(0, np.uint8),
                           empty, np.empty(0, np.uint32), empty, {})


def evaluated(kinds: StepKinds, row: int, operands: list[int]) -> int:
    """One instruction by its rows."""
    given, value = list(operands), 0
    for r in range(row, row + int(kinds.chained[row]) + 1):
        taken, left = [], int(kinds.arity[r])
        for k in range(3):
            if k == kinds.previous[r]:
                taken.append(value)
            elif left:
                taken.append(given.pop(0))
                left -= 1
            else:
                taken.append(0)
        value = int(_opcode_kernels.evaluate(int(kinds.action[r]), np.uint64(kinds.width[r]), *map(np.uint64, taken)))
    return value


def operands_of(program: DataflowProgram) -> list[list[int]]:
    """The operands of every vertex."""
    lengths = program.kinds.operands()[program.step] if program.n_vertices else []
    return [piece.tolist() for piece in np.split(program.operand, np.cumsum(lengths)[:-1])] if program.n_vertices else []


def interpreted(program: DataflowProgram) -> np.ndarray:
    """All values, one instruction after another."""
    values: list[int] = []
    for row, operands in zip(program.step.tolist(), operands_of(program), strict=True):
        values.append(evaluated(program.kinds, row, [
            int(program.constants[u - CONSTANT_BIT]) if u & CONSTANT_BIT else values[u] for u in operands]))
    return np.array(values, np.uint64)
