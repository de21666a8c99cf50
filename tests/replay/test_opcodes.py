"""Every opcode against LLVM's own machine code, bit for bit; literals; tables of real programs."""

from __future__ import annotations

import itertools
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.replay import _opcode_kernels as kernels
from irpart.replay.actions import ACTION_NUMBER, ACTIONS, FLOAT_PREDICATES, INTEGER_PREDICATES, LIBRARY_ONE, LIBRARY_TWO
from irpart.replay.constants import width_of
from tests.replay.compiled import Case, Columns, Compiled

WIDTHS = (1, 5, 8, 16, 24, 32, 33, 64)
FLOATS = ("float", "double")
INTEGER_ACTIONS = ("add", "sub", "mul", "udiv", "sdiv", "urem", "srem", "shl", "lshr", "ashr", "and", "or", "xor")
SUFFIX = {"float": "f32", "double": "f64"}
SAME = {1: ("sqrt", "fabs", "floor", "ceil", "trunc", "rint", "nearbyint", "round", "roundeven"),
        2: ("copysign", "minnum", "maxnum", "minimum", "maximum"), 3: ("fma", "fmuladd")}


def integers(width: int) -> list[int]:
    """Edges of a width: 0, powers of two and their neighbours, least, most; and some of no shape."""
    mask = (1 << width) - 1
    places = (0, 1, 2, 3, 4, 7, 8, 15, 16, 23, 31, 32, 33, 52, 62, 63)
    near = {(1 << k) + d for k in places if k < width for d in (-1, 0, 1)}
    mixed = np.random.default_rng(width).integers(0, 1 << 63, 6).tolist()
    return sorted({x & mask for x in {*near, -1, -2, (1 << width - 1) - 1, 1 << width - 1, *mixed}})


def doubles() -> list[int]:
    """Zeros, ones, halves, bounds of the integer types, denormals, infinities, NaNs (quiet, with a payload)."""
    values = [0.0, 0.5, 1.0, 1.5, 2.5, 3.0, 4.9e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 0.1, 1e10, 3.7e-5,
              float(2**31), float(2**31 - 1), float(2**32), float(2**63), float(2**64), 2.0**52 + 1.5, 1e300, 7.25, 710.0]
    bits = [struct.unpack("<Q", struct.pack("<d", value))[0] for value in values]
    bits += [0x7FF0000000000000, 0x7FF8000000000000, 0x7FF800000000BEEF]
    return [b | sign << 63 for b in bits for sign in (0, 1)] + np.random.default_rng(1).integers(0, 1 << 63, 6).tolist()


def singles() -> list[int]:
    """The same for float."""
    values = [0.0, 0.5, 1.0, 1.5, 2.5, 3.0, 1.4e-45, 1.1754944e-38, 3.4028235e38, 0.1, 1e10, 3.7e-5, float(2**31),
              float(2**32), float(2**63), float(2**64), 8388607.5, 7.25, 88.0]
    bits = [struct.unpack("<I", struct.pack("<f", value))[0] for value in values]
    bits += [0x7F800000, 0x7FC00000, 0x7FC0BEEF]
    return [b | sign << 31 for b in bits for sign in (0, 1)] + np.random.default_rng(2).integers(0, 1 << 31, 6).tolist()


def edges(kind: str) -> list[int]:
    """Bit patterns to try for a type."""
    return singles() if kind == "float" else doubles() if kind == "double" else integers(width_of(kind))


def columns_for(case: Case) -> Columns:
    """All combinations of edges; for three operands a sample of them."""
    lists = [edges(kind) for kind in case.operands]
    rows = np.array(list(itertools.product(*lists)), np.uint64).reshape(-1, len(lists))
    if len(rows) > 6000:
        rows = rows[np.random.default_rng(3).choice(len(rows), 6000, replace=False)]
    filled = np.concatenate([rows, np.zeros((len(rows), 3 - len(lists)), np.uint64)], axis=1)
    return tuple(np.ascontiguousarray(column) for column in filled.T)


