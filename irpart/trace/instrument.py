"""Put the trace's stores into IR text: one segment number per executed segment, one word per address.

Two cursors, one into a buffer of 16- or 32-bit segment numbers and one into a buffer of 64-bit words, live in
registers inside a function and in ``state`` between functions. Whether the buffer is full is asked only at
function entries, at loop headers and after calls, so between two questions at most one acyclic path of one
function is recorded: the buffer ends that many records after its limit (``slack``).
"""

from __future__ import annotations

import platform
import re
from abc import ABC, abstractmethod
from dataclasses import dataclass

from irpart.program.parse import Block, Function, Instruction, Module
from irpart.program.segments import LogItem, SegmentTables
from irpart.program.structure import retreating_targets
from irpart.program.types import Program
from irpart.trace.value_log import LoggedValue, ValueLog

ID_CURSOR, WORD_CURSOR = 0, 1
"""Words of the state block: the cursors into the segment-number buffer and the word buffer."""


@dataclass(frozen=True, slots=True)
class Probes:
    """Addresses that instrumented code refers to, and how it records.

    ``state`` is the address of the state block, ``drain`` of a C function without arguments that empties the
    buffers, ``limit`` the address in the segment-number buffer from which on it counts as full, ``id_bytes`` 2
    or 4.
    """

    state: int
    drain: int
    limit: int
    id_bytes: int


def instrument_functions(program: Program, module: Module, tables: SegmentTables, probes: Probes,
                         values: ValueLog | None = None) -> dict[str, str]:
    """New text of each traced function, by name.

    The text computes exactly what the original does: it only adds loads and stores of irpart's own memory. With
    ``values`` each record's words are followed by the values of its segment.
    """
    by_function: dict[int, list[int]] = {}
    for number, segment in enumerate(tables.segments):
        by_function.setdefault(segment.function, []).append(number)
    rewritten, row = {}, 0
    for number, function in enumerate(module.functions):
        first_row = row
        row += sum(len(block.instructions) for block in function.blocks)
        if program.traced[number]:
            writer = _TraceWriter(function, first_row, by_function[number], tables, probes, values)
            rewritten[function.name] = writer.text()
    return rewritten


class FunctionRewriter(ABC):
    """Rewrites one function; labels of split blocks are tracked so that phis name the right predecessor."""

    def __init__(self, function: Function) -> None:
        self.function = function
        self.counter = 0
        self.lines: list[str] = []
        self.last_label: dict[str, str] = {}

    def text(self) -> str:
        """The whole new definition."""
        for number, block in enumerate(self.function.blocks):
            self.lines.append(f'"{block.label}":')
            self.last_label[block.label] = block.label
            self.rewrite_block(number, block)
        body = [self._renamed_phi(line) if " = phi " in line else line for line in self.lines]
        return "\n".join([plain_header(self.function), *body, "}"])

    @abstractmethod
    def rewrite_block(self, number: int, block: Block) -> None:
        """Emit the new instructions of a block; its label is there already."""

    def fresh(self, stem: str) -> str:
        """A new local name."""
        self.counter += 1
        return f"%irp.{stem}{self.counter}"

    def emit(self, line: str) -> None:
        """Add an instruction."""
        self.lines.append("  " + line)

    def branch_rarely(self, condition: str, label: str, rare: list[str]) -> None:
        """Execute ``rare`` when an i1 holds; the block ``label`` goes on behind it."""
        name = self.fresh("split")[1:]
        weights = '!prof !{!"branch_weights", i32 1, i32 4000}'
        self.emit(f"br i1 {condition}, label %{name}.rare, label %{name}.go, {weights}")
        self.lines.append(f"{name}.rare:")
        self.lines += ["  " + line for line in rare]
        self.emit(f"br label %{name}.go")
        self.lines.append(f"{name}.go:")
        self.last_label[label] = f"{name}.go"

    def _renamed_phi(self, line: str) -> str:
        def rename(match: re.Match[str]) -> str:
            label = match[1].strip('"')
            return f', %"{self.last_label.get(label, label)}" ]'

        return re.sub(r', %("[^"]*"|[-\w.$]+) \]', rename, line)


