"""Single instructions twice: JIT-compiled by LLVM without optimisation, and tabulated and evaluated by irpart."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass

import llvmlite.binding as llvm
import numpy as np

from irpart.program.analysis import analyse
from irpart.replay import _opcode_kernels as kernels
from irpart.replay.constants import width_of
from irpart.replay.opcodes import tabulate
from irpart.replay.types import ABSENT, CONSTANT, PARAMETER, PREVIOUS, RESULT, StepTable

Columns = tuple[np.ndarray, np.ndarray, np.ndarray]
Keep = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]

_LOOP = """
define void @loop(ptr %f, ptr %a, ptr %b, ptr %c, ptr %out, i64 %n) {
entry:
  br label %body
body:
  %i = phi i64 [ 0, %entry ], [ %next, %body ]
  %pa = getelementptr i64, ptr %a, i64 %i
  %pb = getelementptr i64, ptr %b, i64 %i
  %pc = getelementptr i64, ptr %c, i64 %i
  %po = getelementptr i64, ptr %out, i64 %i
  %va = load i64, ptr %pa
  %vb = load i64, ptr %pb
  %vc = load i64, ptr %pc
  %v = call i64 %f(i64 %va, i64 %vb, i64 %vc)
  store i64 %v, ptr %po
  %next = add i64 %i, 1
  %more = icmp ult i64 %next, %n
  br i1 %more, label %body, label %done
done:
  ret void
}
"""


@dataclass(frozen=True)
class Case:
    """Instructions that make ``%r`` of type ``result`` from ``%a``, ``%b``, ``%c`` of types ``operands``.

    ``keep`` picks the rows of operand bits for which LLVM defines the result (all when None).
    """

    lines: str
    operands: tuple[str, ...]
    result: str
    keep: Keep | None = None


def narrowing(kind: str, name: str) -> str:
    """IR that makes ``%name`` of a type from the bits in ``%name64``."""
    if kind == "float":
        return f"  %{name}32 = trunc i64 %{name}64 to i32\n  %{name} = bitcast i32 %{name}32 to float\n"
    cast = {"double": "bitcast", "ptr": "inttoptr", "i64": "bitcast"}.get(kind, "trunc")
    return f"  %{name} = {cast} i64 %{name}64 to {kind}\n"


def widening(kind: str) -> str:
    """IR that makes ``%bits`` from ``%r``."""
    if kind == "float":
        return "  %r32 = bitcast float %r to i32\n  %bits = zext i32 %r32 to i64\n"
    cast = {"double": "bitcast", "ptr": "ptrtoint", "i64": "bitcast"}.get(kind, "zext")
    return f"  %bits = {cast} {kind} %r to i64\n"


class Compiled:
    """A list of cases as machine code and as step tables.

    Parameters
    ----------
    cases
        What to compile.
    declarations
        Lines of IR outside functions: ``declare`` and ``%T = type`` lines.
    """

    def __init__(self, cases: list[Case], declarations: str = "") -> None:
        self.cases = cases
        text = declarations + _LOOP
        for number, case in enumerate(cases):
            text += f"define i64 @case{number}(i64 %a64, i64 %b64, i64 %c64) {{\nentry:\n"
            text += "".join(narrowing(kind, name) for kind, name in zip(case.operands, "abc", strict=False))
            text += "".join(f"  {line.strip()}\n" for line in case.lines.split(";")) + widening(case.result)
            text += "  ret i64 %bits\n}\n"
        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        module = llvm.parse_assembly(text)
        module.verify()
        target = llvm.Target.from_default_triple().create_target_machine(
            cpu=llvm.get_host_cpu_name(), features=llvm.get_host_cpu_features().flatten(), opt=0, jit=True)
        self.engine = llvm.create_mcjit_compiler(module, target)
        self.engine.finalize_object()
        self.loop = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * 5, ctypes.c_int64)(
            self.engine.get_function_address("loop"))
        self.program, parsed = analyse(text, lambda name: True)
        self.table: StepTable = tabulate(self.program, parsed)

    def native(self, number: int, columns: Columns) -> np.ndarray:
        """Results of a case by LLVM's machine code."""
        out = np.zeros(len(columns[0]), np.uint64)
        pointers = [column.ctypes.data for column in (*columns, out)]
        if len(out):
            self.loop(self.engine.get_function_address(f"case{number}"), *pointers, len(out))
        return out

    def replayed(self, number: int, columns: Columns) -> np.ndarray:
        """Results of a case by the steps of its instructions."""
        function = self.program.function_names.index(f"case{number}")
        rows = np.flatnonzero(self.program.block_function[self.program.instruction_block] == function)
        values: dict[int, np.ndarray] = {}
        for row in rows:
            values[int(row)] = self._value(int(row), columns, values)
        return values[int(rows[-1])]

    def _value(self, row: int, columns: Columns, values: dict[int, np.ndarray]) -> np.ndarray:
        table, n = self.table, len(columns[0])
        value = np.zeros(n, np.uint64)
        assert table.reason[row] == "", table.reason[row]
        for step in range(table.step_start[row], table.step_start[row + 1]):
            operands = []
            for kind, number in zip(table.kind[step].tolist(), table.value[step].tolist(), strict=True):
                operands.append({ABSENT: lambda _: np.full(n, 0xDEADBEEFDEADBEEF, np.uint64),
                                 CONSTANT: lambda bits: np.full(n, bits, np.uint64),
                                 PARAMETER: lambda place: columns[place], RESULT: lambda made: values[made],
                                 PREVIOUS: lambda _, before=value: before}[kind](number))
            action = np.full(n, table.action[step], np.uint8)
            result = np.empty(n, np.uint64)
            kernels.evaluate_each(action, np.full(n, table.width[step], np.uint8), *operands, result)
            value = result
        return value

    def wrong(self, number: int, columns: Columns) -> list[str]:
        """The first rows where the two differ, in words."""
        case = self.cases[number]
        columns = tuple(np.ascontiguousarray(column & np.uint64((1 << width_of(kind)) - 1))
                        for column, kind in zip(columns, (*case.operands, "i64", "i64"), strict=False))
        if case.keep is not None:
            kept = case.keep(*columns)
            columns = tuple(np.ascontiguousarray(column[kept]) for column in columns)
        native, replayed = self.native(number, columns), self.replayed(number, columns)
        return [f"{case.lines}: {[hex(column[i]) for column in columns]} is {hex(native[i])}, not {hex(replayed[i])}"
                for i in np.flatnonzero(native != replayed)[:3]]
