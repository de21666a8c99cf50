"""Opcodes, their latency classes, and what calls to known externals do to memory."""

from __future__ import annotations

import re
from dataclasses import dataclass

OPCODES = (
    "unknown", "ret", "br", "switch", "indirectbr", "invoke", "resume", "unreachable",
    "fneg", "add", "fadd", "sub", "fsub", "mul", "fmul", "udiv", "sdiv", "fdiv", "urem", "srem", "frem",
    "shl", "lshr", "ashr", "and", "or", "xor", "alloca", "load", "store", "fence", "cmpxchg", "atomicrmw",
    "getelementptr", "trunc", "zext", "sext", "fptoui", "fptosi", "uitofp", "sitofp", "fptrunc", "fpext",
    "ptrtoint", "inttoptr", "ptrtoaddr", "bitcast", "addrspacecast", "icmp", "fcmp", "phi", "select", "freeze",
    "call", "extractelement", "insertelement", "shufflevector", "extractvalue", "insertvalue", "landingpad",
)
OPCODE_NUMBER = {name: number for number, name in enumerate(OPCODES)}

LATENCY_CLASSES = ("simple", "multiply", "divide", "float-add", "float-divide", "load", "store", "call", "math")
"""Classes of register-to-register latency; ``DEFAULT_LATENCIES`` gives cycles for each."""

DEFAULT_LATENCIES = {
    "simple": 1.0, "multiply": 3.0, "divide": 18.0, "float-add": 4.0, "float-divide": 14.0,
    "load": 5.0, "store": 1.0, "call": 4.0, "math": 40.0,
}
"""Cycles, rounded from published tables for current x86-64 cores (Agner Fog, Instruction tables, 2022:
Ice Lake and Zen 3). They only have to be stable and of the right order."""

INTEGER_OPCODES = frozenset(OPCODE_NUMBER[name] for name in (
    "br", "switch", "add", "sub", "mul", "shl", "lshr", "ashr", "and", "or", "xor", "getelementptr", "trunc", "zext", "sext",
    "ptrtoint", "inttoptr", "bitcast", "icmp", "phi", "select", "freeze"))
"""Control flow and cheap arithmetic on integers and addresses: what loop control and induction consist of."""

_CLASS_OF = {
    "mul": "multiply", "fmul": "float-add", "fadd": "float-add", "fsub": "float-add", "fneg": "simple",
    "udiv": "divide", "sdiv": "divide", "urem": "divide", "srem": "divide",
    "fdiv": "float-divide", "frem": "math", "load": "load", "store": "store", "call": "call", "invoke": "call",
    "fptoui": "float-add", "fptosi": "float-add", "uitofp": "float-add", "sitofp": "float-add",
    "fptrunc": "float-add", "fpext": "float-add", "cmpxchg": "divide", "atomicrmw": "divide", "fence": "divide",
}

_NOT_EXECUTED = re.compile(
    r"llvm\.(dbg\.|lifetime\.|invariant\.|assume|donothing|experimental\.noalias\.scope\.decl|annotation"
    r"|var\.annotation|ptr\.annotation|pseudoprobe|prefetch)")
_MATH = re.compile(
    r"(llvm\.)?(sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|asinh|acosh|atanh|exp|exp2|exp10|expm1|log|log2"
    r"|log10|log1p|pow|powi|cbrt|hypot|fmod|lgamma|tgamma|erf|erfc|ldexp|frexp|modf|numba_\w+)(f|l|\.f\d+|\.)?.*")
_FLOAT_INTRINSIC = re.compile(r"llvm\.(fma|fmuladd|fabs|copysign|maxnum|minnum|maximum|minimum|floor|ceil|trunc"
                              r"|rint|nearbyint|round|roundeven|canonicalize|is\.fpclass)")


def is_executed(callee: str) -> bool:
    """False for intrinsics that only carry facts to the compiler (lifetimes, assumptions, debug records)."""
    return _NOT_EXECUTED.match(callee) is None