def check(cases: list[Case], declarations: str = "") -> None:
    """Compile, run over the edges, compare."""
    compiled = Compiled(cases, declarations)
    wrong = [text for number, case in enumerate(cases) for text in compiled.wrong(number, columns_for(case))]
    assert wrong == []


def defined(opcode: str, width: int):
    """Rows for which LLVM defines an integer instruction: no division by zero or overflow, no long shift."""
    if opcode in ("shl", "lshr", "ashr"):
        return lambda a, b, c: b < np.uint64(width)
    if opcode in ("udiv", "urem"):
        return lambda a, b, c: b != 0
    least, most = np.uint64(1 << width - 1), np.uint64((1 << width) - 1)
    return (lambda a, b, c: (b != 0) & ~((a == least) & (b == most))) if opcode in ("sdiv", "srem") else None


def integer_case(opcode: str, width: int) -> Case:
    """One integer instruction."""
    return Case(f"%r = {opcode} i{width} %a, %b", (f"i{width}",) * 2, f"i{width}", defined(opcode, width))


def test_actions_have_the_numbers_that_the_kernel_knows():
    """The kernel's constants are frozen copies of the names."""
    assert kernels.LIBRARY_ONE == LIBRARY_ONE
    assert kernels.LIBRARY_TWO == LIBRARY_TWO
    first = {"ICMP": "icmp.eq", "FCMP": "fcmp.false", "LIBRARY": f"lib.{LIBRARY_ONE[0]}"}
    constants = {name: value for name, value in vars(kernels).items() if name.isupper() and isinstance(value, int)}
    ranged = (len(INTEGER_PREDICATES) - 1 + len(FLOAT_PREDICATES) - 1 + len(LIBRARY_ONE) + len(LIBRARY_TWO) - 1)
    assert len(constants) == len(ACTIONS) - ranged
    for name, value in constants.items():
        known = first.get(name, name.lower())
        assert ACTION_NUMBER[known if known in ACTION_NUMBER else known.replace("_", ".")] == value


@pytest.mark.parametrize("width", WIDTHS)
def test_integer_arithmetic(width):
    """Wrap-around, shifts, signed and unsigned division, bits."""
    check([integer_case(opcode, width) for opcode in INTEGER_ACTIONS])


def test_integer_comparisons():
    """All predicates, pointers too."""
    check([Case(f"%r = icmp {predicate} {kind} %a, %b", (kind, kind), "i1")
           for predicate in INTEGER_PREDICATES for kind in (*(f"i{width}" for width in WIDTHS), "ptr")])


def test_float_arithmetic():
    """Rounding to float and double, signed zeros, NaNs, remainders, negation."""
    lines = [(kind, f"{opcode} {kind} %a, %b", 2) for kind in FLOATS for opcode in ("fadd", "fsub", "fmul", "fdiv", "frem")]
    lines += [(kind, f"fneg {kind} %a", 1) for kind in FLOATS]
    check([Case(f"%r = {line}", (kind,) * arity, kind) for kind, line, arity in lines])


def test_remainders_by_powers_of_two():
    """Literal divisors from 1 on, of either sign, give NaN the dividend's sign; others do not."""
    check([Case(f"%r = frem {kind} %a, {divisor}", (kind,), kind) for kind in FLOATS
           for divisor in ("1.0", "2.0", "-2.0", "0x4330000000000000", "0.5", "3.0", "0.0", "0x7FF0000000000000")])


def test_nothing_is_contracted():
    """A product and a sum round twice."""
    check([Case(f"%p = fmul {kind} %a, %b;%r = fadd {kind} %p, %c", (kind,) * 3, kind) for kind in FLOATS])


def test_float_comparisons():
    """All sixteen predicates."""
    check([Case(f"%r = fcmp {predicate} {kind} %a, %b", (kind, kind), "i1")
           for predicate in FLOAT_PREDICATES for kind in FLOATS])