class _TraceWriter(FunctionRewriter):
    """Adds the trace's stores to one function."""

    def __init__(self, function: Function, first_row: int, numbers: list[int], tables: SegmentTables,
                 probes: Probes, values: ValueLog | None) -> None:
        super().__init__(function)
        self.row, self.probes, self.tables, self.values = first_row, probes, tables, values
        self.numbers = iter(numbers)
        labels = {b.label: i for i, b in enumerate(function.blocks)}
        successors = [[labels[t] for t in b.instructions[-1].targets] for b in function.blocks]
        self.checked = {0} | retreating_targets(successors, 0)

    def rewrite_block(self, number: int, block: Block) -> None:
        """Record the segments of a block; splits it where it asks whether the buffer is full."""
        row, instructions = self.row, block.instructions
        self.row += len(instructions)
        heads = sum(1 for i in instructions if i.opcode in ("phi", "landingpad"))
        for instruction in instructions[:heads]:
            self.emit(instruction.text)
        if number == 0:
            self._open_frame()
        if number in self.checked:
            self._check(block.label)
        segment = next(self.numbers)
        words = self._record(segment, range(row + heads, row + len(instructions)))
        waiting = list(self.tables.segments[segment].log)
        for offset, instruction in enumerate(instructions):
            if offset >= heads:
                waiting, words = self._instruction(row + offset, instruction, segment, waiting, words)
            if self.tables.segments[segment].call == row + offset and instruction.opcode != "invoke":
                self._reload()
                self._check(block.label)
                segment = next(self.numbers)
                words = self._record(segment, range(row + offset + 1, row + len(instructions)))
                waiting = list(self.tables.segments[segment].log)

    def _instruction(self, row: int, instruction: Instruction, segment: int, waiting: list[LogItem],
                     words: tuple[str, int]) -> tuple[list[LogItem], tuple[str, int]]:
        mine = [item for item in waiting if item.row == row]
        index = words[1]
        for position, item in enumerate(mine):
            if not item.after:
                self._log(item, words[0], index + position, instruction)
        self._log_values(segment, row, False, words[0])
        if self.tables.segments[segment].call == row or instruction.opcode in ("ret", "resume", "unreachable"):
            self._spill()
        self.emit(instruction.text.replace("musttail ", ""))
        for position, item in enumerate(mine):
            if item.after:
                self._log(item, words[0], index + position, instruction)
        self._log_values(segment, row, True, words[0])
        return waiting[len(mine):], (words[0], index + len(mine))

    def _log(self, item: LogItem, base: str, index: int, instruction: Instruction) -> None:
        operands = [f"ptr %{_quoted(instruction.name)}" if o == "result" and not instruction.result_type.endswith("i64")
                    else f"i64 %{_quoted(instruction.name)}" if o == "result" else o for o in item.operands]
        if item.combine == "ticks":
            value = self.fresh("ticks")
            self.emit(f"{value} = call i64 @irp.ticks(ptr {operands[0].split(' ', 1)[1]})")
        elif item.combine == "usable":
            pointer, value = operands[0], self.fresh("usable")
            self.emit(f"{value} = call i64 @malloc_usable_size(ptr {pointer.split(' ')[-1]})")
        else:
            values = [self._widened(o) for o in operands]
            value = values[0]
            for other in values[1:]:
                result = self.fresh("size")
                self.emit(f"{result} = {item.combine} i64 {value.split(' ')[-1]}, {other.split(' ')[-1]}")
                value = f"i64 {result}"
        self._put(value if " " in value else f"i64 {value}", base, index)

    def _put(self, typed: str, base: str, index: int) -> None:
        slot = base
        if index:
            slot = self.fresh("at")
            self.emit(f"{slot} = getelementptr i8, ptr {base}, i64 {8 * index}")
        self.emit(f"store {typed}, ptr {slot}, align 8")

    def _log_values(self, segment: int, row: int, after: bool, base: str) -> None:
        """Log the values of a row of the segment."""
        if self.values is None:
            return
        first = int(self.tables.segment_words[segment])
        for index, value in enumerate(self.values.of_segment(segment), first):
            if value.row == row and value.after == after:
                self._put(self._bits(value), base, index)

    def _bits(self, value: LoggedValue) -> str:
        """A scalar's canonical bits as an i64 operand: integers zero-extended, the others as they are."""
        kind, text = value.type, value.text
        if kind == "float":
            narrow = self.fresh("bits")
            self.emit(f"{narrow} = bitcast float {text} to i32")
            kind, text = "i32", narrow
        if kind == "i64":
            return f"i64 {text}"
        how = "bitcast" if kind == "double" else "ptrtoint" if kind.startswith("ptr") else "zext"
        wide = self.fresh("bits")
        self.emit(f"{wide} = {how} {kind} {text} to i64")
        return f"i64 {wide}"

    def _widened(self, operand: str) -> str:
        kind, _, value = operand.partition(" ")
        if kind in ("ptr", "i64") or not re.fullmatch(r"i\d+", kind):
            return operand
        result = self.fresh("wide")
        self.emit(f"{result} = zext {kind} {value} to i64")
        return f"i64 {result}"

    def _state(self, word: int) -> str:
        return f"inttoptr (i64 {self.probes.state + 8 * word} to ptr)"

    def _open_frame(self) -> None:
        self.emit("%irp.ids = alloca ptr, align 8")
        self.emit("%irp.words = alloca ptr, align 8")
        self._reload()

    def _reload(self) -> None:
        self.lines += ["  " + line for line in self._reloading()]

    def _spill(self) -> None:
        self.lines += ["  " + line for line in self._spilling()]

    def _reloading(self) -> list[str]:
        lines = []
        for slot, word in (("%irp.ids", ID_CURSOR), ("%irp.words", WORD_CURSOR)):
            value = self.fresh("load")
            lines.append(f"{value} = load ptr, ptr {self._state(word)}, align 8")
            lines.append(f"store ptr {value}, ptr {slot}, align 8")
        return lines

    def _spilling(self) -> list[str]:
        lines = []
        for slot, word in (("%irp.ids", ID_CURSOR), ("%irp.words", WORD_CURSOR)):
            value = self.fresh("spill")
            lines.append(f"{value} = load ptr, ptr {slot}, align 8")
            lines.append(f"store ptr {value}, ptr {self._state(word)}, align 8")
        return lines

    def _check(self, label: str) -> None:
        cursor, full = self.fresh("cursor"), self.fresh("full")
        self.emit(f"{cursor} = load ptr, ptr %irp.ids, align 8")
        self.emit(f"{full} = icmp uge ptr {cursor}, inttoptr (i64 {self.probes.limit} to ptr)")
        drain = f"call void inttoptr (i64 {self.probes.drain} to ptr)()"
        self.branch_rarely(full, label, [*self._spilling(), drain, *self._reloading()])

    def _record(self, segment: int, ahead: range) -> tuple[str, int]:
        """Record the segment number, reserve its words and log values of rows that are not ahead; returns the word
        cursor and 0."""
        cursor, after = self.fresh("id"), self.fresh("id")
        bits = 8 * self.probes.id_bytes
        signed = segment - (1 << bits) if segment >= 1 << (bits - 1) else segment
        self.emit(f"{cursor} = load ptr, ptr %irp.ids, align 8")
        self.emit(f"store i{bits} {signed}, ptr {cursor}, align {self.probes.id_bytes}")
        self.emit(f"{after} = getelementptr i8, ptr {cursor}, i64 {self.probes.id_bytes}")
        self.emit(f"store ptr {after}, ptr %irp.ids, align 8")
        logged = self.values.of_segment(segment) if self.values is not None else ()
        words = int(self.tables.segment_words[segment]) + len(logged)
        if not words:
            return "", 0
        base, following = self.fresh("word"), self.fresh("word")
        self.emit(f"{base} = load ptr, ptr %irp.words, align 8")
        self.emit(f"{following} = getelementptr i8, ptr {base}, i64 {8 * words}")
        self.emit(f"store ptr {following}, ptr %irp.words, align 8")
        for index, value in enumerate(logged, int(self.tables.segment_words[segment])):
            if value.row not in ahead:
                self._put(self._bits(value), base, index)
        return base, 0


