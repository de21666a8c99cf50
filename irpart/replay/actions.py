"""Names and numbers of the actions that ``_opcode_kernels.evaluate`` computes (docs/replay.md, "Opcodes")."""

from __future__ import annotations

INTEGER_PREDICATES = ("eq", "ne", "ugt", "uge", "ult", "ule", "sgt", "sge", "slt", "sle")
FLOAT_PREDICATES = ("false", "oeq", "ogt", "oge", "olt", "ole", "one", "ord",
                    "uno", "ueq", "ugt", "uge", "ult", "ule", "une", "true")
"""Predicates of ``icmp`` and ``fcmp`` in LLVM's order; bits 0 to 3 of a float predicate's number: true when equal,
greater, less, unordered."""

LIBRARY_ONE = ("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "exp", "exp2",
               "expm1", "log", "log2", "log10", "log1p", "cbrt", "erf", "erfc", "tgamma", "lgamma", "sqrt")
LIBRARY_TWO = ("atan2", "pow", "hypot", "fmod", "remainder", "fdim", "fmin", "fmax", "nextafter")
"""Functions of the C library with one and two floating-point arguments; their float forms end in f."""

ACTIONS = (
    "nothing", "opaque",
    "copy", "load", "store", "address", "select", "add", "sub", "mul", "shl", "lshr", "ashr", "and", "or", "xor",
    "trunc", "sext", "udiv", "sdiv", "urem", "srem",
    *(f"icmp.{name}" for name in INTEGER_PREDICATES),
    "fadd", "fsub", "fmul", "fdiv", "fneg",
    *(f"fcmp.{name}" for name in FLOAT_PREDICATES),
    "fma", "fmuladd", "sqrt", "fabs", "copysign", "floor", "ceil", "ftrunc", "rint", "nearbyint", "round", "roundeven",
    "minnum", "maxnum", "minimum", "maximum", "canonicalize", "frem", "powi",
    "fptrunc", "fpext", "fptosi.float", "fptosi.double", "fptoui.float", "fptoui.double",
    "sitofp.float", "sitofp.double", "uitofp.float", "uitofp.double",
    "smin", "smax", "umin", "umax", "abs", "ctpop", "ctlz", "cttz", "bswap", "bitreverse", "fshl", "fshr",
    "sadd.overflow", "uadd.overflow", "ssub.overflow", "usub.overflow", "smul.overflow", "umul.overflow",
    "sadd.sat", "uadd.sat", "ssub.sat", "usub.sat", "sshl.sat", "ushl.sat", "scmp", "ucmp",
    "fptosi.sat.float", "fptosi.sat.double", "fptoui.sat.float", "fptoui.sat.double",
    *(f"lib.{name}" for name in LIBRARY_ONE), *(f"lib.{name}" for name in LIBRARY_TWO),
    "piece",
)
ACTION_NUMBER = {name: number for number, name in enumerate(ACTIONS)}