def test_integer_conversions():
    """trunc, zext and sext between widths; pointers and integers; casts of bits."""
    cases = [Case(f"%r = {opcode} i{a} %a to i{b}", (f"i{a}",), f"i{b}") for a in WIDTHS for b in WIDTHS
             for opcode in (("zext", "sext") if a < b else ("trunc",) if a > b else ())]
    cases += [Case("%r = ptrtoint ptr %a to i32", ("ptr",), "i32"), Case("%r = inttoptr i32 %a to ptr", ("i32",), "ptr"),
              Case("%r = ptrtoint ptr %a to i64", ("ptr",), "i64"),
              Case("%r = bitcast i64 %a to double", ("i64",), "double"),
              Case("%r = bitcast float %a to i32", ("float",), "i32"), Case("%r = freeze i24 %a", ("i24",), "i24"),
              Case("%p = addrspacecast ptr %a to ptr addrspace(1);%r = addrspacecast ptr addrspace(1) %p to ptr", ("ptr",),
                   "ptr")]
    check(cases)


@pytest.mark.parametrize("opcode", ["fptosi", "fptoui"])
def test_floats_to_integers(opcode):
    """Also out of range: what this processor's instruction for the width returns."""
    check([Case(f"%r = {opcode} {kind} %a to i{width}", (kind,), f"i{width}")
           for kind in FLOATS for width in (8, 16, 32, 64)])


def test_floats_to_odd_integers():
    """Within the range of the type."""
    for kind in FLOATS:
        dtype, lower = (np.float32, np.uint32) if kind == "float" else (np.float64, np.uint64)

        def within(width, signed, dtype=dtype, lower=lower):
            low, high = (-(1 << width - 1), 1 << width - 1) if signed else (0, 1 << width)

            def keep(a, b, c):
                values = np.trunc(a.astype(lower).view(dtype).astype(np.float64))
                return (values >= low) & (values < high)

            return keep

        check([Case(f"%r = {opcode} {kind} %a to i{width}", (kind,), f"i{width}", within(width, opcode == "fptosi"))
               for opcode in ("fptosi", "fptoui") for width in WIDTHS])


def test_floats_to_the_nearest_integers():
    """The saturating conversions, which are defined for every value."""
    check_calls([intrinsic(f"llvm.{opcode}.sat.i{width}.{SUFFIX[kind]}", (kind,), f"i{width}") for kind in FLOATS
                 for opcode in ("fptosi", "fptoui") for width in WIDTHS])


def test_integers_to_floats_and_between_floats():
    """One rounding, signed and unsigned."""
    cases = [Case(f"%r = {opcode} i{width} %a to {kind}", (f"i{width}",), kind)
             for opcode in ("sitofp", "uitofp") for kind in FLOATS for width in WIDTHS]
    cases += [Case("%r = fptrunc double %a to float", ("double",), "float"),
              Case("%r = fpext float %a to double", ("float",), "double")]
    check(cases)


def test_select():
    """By one bit, of every kind of value."""
    check([Case(f"%r = select i1 %a, {kind} %b, {kind} %c", ("i1", kind, kind), kind)
           for kind in ("i8", "i33", "ptr", *FLOATS)])


def test_addresses():
    """Constant and variable indices of several widths, members of structs, packed ones, negative offsets, large elements."""
    types = "%T = type { i8, [3 x double], %U }\n%U = type <{ i8, i32, [5 x i16] }>\n"
    sources = ["i8, ptr %a, i64 %b", "double, ptr %a, i64 -3", "i8, ptr %a, i64 0", "%T, ptr %a, i64 7, i32 1, i8 2",
               "%T, ptr %a, i64 %b, i32 2, i32 2, i16 %c", "{i8, i64, i16}, ptr %a, i64 %b, i32 2",
               "[4 x [5 x i32]], ptr %a, i64 %b, i16 %c, i64 3", "[4 x i32], ptr %a, i64 %b, i64 -3",
               "[8589934592 x i8], ptr %a, i64 %b", "[1000 x i64], ptr %a, i64 999999999, i64 %b"]
    check([Case(f"%r = getelementptr {source}", ("ptr", "i64", "i16"), "ptr") for source in sources]
          + [Case("%r = getelementptr inbounds nuw i32, ptr %a, i8 %b", ("ptr", "i8"), "ptr")], types)