def _quoted(name: str) -> str:
    return f'"{name}"'


def assemble(module: Module, rewritten: dict[str, str], suffix: str, extra: str = "") -> str:
    """Whole module text with the rewritten functions in place and every defined function renamed by ``suffix``.

    Renaming lets the original, the untraced and the traced module live in one process. ``extra`` is IR to add. Debug
    metadata is dropped (instrumented code is never debugged), and so are memory attributes (it writes the trace);
    environment globals of Numba become references to the original's.
    """
    parts = []
    for line in module.other_lines:
        if line.startswith(("!", "source_filename")) and not line.startswith("!llvm.module.flags"):
            continue
        if line.startswith("!llvm"):
            continue
        line = re.sub(r"(?: *, !\w[\w.]* !\d+)+\s*$| !dbg !\d+", "", line)
        parts.append(re.sub(r"\bmemory\([^)]*\) ?", "", line) if line.startswith("attributes") else line)
    for function in module.functions:
        parts.append(rewritten.get(function.name) or plain_text(function))
    text = "\n".join([*parts, extra]) + "\n"
    text = re.sub(r", ![\w.]+ !\d+", "", text)
    if "@irp.ticks(" in text:
        text += ticks_function()
    if "@malloc_usable_size" in text and "declare i64 @malloc_usable_size" not in text:
        text += "declare i64 @malloc_usable_size(ptr)\n"
    text = re.sub(r"^(@\"?[^ ]*NumbaEnv[^ ]* = )(?:\w+ )*global ptr .*$", r"\1external global ptr", text, flags=re.M)
    return rename_symbols(text, {f.name for f in module.functions}, suffix)


