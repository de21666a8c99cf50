"""What of real programs is computed, and what is opaque: every reason is known, none is new."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from irpart.program import numba_adapter
from irpart.program.analysis import analyse
from irpart.program.lowering import optimise
from irpart.program.native_source import read_native
from irpart.replay.actions import ACTION_NUMBER, ACTIONS
from irpart.replay.opcodes import tabulate
from irpart.replay.types import ABSENT, INCOMING, OPERAND_KINDS, RECORDED, StepTable
from tests.workloads.test_workloads import NAMES, load

FOLDER = Path(__file__).parents[2] / "data" / "ir"
EXPECTED = re.compile(r"the address of a stack slot|a call of (NRT_(incref|decref)|llvm\.memset\.p0\.i64"
                      r"|numba_attempt_nocopy_reshape)")
"""Why an instruction of a workload may be opaque: nothing of it is arithmetic."""
TEXT = """
@table = global [4 x i64] zeroinitializer
declare double @sin(double)
declare i64 @strange(i64)
define i64 @callee(i64 %x) {
entry:
  ret i64 %x
}
define i64 @main(i64 %n, <2 x i64> %v, i128 %w) {
entry:
  %slot = alloca i64
  br label %loop
loop:
  %i = phi i64 [ 7, %entry ], [ %next, %loop ], [ %n, %other ]
  %next = add nsw i64 %i, 1
  %p = getelementptr [4 x i64], ptr @table, i64 0, i64 %i
  %q = load i64, ptr getelementptr (i8, ptr @table, i64 8)
  store i32 5, ptr %p
  %called = call i64 @callee(i64 %i)
  %odd = call i64 @strange(i64 %i)
  %wide = add i128 %w, 1
  %pair = add <2 x i64> %v, %v
  %old = atomicrmw add ptr %p, i64 1 seq_cst
  %half = uitofp i64 %n to half
  %loose = fadd fast double 1.0, 2.0
  %more = icmp ult i64 %next, %n
  switch i64 %n, label %other [ i64 1, label %loop ]
other:
  br i1 %more, label %loop, label %done
done:
  ret i64 %q
}
"""


def steps_of(table: StepTable, row: int) -> list[tuple[str, int, list[str]]]:
    """Actions, widths and kinds of operands of an instruction."""
    steps = range(table.step_start[row], table.step_start[row + 1])
    return [(ACTIONS[table.action[s]], int(table.width[s]), [OPERAND_KINDS[k] for k in table.kind[s] if k != ABSENT])
            for s in steps]


def test_a_small_program_by_hand():
    """Every kind of operand, and every kind of instruction that is not computed."""
    program, module = analyse(TEXT, lambda name: True)
    table = tabulate(program, module)
    row = {name: number for number, name in enumerate(program.names) if name}
    assert steps_of(table, row["next"]) == [("add", 64, ["result", "constant"])]
    assert steps_of(table, row["p"]) == [("address", 64, ["recorded", "result", "constant"])]
    assert steps_of(table, row["q"]) == [("load", 64, ["memory", "recorded"])]
    assert steps_of(table, row["called"]) == [("copy", 64, ["returned"])]
    assert steps_of(table, row["i"]) == [("copy", 64, ["incoming"])]
    assert steps_of(table, row["p"] + 2) == [("store", 32, ["constant", "result"])]
    assert table.recorded == ("@table", "getelementptr (i8, ptr @table, i64 8)")
    ways = slice(*table.incoming_start[row["i"] : row["i"] + 2])
    labels = [program.block_labels[b] for b in table.incoming_block[ways]]
    kinds = [OPERAND_KINDS[k] for k in table.incoming_kind[ways]]
    assert list(zip(labels, kinds, table.incoming_value[ways].tolist(), strict=True)) == [
        ("entry", "constant", 7), ("loop", "result", row["next"]), ("other", "parameter", 0)]
    reasons = {name: table.reason[row[name]] for name in ("slot", "odd", "wide", "pair", "old", "half")}
    assert reasons == {"slot": "the address of a stack slot", "odd": "a call of strange", "wide": "the type i128",
                       "pair": "the type <2 x i64>", "old": "the opcode atomicrmw", "half": "the type half"}
    assert np.flatnonzero(table.relaxed).tolist() == [row["loose"]]
    assert not table.borrowed.any()


def check_columns(table: StepTable) -> None:
    """Opaque rows are those with a reason; operands are what their kind allows."""
    opaque = table.action[table.step_start[:-1]] == ACTION_NUMBER["opaque"]
    assert opaque.tolist() == [bool(reason) for reason in table.reason]
    assert (np.diff(table.step_start) >= 1).all()
    assert ((table.width >= 1) & (table.width <= 64)).all()
    assert (table.value[table.kind == RECORDED] < len(table.recorded)).all()
    with_ways = np.diff(table.incoming_start) > 0
    first_kind = table.kind[table.step_start[:-1], 0]
    assert with_ways.tolist() == (first_kind == INCOMING).tolist()


@pytest.mark.parametrize("name", NAMES)
def test_workloads_are_covered(name):
    """Each opcode of each workload is computed, but for what ``EXPECTED`` names."""
    workload = load(name)
    dispatcher = numba_adapter.jit_with_callees(getattr(workload, name), error_model="numpy")
    arguments = workload.initialize(**workload.SIZES["S"])
    function = numba_adapter.compile_unoptimised(dispatcher, numba_adapter.argument_types_of(dispatcher, arguments))
    program, module = analyse(optimise(function.text), numba_adapter.is_traced_symbol)
    table = tabulate(program, module)
    check_columns(table)
    traced = program.traced[program.block_function[program.instruction_block]]
    reasons = {reason for reason, ours in zip(table.reason, traced, strict=True) if ours and reason}
    assert [reason for reason in reasons if EXPECTED.fullmatch(reason) is None] == []


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ll")), ids=lambda path: path.stem)
def test_samples_are_covered(path):
    """Of the programs in C and Rust, only calls and stack slots are opaque."""
    program, module = analyse(optimise(read_native(path)), lambda name: True)
    table = tabulate(program, module)
    check_columns(table)
    unexpected = {reason for reason in table.reason if reason and not reason.startswith(("a call of", "the address of"))}
    assert unexpected == set()