def intrinsic(name: str, kinds: tuple[str, ...], result: str, more: str = "", keep=None) -> tuple[Case, str]:
    """A case that calls an intrinsic or function, and its declaration."""
    arguments = ", ".join([*(f"{kind} %{x}" for kind, x in zip(kinds, "abc", strict=False)), *([more] if more else [])])
    declared = ", ".join([*kinds, *([more.split()[0]] if more else [])])
    return (Case(f"%r = call {result} @{name}({arguments})", kinds, result, keep), f"declare {result} @{name}({declared})\n")


def check_calls(found: list[tuple[Case, str]]) -> None:
    """Compare calls, each declared once."""
    check([case for case, _ in found], "".join(dict.fromkeys(line for _, line in found)))


def test_float_intrinsics():
    """Rounding, roots, signs, fused products, least and greatest."""
    check_calls([intrinsic(f"llvm.{name}.{SUFFIX[kind]}", (kind,) * arity, kind)
                 for kind in FLOATS for arity, names in SAME.items() for name in names])


def test_integer_intrinsics():
    """Least and greatest, counts, reversals, funnel shifts, saturation, three-way comparison."""
    found = []
    for width in WIDTHS:
        kind = f"i{width}"
        two = ("smin", "smax", "umin", "umax", "sadd.sat", "uadd.sat", "ssub.sat", "usub.sat")
        found += [intrinsic(f"llvm.{name}.{kind}", (kind, kind), kind) for name in two]
        found += [intrinsic(f"llvm.{name}.{kind}", (kind, kind), kind, keep=defined("shl", width))
                  for name in ("sshl.sat", "ushl.sat")]
        found += [intrinsic(f"llvm.{name}.{kind}", (kind,), kind) for name in ("ctpop", "bitreverse")]
        found += [intrinsic(f"llvm.{name}.{kind}", (kind,), kind, "i1 false") for name in ("abs", "ctlz", "cttz")]
        found += [intrinsic(f"llvm.{name}.{kind}", (kind,) * 3, kind) for name in ("fshl", "fshr")]
        found += [intrinsic(f"llvm.{name}.i8.{kind}", (kind,) * 2, "i8") for name in ("scmp", "ucmp")]
    found += [intrinsic(f"llvm.bswap.i{width}", (f"i{width}",), f"i{width}") for width in (16, 32, 48, 64)]
    found += [intrinsic("llvm.expect.i64", ("i64", "i64"), "i64"), intrinsic("abs", ("i32",), "i32")]
    check_calls(found)


def test_overflow_and_members_of_aggregates():
    """Both members of what with.overflow returns, and what insertvalue put into an aggregate."""
    cases, declarations = [], ""
    for width, name in itertools.product(WIDTHS, ("sadd", "uadd", "ssub", "usub", "smul", "umul")):
        kind, function = f"i{width}", f"llvm.{name}.with.overflow.i{width}"
        declarations += f"declare {{ {kind}, i1 }} @{function}({kind}, {kind})\n"
        made = f"%p = call {{ {kind}, i1 }} @{function}({kind} %a, {kind} %b)"
        cases += [Case(f"{made};%r = extractvalue {{ {kind}, i1 }} %p, {member}", (kind, kind), (kind, "i1")[member])
                  for member in (0, 1)]
    pair = "%p = insertvalue { i64, { float, i8 } } undef, i8 %b, 1, 1;%q = insertvalue { i64, { float, i8 } } %p, i64 %a, 0"
    whole = "{ i64, { float, i8 } }"
    nested = f"%w = insertvalue {{ i1, {whole} }} poison, {whole} %q, 1;%s = extractvalue {{ i1, {whole} }} %w, 1"
    cases += [Case(f"{pair};%r = extractvalue {whole} %q, 0", ("i64", "i8"), "i64"),
              Case(f"{pair};%r = extractvalue {whole} %q, 1, 1", ("i64", "i8"), "i8"),
              Case(f"{pair};{nested};%r = extractvalue {whole} %s, 1, 1", ("i64", "i8"), "i8")]
    check(cases, declarations)


