"""Read normalised LLVM IR text (every value named) into plain records, one per function, block and instruction."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from irpart.base.errors import UnsupportedProgram
from irpart.program.ir_types import Layout, argument_operand, balanced_end, split_top_level, take_type
from irpart.program.opcodes import is_executed

NAME = r'(?:"[^"]*"|[-\w.$]+)'
_LOCAL = re.compile(rf"%({NAME})")
_GLOBAL = re.compile(rf"@({NAME})")
_ASSIGN = re.compile(rf"%({NAME}) = ")
_LABEL = re.compile(rf"^({NAME}):")
_DEBUG = re.compile(r",? *!dbg !(\d+)")
_METADATA = re.compile(r"(, !\w[\w.]* !(?:\d+|\{\}))+\s*$")
_CALL_PREFIX = ("tail ", "musttail ", "notail ")
_COMPLETE = {"switch": "]", "indirectbr": "]"}


@dataclass(slots=True)
class Instruction:
    """One static instruction.

    ``operands`` are the local values it reads (each once, in order; none for a phi, whose ``incoming`` pairs
    (value or "", block label) say which it takes when). ``pointer`` is the address operand of a memory access
    as text, ``access_bytes`` its width. ``callee`` is a global's name, or "" when called through a pointer.
    """

    opcode: str
    name: str
    text: str
    result_type: str = ""
    debug: int = -1
    operands: list[str] = field(default_factory=list)
    incoming: list[tuple[str, str]] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    callee: str = ""
    arguments: list[str] = field(default_factory=list)
    pointer: str = ""
    access_bytes: int = 0


@dataclass(slots=True)
class Block:
    """A basic block: its label and instructions, the terminator last."""

    label: str
    instructions: list[Instruction] = field(default_factory=list)


@dataclass(slots=True)
class Function:
    """A defined function: name, the ``define`` line, parameters' names and types, blocks in order (entry first)."""

    name: str
    header: str
    parameters: list[str]
    debug: int = -1
    blocks: list[Block] = field(default_factory=list)
    parameter_types: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Module:
    """A parsed module: functions in order, all lines outside functions, metadata nodes by number."""

    functions: list[Function]
    other_lines: list[str]
    metadata: dict[int, str]


def unquote(name: str) -> str:
    """``"a b"`` with its quotes, or a bare name, as the name itself."""
    return name[1:-1] if name.startswith('"') else name


def parse_module(text: str) -> Module:
    """Parse normalised IR text; O(length). Calls that only inform the compiler (lifetimes, assumptions) are left out.

    Raises
    ------
    UnsupportedProgram
        When an instruction cannot be traced (callbr, va_arg, scalable vectors), naming the line.
    """
    lines = text.splitlines()
    named = {}
    for line in lines:
        match = re.match(rf"(%{NAME}) = type (.*)", line)
        if match:
            named[match[1]] = match[2]
    layout = Layout(named)
    functions: list[Function] = []
    other: list[str] = []
    metadata: dict[int, str] = {}
    rows = iter(lines)
    for line in rows:
        if line.startswith("define "):
            functions.append(_parse_function(line, rows, layout))
            continue
        node = re.match(r"!(\d+) = (.*)", line)
        if node:
            metadata[int(node[1])] = node[2]
        other.append(line)
    return Module(functions, other, metadata)


def _parse_function(header: str, rows: Iterator[str], layout: Layout) -> Function:
    at = _GLOBAL.search(header)
    if at is None:
        raise UnsupportedProgram(f"A definition without a name: {header}")
    opening = header.index("(", at.end())
    parameters, parameter_types = [], []
    for parameter in split_top_level(header[opening + 1 : balanced_end(header, opening) - 1]):
        names = _LOCAL.findall(parameter)
        if parameter != "...":
            parameters.append(unquote(names[-1]))
            parameter_types.append(take_type(parameter)[0])
    debug = _DEBUG.search(header)
    function = Function(unquote(at[1]), header, parameters, int(debug[1]) if debug else -1, [], parameter_types)
    block: Block | None = None
    for line in _joined(rows):
        label = _LABEL.match(line)
        if label:
            block = Block(unquote(label[1]))
            function.blocks.append(block)
            continue
        if block is None:
            block = Block("")
            function.blocks.append(block)
        instruction = _parse_instruction(line, layout)
        if instruction.name or is_executed(instruction.callee):
            block.instructions.append(instruction)
    _resolve_operands(function)
    return function


def _joined(rows: Iterable[str]) -> Iterator[str]:
    """Instruction and label lines of one function body; continued instructions are put on one line."""
    pending = ""
    for line in rows:
        stripped = line.strip()
        if line == "}":
            if pending:
                yield pending
            return
        if not stripped or stripped.startswith((";", "#dbg")):
            continue
        if pending:
            if stripped.startswith(("to label", "cleanup", "catch ", "filter ")) or not _is_complete(pending):
                pending = f"{pending} {stripped}"
                continue
            yield pending
            pending = ""
        if line.startswith("  "):
            pending = stripped
        else:
            yield stripped


def _is_complete(line: str) -> bool:
    opcode = _ASSIGN.sub("", line, count=1).split(" ", 1)[0]
    closing = _COMPLETE.get(opcode)
    return closing is None or closing in line


def _parse_instruction(line: str, layout: Layout) -> Instruction:
    debug = _DEBUG.search(line)
    text = _METADATA.sub("", line)
    assigned = _ASSIGN.match(text)
    body = text[assigned.end() :] if assigned else text
    for prefix in _CALL_PREFIX:
        if body.startswith(prefix):
            body = body[len(prefix) :]
    opcode, _, rest = body.partition(" ")
    instruction = Instruction(opcode, unquote(assigned[1]) if assigned else "", text,
                              debug=int(debug[1]) if debug else -1)
    instruction.operands = _LOCAL.findall(body)
    reader = _READERS.get(opcode)
    if reader is not None:
        reader(instruction, rest, layout)
    elif opcode in ("callbr", "va_arg", "catchswitch", "cleanuppad", "catchpad"):
        raise UnsupportedProgram(f"The instruction '{opcode}' cannot be traced: {line}")
    return instruction


