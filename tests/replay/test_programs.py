"""Whole functions by their step tables, with loops, calls, memory and phis, against LLVM's machine code."""

from __future__ import annotations

import ctypes

import llvmlite.binding as llvm
import numpy as np

from irpart.program.lowering import new_target, optimise, parse_ir
from tests.replay.interpreter import Interpreter

TEXT = """
%Cell = type { i8, float, [3 x i16] }
@weights = global [4 x double] [double 0.5, double -1.25, double 3.0, double 0x3FB999999999999A]
declare double @sin(double)
declare { i32, i1 } @llvm.smul.with.overflow.i32(i32, i32)
declare i64 @llvm.fshl.i64(i64, i64, i64)

define internal i64 @collatz(i64 %n) noinline {
entry:
  br label %loop
loop:
  %x = phi i64 [ %n, %entry ], [ %y, %both ]
  %steps = phi i64 [ 0, %entry ], [ %more, %both ]
  %odd = and i64 %x, 1
  switch i64 %odd, label %even [ i64 1, label %triple ]
even:
  %half = lshr i64 %x, 1
  br label %both
triple:
  %times = mul i64 %x, 3
  %up = add i64 %times, 1
  br label %both
both:
  %y = phi i64 [ %half, %even ], [ %up, %triple ]
  %more = add i64 %steps, 1
  %end = icmp ule i64 %y, 1
  br i1 %end, label %done, label %loop
done:
  ret i64 %more
}

define double @work(ptr %cells, ptr %grid, i64 %n, i32 %seed) {
entry:
  br label %outer
outer:
  %i = phi i64 [ 0, %entry ], [ %i.next, %after ]
  %sum = phi double [ 0.0, %entry ], [ %sum.next, %after ]
  %a = phi i64 [ 1, %entry ], [ %b, %after ]
  %b = phi i64 [ 2, %entry ], [ %a, %after ]
  %hash = phi i32 [ %seed, %entry ], [ %hash.next, %after ]
  %w.index = urem i64 %i, 4
  %w.at = getelementptr [4 x double], ptr @weights, i64 0, i64 %w.index
  %w = load double, ptr %w.at
  %start = add i64 %i, 3
  %c = call i64 @collatz(i64 %start)
  %c.low = trunc i64 %c to i16
  %slot = srem i64 %c, 3
  %place = getelementptr %Cell, ptr %cells, i64 %i, i32 2, i64 %slot
  store i16 %c.low, ptr %place
  %f.at = getelementptr %Cell, ptr %cells, i64 %i, i32 1
  %f = load float, ptr %f.at
  %f.wide = fpext float %f to double
  %wave = call double @sin(double %f.wide)
  %product = fmul double %wave, %w
  %sum.next = fadd double %sum, %product
  %f.new = fptrunc double %sum.next to float
  store float %f.new, ptr %f.at
  br label %inner
inner:
  %j = phi i32 [ 0, %outer ], [ %j.next, %inner ]
  %h = phi i32 [ %hash, %outer ], [ %h.next, %inner ]
  %pair = call { i32, i1 } @llvm.smul.with.overflow.i32(i32 %h, i32 16777619)
  %h.low = extractvalue { i32, i1 } %pair, 0
  %h.lost = extractvalue { i32, i1 } %pair, 1
  %h.bit = zext i1 %h.lost to i32
  %h.mixed = xor i32 %h.low, %j
  %h.next = add i32 %h.mixed, %h.bit
  %h.long = sext i32 %h.next to i64
  %turned = call i64 @llvm.fshl.i64(i64 %h.long, i64 %a, i64 %i)
  %g.at = getelementptr [5 x i64], ptr %grid, i64 %w.index, i32 %j
  %g = load i64, ptr %g.at
  %g.new = add i64 %g, %turned
  store i64 %g.new, ptr %g.at
  %j.next = add i32 %j, 1
  %j.more = icmp slt i32 %j.next, 5
  br i1 %j.more, label %inner, label %after
after:
  %hash.next = phi i32 [ %h.next, %inner ]
  %i.next = add i64 %i, 1
  %i.more = icmp ult i64 %i.next, %n
  br i1 %i.more, label %outer, label %done
done:
  %last = sitofp i32 %hash.next to double
  %result = fsub double %sum.next, %last
  ret double %result
}
"""


def test_a_program_with_everything():
    """The same result and the same memory, from the text as written and from its scalar O1 form."""
    cells = np.random.default_rng(0).integers(0, 255, 16 * 50, dtype=np.uint8)
    for i in range(50):
        cells[16 * i + 4 : 16 * i + 8] = np.float32([i / 7]).view(np.uint8)
    grid = np.arange(20, dtype=np.int64)
    engine = llvm.create_mcjit_compiler(parse_ir(TEXT, "the program"), new_target())
    engine.finalize_object()
    work = ctypes.CFUNCTYPE(ctypes.c_double, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int32)(
        engine.get_function_address("work"))
    native_cells, native_grid = cells.copy(), grid.copy()
    expected = np.float64(work(native_cells.ctypes.data, native_grid.ctypes.data, 50, -7)).view(np.uint64)
    for text in (TEXT, optimise(TEXT)):
        own_cells, own_grid = cells.copy(), grid.copy()
        interpreter = Interpreter(text, {"@weights": engine.get_global_value_address("weights")})
        found = interpreter.call("work", [own_cells.ctypes.data, own_grid.ctypes.data, 50, (1 << 32) - 7])
        assert found == expected
        assert np.array_equal(own_cells, native_cells)
        assert np.array_equal(own_grid, native_grid)