@pytest.mark.parametrize("kind", FLOATS)
def test_library_functions(kind):
    """The functions of the C library that compiled code calls, and the intrinsics that become them."""
    end = "f" if kind == "float" else ""
    one = [intrinsic(name + end, (kind,), kind) for name in LIBRARY_ONE]
    two = [intrinsic(name + end, (kind, kind), kind) for name in LIBRARY_TWO]
    named = ("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "exp", "exp2", "log", "log2", "log10")
    lowered = [intrinsic(f"llvm.{name}.{SUFFIX[kind]}", (kind,), kind) for name in named]
    lowered += [intrinsic(f"llvm.{name}.{SUFFIX[kind]}", (kind, kind), kind) for name in ("pow", "atan2")]
    powers = [(Case(f"%r = call {kind} @llvm.powi.{SUFFIX[kind]}.i32({kind} %a, i32 {n})", (kind,), kind),
               f"declare {kind} @llvm.powi.{SUFFIX[kind]}.i32({kind}, i32)\n") for n in (0, 1, 2, 3, 7, 10, -1, -5)]
    check_calls(one + two + lowered + powers)


def test_literals():
    """Operands that are written in the instruction: integers, floats in every notation, null, undef, booleans."""
    check([Case("%r = add i8 %a, -1", ("i8",), "i8"), Case("%r = xor i1 %a, true", ("i1",), "i1"),
           Case("%r = mul i33 %a, 5000000000", ("i33",), "i33"),
           Case("%r = fadd float %a, 0x3FB99999A0000000", ("float",), "float"),
           Case("%r = fmul double %a, 0x3FB999999999999A", ("double",), "double"),
           Case("%r = fadd double %a, -1.500000e+00", ("double",), "double"),
           Case("%r = fadd float %a, 0x7FF8000000000000", ("float",), "float"),
           Case("%r = icmp eq ptr %a, null", ("ptr",), "i1"),
           Case("%r = select i1 %a, ptr inttoptr (i64 4096 to ptr), ptr null", ("i1",), "ptr"),
           Case("%r = select i1 true, i64 %a, i64 undef", ("i64",), "i64")])


@pytest.fixture(scope="module")
def arithmetic():
    """Integer instructions of every width, compiled once for the property test."""
    return Compiled([integer_case(opcode, width) for opcode in INTEGER_ACTIONS for width in WIDTHS])


@settings(max_examples=40, deadline=None)
@given(number=st.integers(0, len(INTEGER_ACTIONS) * len(WIDTHS) - 1), a=st.integers(0, (1 << 64) - 1),
       b=st.integers(0, (1 << 64) - 1))
def test_any_integers(arithmetic, number, a, b):
    """Operands of any bits."""
    columns = tuple(np.array([x], np.uint64) for x in (a, b, 0))
    assert arithmetic.wrong(number, columns) == []


@pytest.mark.parametrize(("action", "a", "b", "expected"), [
    ("udiv", 7, 0, 0), ("sdiv", 7, 0, 0), ("urem", 7, 0, 0), ("srem", 7, 0, 0), ("sdiv", 0x80, 0xFF, 0x80),
    ("srem", 0x80, 0xFF, 0), ("shl", 1, 8, 0), ("lshr", 0x80, 9, 0), ("ashr", 0x80, 200, 0xFF), ("ashr", 0x40, 8, 0),
    ("ashr", 0x80, 64, 0xFF)])
def test_what_llvm_leaves_undefined(action, a, b, expected):
    """The table of docs/replay.md: nothing traps."""
    number, width = np.uint8(ACTION_NUMBER[action]), np.uint8(8)
    assert kernels.evaluate(number, width, np.uint64(a), np.uint64(b), np.uint64(0)) == expected


@settings(max_examples=60, deadline=None)
@given(action=st.integers(0, len(ACTIONS) - 1), width=st.integers(1, 64), a=st.integers(0, (1 << 64) - 1),
       b=st.integers(0, (1 << 64) - 1), c=st.integers(0, (1 << 64) - 1))
def test_nothing_traps(action, width, a, b, c):
    """Any action on any bits returns, also bits that are not canonical."""
    result = kernels.evaluate(np.uint8(action), np.uint8(width), np.uint64(a), np.uint64(b), np.uint64(c))
    assert 0 <= int(result) < 1 << 64
