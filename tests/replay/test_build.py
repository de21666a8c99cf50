"""Dataflow programs: every value of a run, computed from their operands, equals that of a slow walk over the trace."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from irpart.base.errors import BackendError
from irpart.replay.build import MEMORY_BEFORE, build_dataflow
from irpart.replay.dataflow import CONSTANT_BIT, Recording
from irpart.replay.results import check_results, compare_values
from tests.graph.random_programs import make_module, programs
from tests.replay.recorded import dataflow_of, profile_text
from tests.replay.slow_replay import SlowReplay, evaluate_slowly


def replay_both_ways(text, **options):
    """Profile, dataflow program and its values, equal to those of the slow walk and to the run's results."""
    with tempfile.TemporaryDirectory() as folder, profile_text(text, Path(folder), **options) as profile:
        program = dataflow_of(profile)
        slow = SlowReplay(profile.program, profile.tables, profile.recording, profile.chunks())
    values = evaluate_slowly(program)
    assert values == slow.values
    memory = {}
    for address, operand, offset, size in zip(program.final_address.tolist(), program.final_operand.tolist(),
                                              program.final_offset.tolist(), program.final_size.tolist(), strict=True):
        value = int(program.constants[operand - CONSTANT_BIT]) if operand >= CONSTANT_BIT else values[operand]
        memory.update({address + i: value >> 8 * (offset + i) & 255 for i in range(size)})
    assert memory == {address: slow.memory[address] for address in memory}
    assert slow.returned == program.returned_value.tolist()
    found = np.array(values, np.uint64)
    check = check_results(program, lambda vertices: found[vertices])
    assert check.agrees
    assert check.memory_bytes == len(memory)
    return profile, program, found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(programs)
def test_random_programs(bodies):
    """Nested loops, branches, calls, recursion, mixed widths, overlaps, copies, heap blocks, atomics."""
    _, program, _ = replay_both_ways(make_module(bodies))
    assert len(program.returned_value) == 1


OVERLAPS = """
@table = global [4 x i32] [i32 1, i32 2, i32 3, i32 4]
@other = global i64 0
declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)
declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)
define i32 @main(i32 %argc, ptr %argv) {
  store volatile i64 4294967297, ptr @table, align 8
  %middle = getelementptr i8, ptr @table, i64 2
  %before = load volatile i32, ptr %middle, align 1
  store volatile i16 -2, ptr %middle, align 1
  %wide = load volatile i64, ptr @table, align 4
  call void @llvm.memcpy.p0.p0.i64(ptr @other, ptr %middle, i64 4, i1 true)
  %copied = load volatile i32, ptr @other, align 8
  %end = getelementptr i8, ptr @table, i64 8
  call void @llvm.memset.p0.i64(ptr %end, i8 7, i64 4, i1 true)
  %set = load volatile i32, ptr %end, align 4
  %last = getelementptr i8, ptr @other, i64 7
  %byte = load volatile i8, ptr %last, align 1
  %a = trunc i64 %wide to i32
  %c = zext i8 %byte to i32
  %d = xor i32 %a, %copied
  %e = add i32 %d, %c
  %f = add i32 %e, %before
  %g = mul i32 %f, %set
  ret i32 %g
}
"""


def test_loads_are_put_together_from_several_stores():
    """Pieces of a wide store and a narrow one in its middle, through a copy; what was there before and memset left."""
    _, program, _ = replay_both_ways(OVERLAPS)
    chains = np.flatnonzero(program.kinds.chained[program.step])
    assert len(chains) >= 2
    assert program.recorded[MEMORY_BEFORE] >= 2
    assert program.recorded["a call of llvm.memset.p0.i64"] == 1


LARGE_BLOCKS = """
@block = global ptr null
declare ptr @malloc(i64)
declare ptr @realloc(ptr, i64)
define i32 @main(i32 %argc, ptr %argv) {
  %none = call ptr @malloc(i64 70368744177664)
  store volatile ptr %none, ptr @block, align 8
  %large = call ptr @malloc(i64 1073741824)
  store volatile i64 5, ptr %large, align 8
  %small = call ptr @malloc(i64 32)
  store volatile i64 77, ptr %small, align 8
  %moved = call ptr @realloc(ptr %small, i64 1073741824)
  %kept = load volatile i64, ptr %moved, align 8
  %failed = call ptr @realloc(ptr %moved, i64 70368744177664)
  %still = load volatile i64, ptr %moved, align 8
  %sum = add i64 %kept, %still
  %result = trunc i64 %sum to i32
  ret i32 %result
}
"""


def test_blocks_cost_what_is_written_to_them():
    """Blocks of a gigabyte of which a word is used, and of 64 TiB that were not to be had: neither needs pages."""
    with tempfile.TemporaryDirectory() as folder, profile_text(LARGE_BLOCKS, Path(folder)) as profile:
        program = dataflow_of(profile)
    values = np.array(evaluate_slowly(program), np.uint64)
    assert check_results(program, lambda vertices: values[vertices]).agrees
    assert program.returned_value.tolist() == [154]
    assert MEMORY_BEFORE not in program.recorded


def test_a_cut_trace_is_replayed_as_far_as_it_goes():
    """--max-instructions: what was recorded until then is what is compared."""
    body = [("loop", 9, [("store", 1, 2, 32), ("operate", "add", 2, 1, 2), ("load", 2, 1, 64)])]
    text = make_module([body])
    with tempfile.TemporaryDirectory() as folder, profile_text(text, Path(folder), max_instructions=60) as profile:
        program = dataflow_of(profile)
        assert profile.summary.instructions == program.n_vertices <= 60
    values = np.array(evaluate_slowly(program), np.uint64)
    assert check_results(program, lambda vertices: values[vertices]).agrees
    assert len(program.returned_value) == 0


def test_wrong_values_are_found():
    """One flipped bit in a value that reaches memory or is returned, and the first vertex that differs."""
    _, program, values = replay_both_ways(OVERLAPS)
    vertex = int(program.returned_operand[0])
    wrong = values.copy()
    wrong[vertex] ^= np.uint64(4)
    check = check_results(program, lambda vertices: wrong[vertices])
    assert not check.agrees
    assert (check.wrong_returned, check.wrong_vertex) == (1, vertex)
    stored = int(program.final_operand[program.final_operand < CONSTANT_BIT][0])
    wrong = values.copy()
    wrong[stored] ^= np.uint64(1)
    check = check_results(program, lambda vertices: wrong[vertices])
    assert check.wrong_bytes >= 1
    assert check.wrong_vertex == stored
    assert compare_values(len(values), lambda v: wrong[v], lambda v: values[v]) == stored
    assert compare_values(len(values), lambda v: values[v], lambda v: values[v]) == -1


@pytest.mark.parametrize("change", ["values", "corrected_vertex"])
def test_a_record_of_another_run_is_refused(change):
    """Trace and record must fit together."""
    with tempfile.TemporaryDirectory() as folder, profile_text(OVERLAPS, Path(folder)) as profile:
        columns = {name: getattr(profile.recording, name) for name in Recording.__slots__}
        columns[change] = np.append(columns[change], columns[change][-1:] + columns[change].dtype.type(1 << 20))
        if change == "corrected_vertex":
            columns["corrected_value"] = np.append(columns["corrected_value"], np.uint64(0))
        with pytest.raises(BackendError, match="do not belong together"):
            build_dataflow(profile.program, profile.tables, Recording(**columns), profile.chunks(), profile.segment_count)
