"""Lowering: static tables of known programs, types and sizes, refusals with LLVM's own words."""

from __future__ import annotations

from pathlib import Path

import numba
import numpy as np
import pytest

from irpart.base.errors import BackendError, InputError, UnsupportedProgram
from irpart.program import native_source, numba_adapter
from irpart.program.analysis import analyse
from irpart.program.ir_types import Layout, argument_operand, split_top_level, take_type
from irpart.program.lowering import optimise
from irpart.program.native_source import load_libraries, read_native
from irpart.program.opcodes import OPCODES

LOOP = """
define i64 @sum(ptr %x, i64 %n) {
entry:
  br label %loop
loop:
  %i = phi i64 [ 0, %entry ], [ %next, %loop ]
  %s = phi i64 [ 0, %entry ], [ %t, %loop ]
  %at = getelementptr i32, ptr %x, i64 %i
  %v = load volatile i32, ptr %at
  %w = sext i32 %v to i64
  %t = add i64 %s, %w
  %next = add i64 %i, 1
  %more = icmp slt i64 %next, %n
  br i1 %more, label %loop, label %done
done:
  ret i64 %t
}
"""


def test_tables_of_a_loop() -> None:
    """Blocks, loop, dominators, operands, access widths."""
    program, module = analyse(optimise(LOOP), lambda name: True)
    assert program.function_names == ("sum",)
    assert len(program.loop_header) == 1
    header = int(program.loop_header[0])
    assert program.block_loop[header] == 0
    assert program.loop_depth.tolist() == [1]
    opcodes = [OPCODES[o] for o in program.opcode]
    load = opcodes.index("load")
    assert program.access_bytes[load] == 4
    used = program.operands[program.operand_start[load] : program.operand_start[load + 1]]
    assert [OPCODES[program.opcode[o]] for o in used] == ["getelementptr"]
    assert "Program(1 functions" in repr(program)
    assert program.source_of(load) == "sum"
    assert module.functions[0].parameters == ["x", "n"]


@pytest.mark.parametrize(("text", "size"), [
    ("i1", 1), ("i24", 3), ("i128", 16), ("double", 8), ("x86_fp80", 10), ("ptr", 8), ("[3 x i16]", 6), ("<4 x float>", 16),
    ("{ i8, i64 }", 16), ("<{ i8, i64 }>", 9), ("{ i8, [2 x { i32, i8 }] }", 20), ("%pair", 12), ("<3 x i1>", 1),
])
def test_sizes(text: str, size: int) -> None:
    """Store sizes under the usual data layout."""
    assert Layout({"%pair": "{ i32, [2 x i32] }"}).store_bytes(text) == size


def test_pieces_of_lines() -> None:
    """Types, arguments and their attributes, brackets and strings."""
    assert take_type("ptr addrspace(1) %x") == ("ptr addrspace(1)", "%x")
    assert take_type("{ i32, ptr } %p, i64 0") == ("{ i32, ptr }", "%p, i64 0")
    assert split_top_level('i32 1, [2 x i8] c"a,b", ptr %x') == ["i32 1", '[2 x i8] c"a,b"', "ptr %x"]
    assert argument_operand("ptr noundef nonnull align 8 dereferenceable(16) %x") == ("ptr", "%x")
    constant = "ptr align 1 getelementptr inbounds (i8, ptr @m, i64 4)"
    assert argument_operand(constant) == ("ptr", "getelementptr inbounds (i8, ptr @m, i64 4)")
    assert argument_operand("i64 range(i64 0, 5) %n") == ("i64", "%n")


def test_invalid_ir_names_the_line(tmp_path: Path) -> None:
    """LLVM's message with line and column."""
    (tmp_path / "bad.ll").write_text("define i32 @f() {\n  ret i64 0\n}\n")
    with pytest.raises(UnsupportedProgram, match=r"bad.ll is not valid LLVM IR: line 2, column \d+: value doesn't match"):
        read_native(tmp_path / "bad.ll")
    (tmp_path / "bad.bc").write_bytes(b"BC nonsense")
    with pytest.raises(UnsupportedProgram, match=r"bad.bc is not LLVM bitcode"):
        read_native(tmp_path / "bad.bc")


def test_other_inputs_that_do_not_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Missing files and compilers, unknown kinds, symbols that nobody has, nothing to trace."""
    with pytest.raises(InputError, match=r"Cannot read .*none.ll: No such file"):
        read_native(tmp_path / "none.ll")
    (tmp_path / "a.f90").write_text("end")
    with pytest.raises(InputError, match=r"is none of .ll, .bc, .c, .rs"):
        read_native(tmp_path / "a.f90")
    monkeypatch.setattr(native_source.shutil, "which", lambda name: None)
    (tmp_path / "a.c").write_text("int main() { return 0; }")
    with pytest.raises(BackendError, match=r"a.c needs clang, which is not on the PATH"):
        read_native(tmp_path / "a.c")
    text = ("declare void @no_such_function_anywhere()\n"
            "define void @f() {\n  call void @no_such_function_anywhere()\n  ret void\n}\n")
    with pytest.raises(UnsupportedProgram, match="no loaded library has: no_such_function_anywhere"):
        load_libraries(text, tmp_path / "a.ll")
    with pytest.raises(UnsupportedProgram, match="defines no function that can be traced"):
        analyse("declare void @f()\n", lambda name: True)


def test_bitcode_is_read(tmp_path: Path) -> None:
    """The same module from its binary form."""
    import llvmlite.binding as llvm

    (tmp_path / "a.bc").write_bytes(llvm.parse_assembly(LOOP).as_bitcode())
    assert "@sum" in read_native(tmp_path / "a.bc")


@numba.njit
def scaled(x: np.ndarray, factor: float) -> float:
    """A jitted callee."""
    return x[0] * factor


@numba.njit
def caller(x: np.ndarray, factor: float = 2.0) -> float:
    """A jitted caller."""
    total = 0.0
    for i in range(x.shape[0]):
        x[i] += 1.0
        total += scaled(x[i:], factor)
    return total


def test_numba_is_left_as_it_was() -> None:
    """Compiling without optimisation leaves dispatchers, hooks and results alone, and gives scalar IR with lines."""
    from numba.core.codegen import CPUCodeLibrary
    from numba.core.dispatcher import Dispatcher

    hooks = CPUCodeLibrary._optimize_final_module, Dispatcher.compile, Dispatcher.add_overload
    expected = caller(np.ones(5))
    signatures = list(caller.signatures)
    types = numba_adapter.argument_types_of(caller, numba_adapter.fold_arguments(caller, (np.ones(5),), {}))
    compiled = numba_adapter.compile_unoptimised(caller, types)
    assert hooks == (CPUCodeLibrary._optimize_final_module, Dispatcher.compile, Dispatcher.add_overload)
    assert list(caller.signatures) == signatures
    assert caller(np.ones(5)) == expected
    program, _ = analyse(optimise(compiled.text), numba_adapter.is_traced_symbol)
    assert "test_lowering.py" in program.files
    assert " x double>" not in optimise(compiled.text)


def test_numba_failures_are_one_sentence() -> None:
    """Numba's message, shortened, with file and line."""
    def unsupported(x):  # type: ignore[no-untyped-def]
        return undefined_name(x)  # type: ignore[name-defined]  # noqa: F821

    dispatcher = numba_adapter.jit_with_callees(unsupported)
    said = r"Numba cannot compile 'unsupported' \(test_lowering.py, line \d+\)"
    with pytest.raises(UnsupportedProgram, match=said) as error:
        numba_adapter.compile_unoptimised(dispatcher, (numba.float64,))
    assert "\n" not in str(error.value)
