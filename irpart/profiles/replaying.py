"""What a replayable profile holds besides its trace: how it is recorded, stored and read (``irpart profile --replay``)."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.artifact import ArtifactReader, ArtifactWriter
from irpart.base.errors import FormatError, InputError, UnsupportedProgram
from irpart.program.ir_types import split_top_level, take_type
from irpart.program.parse import Module
from irpart.program.segments import SegmentTables
from irpart.program.types import Program
from irpart.replay.dataflow import Recording
from irpart.replay.types import StepTable
from irpart.replay.values import PARAMETER, RETURNED, accessed_values, recorded_values
from irpart.trace.mirror import Mirror, MirroredChunk, MirrorPlan
from irpart.trace.value_log import LoggedValue, ValueLog

EXPRESSIONS = "irp.expressions"
"""Name of the function that a replayable module has in addition; it stores the values of its expressions."""
VERTEX, VALUE, VALUES = "replay/corrected_vertex", "replay/corrected_value", "replay/values"
FINAL = ("replay/final_address", "replay/final_start", "replay/final_byte")
ARRAYS = (VERTEX, VALUE, VALUES, "replay/expressions", *FINAL)
_AT_ONCE = 1 << 17


def value_log(program: Program, module: Module, steps: StepTable, tables: SegmentTables) -> ValueLog:
    """The values that each segment of a module logs.

    Raises
    ------
    UnsupportedProgram
        When an ``invoke`` gives a value that cannot be computed and that is used.
    """
    instructions = [i for f in module.functions for b in f.blocks for i in b.instructions]
    _check_invokes(program, module, steps)
    recorded = []
    for segment, values in zip(tables.segments, recorded_values(module, steps, tables), strict=True):
        found = []
        for value in values:
            if value.kind == PARAMETER:
                name = module.functions[segment.function].parameters[value.index]
                found.append(LoggedValue(-1, False, value.type, f'%"{name}"'))
            elif value.kind == RETURNED:
                text = take_type(instructions[value.index].text.partition("ret ")[2])[1]
                found.append(LoggedValue(value.index, False, value.type, _defined(text)))
            else:
                found.append(LoggedValue(value.index, True, value.type, f'%"{instructions[value.index].name}"'))
        recorded.append(tuple(found))
    accessed = tuple(
        tuple(LoggedValue(value.row, instructions[value.row].opcode == "load", value.type, _defined(value.text))
              for value in values) for values in accessed_values(module, steps, tables))
    return ValueLog(tuple(recorded), accessed)


def _defined(text: str) -> str:
    """An operand; undefined literals are zeros, as in steps."""
    return "zeroinitializer" if text in ("undef", "poison") else text


def _check_invokes(program: Program, module: Module, steps: StepTable) -> None:
    row = 0
    for function, traced in zip(module.functions, program.traced, strict=True):
        read = {name for b in function.blocks for i in b.instructions
                for name in (*i.operands, *(value for value, _ in i.incoming))}
        for block in function.blocks:
            for instruction in block.instructions:
                opaque = traced and instruction.opcode == "invoke" and steps.reason[row]
                if opaque and instruction.name and instruction.name in read:
                    raise UnsupportedProgram(
                        f"A replay cannot be recorded: '{function.name}' uses what its invoke of "
                        f"{instruction.callee or 'a pointer'} returned, and such a call may not return at all; compile "
                        "the program without exceptions, or profile it without --replay.")
                row += 1


def expressions_text(texts: Sequence[str], suffix: str) -> str:
    """IR of a function that stores the values of expressions, as 64-bit patterns, one behind the other at its argument."""
    lines = []
    for number, text in enumerate(texts):
        kind = _type_of(text)
        value = f"%e{number}"
        how = "ptrtoint" if kind.startswith("ptr") else "zext"
        lines.append(f"%p{number} = getelementptr i64, ptr %out, i64 {number}")
        if kind != "i64":
            lines.append(f"{value} = {how} {kind} {text} to i64")
        lines.append(f"store i64 {text if kind == 'i64' else value}, ptr %p{number}, align 8")
    body = "\n".join("  " + line for line in [*lines, "ret void"])
    return f'define void @"{EXPRESSIONS}{suffix}"(ptr %out) noinline {{\n{body}\n}}\n'


def _type_of(text: str) -> str:
    """The type of a constant expression: a global's address, an address expression, or an integer made of one."""
    opcode = re.match(r"\w+", text)
    inside = text.partition("(")[2].rpartition(")")[0]
    if opcode is not None and opcode[0] in ("ptrtoint", "ptrtoaddr", "trunc", "bitcast", "addrspacecast", "inttoptr"):
        return inside.rpartition(" to ")[2].strip()
    if opcode is not None and opcode[0] in ("add", "sub", "xor"):
        return take_type(split_top_level(inside)[0])[0]
    return "ptr"