def latency_class(opcode: str, callee: str = "") -> str:
    """The latency class of an instruction."""
    if callee.startswith("llvm.sqrt") or callee in ("sqrt", "sqrtf"):
        return "float-divide"
    if callee and _FLOAT_INTRINSIC.match(callee):
        return "float-add"
    if callee and _MATH.fullmatch(callee):
        return "math"
    if callee.startswith("llvm.") and not callee.startswith(("llvm.mem", "llvm.eh")):
        return "simple"
    return _CLASS_OF.get(opcode, "simple")


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing a known external does to memory.

    ``kind`` is ``copy`` (to, from, bytes), ``write``, ``read`` or ``fresh`` (address, bytes) or ``move``
    (old address, new address, bytes; the old block's usable size bounds the copy). Each of ``values`` is an
    argument number, ``result``, ``result+N``, an integer as text, or a product ``0*1``.
    """

    kind: str
    values: tuple[str, ...]


_EFFECTS: dict[str, tuple[Effect, ...]] = {
    "memcpy": (Effect("copy", ("0", "1", "2")),),
    "memmove": (Effect("copy", ("0", "1", "2")),),
    "memset": (Effect("write", ("0", "2")),),
    "bzero": (Effect("write", ("0", "1")),),
    "memcmp": (Effect("read", ("0", "2")), Effect("read", ("1", "2"))),
    "bcmp": (Effect("read", ("0", "2")), Effect("read", ("1", "2"))),
    "strlen": (Effect("read", ("0", "result")),),
    "malloc": (Effect("fresh", ("result", "0")),),
    "calloc": (Effect("write", ("result", "0*1")),),
    "aligned_alloc": (Effect("fresh", ("result", "1")),),
    "realloc": (Effect("move", ("0", "result", "1")),),
    "_Znwm": (Effect("fresh", ("result", "0")),),
    "_Znam": (Effect("fresh", ("result", "0")),),
    "NRT_Allocate": (Effect("fresh", ("result", "0")),),
    "NRT_MemInfo_alloc": (Effect("fresh", ("result", "0")), Effect("write", ("result", "=48"))),
    "NRT_MemInfo_alloc_safe": (Effect("fresh", ("result", "0")), Effect("write", ("result", "=48"))),
    "NRT_MemInfo_alloc_aligned": (Effect("fresh", ("result", "0+1")), Effect("write", ("result", "=48"))),
    "NRT_MemInfo_alloc_safe_aligned": (Effect("fresh", ("result", "0+1")), Effect("write", ("result", "=48"))),
}
_NO_EFFECT = re.compile(
    r"(free|_ZdlPv.*|_ZdaPv.*|NRT_incref|NRT_decref|NRT_Free|NRT_MemInfo_(call_dtor|destroy|new)"
    r"|abs|labs|rand|srand|time|clock|putchar|puts|printf|fflush|getenv|isatty|exit|abort|__assert_fail|atoi|atol"
    r"|numba_do_raise|numba_gil_ensure|numba_gil_release|llvm\..*|__rust_no_alloc_shim_is_unstable.*"
    r"|.*__rust_dealloc|malloc_usable_size|sqrtf?|fabsf?|floorf?|ceilf?)")


def effects_of(callee: str) -> tuple[Effect, ...]:
    """Memory effects of a call that leaves the module; empty when it has none or they are unknown."""
    for intrinsic, plain in (("llvm.memcpy.", "memcpy"), ("llvm.memmove.", "memmove"), ("llvm.memset.", "memset")):
        if callee.startswith(intrinsic):
            return _EFFECTS[plain]
    if callee.endswith("___rust_alloc"):
        return _EFFECTS["malloc"]
    if callee.endswith("___rust_alloc_zeroed"):
        return (Effect("write", ("result", "0")),)
    if callee.endswith("___rust_realloc"):
        return (Effect("move", ("0", "result", "3")),)
    return _EFFECTS.get(callee, ())


def effects_are_known(callee: str) -> bool:
    """Whether irpart knows what a call to this external does to memory the program can see."""
    return bool(effects_of(callee)) or _NO_EFFECT.fullmatch(callee) is not None or (
        _MATH.fullmatch(callee) is not None)


def may_call_back(callee: str) -> bool:
    """Whether an external may run code of this module before it returns (``qsort`` with its comparator)."""
    return not effects_are_known(callee) or callee in ("exit", "abort")