def _read_load(instruction: Instruction, rest: str, layout: Layout) -> None:
    rest = re.sub(r"^(?:atomic |volatile )+", "", rest)
    instruction.result_type, rest = take_type(rest)
    instruction.pointer = take_type(rest.lstrip(", "))[1]
    instruction.pointer = split_top_level(instruction.pointer)[0].split(" syncscope")[0]
    if instruction.text.find("load atomic") >= 0:
        instruction.pointer = _without_ordering(instruction.pointer)
    instruction.access_bytes = layout.store_bytes(instruction.result_type)


def _read_store(instruction: Instruction, rest: str, layout: Layout) -> None:
    rest = re.sub(r"^(?:atomic |volatile )+", "", rest)
    value, pointer = split_top_level(rest)[:2]
    stored_type, stored = take_type(value)
    instruction.arguments = [stored]
    instruction.pointer = _without_ordering(take_type(pointer)[1])
    instruction.access_bytes = layout.store_bytes(stored_type)


def _without_ordering(pointer: str) -> str:
    pointer = pointer.split(" syncscope")[0]
    return re.sub(r" (?:unordered|monotonic|acquire|release|acq_rel|seq_cst).*$", "", pointer)


def _read_atomic(instruction: Instruction, rest: str, layout: Layout) -> None:
    parts = split_top_level(re.sub(r"^(?:weak |volatile )+", "", rest))
    first = re.sub(r"^(?:volatile )?\w+ (?=ptr)", "", parts[0])
    instruction.pointer = take_type(first)[1]
    instruction.result_type = take_type(parts[1])[0]
    instruction.access_bytes = layout.store_bytes(instruction.result_type)


def _read_phi(instruction: Instruction, rest: str, layout: Layout) -> None:
    instruction.result_type, rest = take_type(re.sub(r"^(?:(?:fast|nnan|ninf|nsz|arcp|contract|afn|reassoc) )+", "", rest))
    instruction.operands = []
    for pair in split_top_level(rest):
        value, block = split_top_level(pair[1:-1])
        local = _LOCAL.fullmatch(value)
        instruction.incoming.append((local[1] if local else "", unquote(block[1:])))


def _read_branch(instruction: Instruction, rest: str, layout: Layout) -> None:
    labels = re.findall(rf"label %({NAME})", rest)
    instruction.targets = list(dict.fromkeys(unquote(name) for name in labels))
    quoted = set(labels)
    instruction.operands = [name for name in instruction.operands if name not in quoted]


def _read_call(instruction: Instruction, rest: str, layout: Layout) -> None:
    if instruction.opcode == "invoke":
        rest, _, destinations = rest.rpartition(" to label ")
        _read_branch(instruction, "label " + destinations, layout)
    opening = _argument_list(rest)
    head = rest[:opening]
    inline_assembly = " asm " in f" {head}"
    target = None if inline_assembly else re.search(rf"[@%]({NAME})\s*$", head)
    if target is not None and head[target.start()] == "@":
        instruction.callee = unquote(target[1])
    elif inline_assembly:
        instruction.callee = "asm"
    arguments = split_top_level(rest[opening + 1 : balanced_end(rest, opening) - 1])
    instruction.arguments = [argument_operand(a)[1] if not a.startswith("metadata ") else a for a in arguments]
    instruction.result_type = head if instruction.name else ""


def _argument_list(rest: str) -> int:
    """Index of the parenthesis that opens the argument list: the first one that follows the callee."""
    callee = re.search(rf'(?:[@%]{NAME}|asm [^(]*"[^"]*", "[^"]*")\s*\(', rest)
    if callee is None:
        raise UnsupportedProgram(f"A call whose target is not understood: {rest}")
    return callee.end() - 1


def _read_return(instruction: Instruction, rest: str, layout: Layout) -> None:
    if rest != "void":
        instruction.arguments = [take_type(rest)[1]]


def _read_alloca(instruction: Instruction, rest: str, layout: Layout) -> None:
    instruction.result_type = "ptr"
    parts = split_top_level(rest.removeprefix("inalloca "))
    size = layout.size_and_align(parts[0])[0]
    instruction.access_bytes = size
    instruction.arguments = [take_type(p)[1] for p in parts[1:] if not p.startswith(("align", "addrspace"))]


def _read_landing_pad(instruction: Instruction, rest: str, layout: Layout) -> None:
    instruction.result_type = take_type(rest)[0]
    instruction.operands = []


_READERS = {
    "load": _read_load, "store": _read_store, "atomicrmw": _read_atomic, "cmpxchg": _read_atomic,
    "phi": _read_phi, "br": _read_branch, "switch": _read_branch, "indirectbr": _read_branch,
    "call": _read_call, "invoke": _read_call, "ret": _read_return, "alloca": _read_alloca,
    "landingpad": _read_landing_pad,
}


def _resolve_operands(function: Function) -> None:
    """Keep of every ``%name`` seen only the values of this function, each once per instruction."""
    values = set(function.parameters)
    values.update(i.name for b in function.blocks for i in b.instructions if i.name)
    for block in function.blocks:
        for instruction in block.instructions:
            named = (unquote(name) for name in instruction.operands)
            instruction.operands = [name for name in dict.fromkeys(named) if name in values]
            instruction.incoming = [(unquote(v), label) for v, label in instruction.incoming]