def plain_header(function: Function) -> str:
    """The ``define`` line without debug references and COMDAT groups."""
    return re.sub(r" !dbg !\d+| comdat(?:\([^)]*\))?", "", function.header)


def plain_text(function: Function) -> str:
    """A function's text without debug references."""
    lines = [plain_header(function)]
    for block in function.blocks:
        lines.append(f'"{block.label}":')
        lines += ["  " + instruction.text for instruction in block.instructions]
    return "\n".join([*lines, "}"])


def ticks_function() -> str:
    """IR of ``i64 @irp.ticks(ptr)``: cycles to read one byte, minus those of reading nothing (the null twin)."""
    is_x86 = platform.machine() in ("x86_64", "AMD64")
    fence = "call void @llvm.x86.sse2.lfence()" if is_x86 else "fence seq_cst"
    body, names = [], []
    for step in ("touch", "null"):
        for edge in ("start", "stop"):
            if (step, edge) == ("touch", "stop"):
                body.append("%byte = load volatile i8, ptr %address, align 1")
            names.append(f"%{step}.{edge}")
            body += [fence, f"{names[-1]} = call i64 @llvm.readcyclecounter()", fence]
    body += [f"%touch = sub i64 {names[1]}, {names[0]}", f"%null = sub i64 {names[3]}, {names[2]}",
             "%ticks = sub i64 %touch, %null", "ret i64 %ticks"]
    declared = "declare void @llvm.x86.sse2.lfence()\n" if is_x86 else ""
    lines = "\n".join("  " + line for line in body)
    return (f"define internal i64 @irp.ticks(ptr %address) noinline {{\n{lines}\n}}\n"
            f"declare i64 @llvm.readcyclecounter()\n{declared}")


def rename_symbols(text: str, names: set[str], suffix: str) -> str:
    """Append ``suffix`` to every global name in ``names``."""
    def rename(match: re.Match[str]) -> str:
        name = match[1]
        bare = name[1:-1] if name.startswith('"') else name
        return f'@"{bare}{suffix}"' if bare in names else match[0]

    return re.sub(r'@("[^"]*"|[-\w.$]+)', rename, text)