def evaluated(address: int, count: int) -> NDArray[np.uint64]:
    """What the compiled function of ``expressions_text`` at an address stores."""
    values = np.zeros(count + 1, np.uint64)
    ctypes.CFUNCTYPE(None, ctypes.c_void_p)(address)(values.ctypes.data)
    return values[:count]


class RecordingWriter:
    """Streams the recording of a run into a profile file; keeps the mirror."""

    def __init__(self, writer: ArtifactWriter) -> None:
        self._writer, self._mirror = writer, Mirror()
        self._last_vertex = 0
        self._waiting: dict[str, list[NDArray[Any]]] = {VERTEX: [], VALUE: [], VALUES: []}
        self._expressions: dict[str, int] = {}

    def feed(self, plan: MirrorPlan, ids: NDArray[np.unsignedinteger], words: NDArray[np.uint64]) -> NDArray[np.uint64]:
        """Take a chunk of records; the trace's own words of it, valid until the next chunk."""
        chunk: MirroredChunk = self._mirror.feed(plan, ids, words)
        steps = np.diff(chunk.corrected_vertex, prepend=self._last_vertex)
        if len(steps):
            self._last_vertex = int(chunk.corrected_vertex[-1])
        for name, column in ((VERTEX, steps), (VALUE, chunk.corrected_value), (VALUES, chunk.values)):
            self._waiting[name].append(column.copy())
            if sum(map(len, self._waiting[name])) >= _AT_ONCE:
                self._hand_over(name)
        return chunk.words

    def add_expressions(self, texts: Sequence[str], values: NDArray[np.uint64]) -> None:
        """Note what expressions of a module are worth.

        Raises
        ------
        UnsupportedProgram
            When one is known with another value from another module.
        """
        for text, value in zip(texts, values.tolist(), strict=True):
            if self._expressions.setdefault(text, value) != value:
                raise UnsupportedProgram(f"Two traced modules mean different addresses by {text}, so their calls cannot be "
                                         "replayed together; choose one function with --function NAME.")

    def finish(self, recorded: Sequence[str]) -> None:
        """Write what is left: the run as it ended, and the values of ``StepTable.recorded``."""
        for name, dtype in ((VERTEX, np.int64), (VALUE, np.uint64), (VALUES, np.uint64)):
            self._waiting[name].append(np.empty(0, dtype))
            self._hand_over(name)
        self._writer.write("replay/expressions", np.array([self._expressions[text] for text in recorded], np.uint64))
        starts: list[NDArray[np.int64]] = [np.empty(0, np.int64)]
        lengths: list[NDArray[np.int64]] = [np.empty(0, np.int64)]
        self._writer.append(FINAL[2], np.empty(0, np.uint8))
        end = -1
        for start, length, byte in self._mirror.written():
            if len(start) == 0:
                continue
            self._writer.append(FINAL[2], byte)
            last = int(start[-1] + length[-1])
            if start[0] == end:
                lengths[-1][-1] += length[0]
                start, length = start[1:], length[1:]
            if len(start):
                starts.append(start)
                lengths.append(length)
            end = last
        self._writer.write(FINAL[0], np.concatenate(starts))
        self._writer.write(FINAL[1], np.concatenate([[0], np.cumsum(np.concatenate(lengths))]).astype(np.int64))

    def _hand_over(self, name: str) -> None:
        joined = np.concatenate(self._waiting[name])
        self._waiting[name] = []
        self._writer.append(name, joined)


def read_recording(reader: ArtifactReader, n_vertices: int) -> Recording:
    """The recording of a replayable profile of ``n_vertices`` executed instructions.

    Raises
    ------
    FormatError
        When parts are missing or do not fit each other.
    """
    step, value, values, expressions, address, start, byte = (reader.read(name) for name in ARRAYS)
    vertex = np.cumsum(step, dtype=np.int64)
    ascending = (min(int(step[:1].min(initial=0)), int(start[:1].min(initial=0))) >= 0 and int(step[1:].min(initial=1)) > 0
                 and int(np.diff(start).min(initial=1)) > 0 and int(np.diff(address).min(initial=1)) > 0)
    if not ascending or int(vertex[-1:].max(initial=-1)) >= n_vertices:
        raise FormatError(f"{reader.path} holds a recording whose positions do not ascend or lie beyond its trace; "
                          "make it again.")
    try:
        return Recording(vertex, value, values, expressions, address, start, byte)
    except (InputError, LookupError) as error:
        raise FormatError(f"{reader.path} holds a recording that does not fit together; make it again. {error}") from None


def replaying_command(command: str) -> str:
    """The command, or the call, that made a profile, as it would make a replayable one."""
    if command.startswith("irpart profile "):
        return command.replace("irpart profile ", "irpart profile --replay ", 1)
    return f"irpart.profile({command.removeprefix('irpart.profile(').removesuffix(')')}, ..., replay=True)"
