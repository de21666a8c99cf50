"""From parsed IR to actions: what each static instruction computes, decided once per program."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from irpart.base.errors import UnsupportedProgram
from irpart.program.ir_types import Layout, argument_operand, balanced_end, split_top_level, take_type
from irpart.program.parse import NAME, Function, Instruction, Module, unquote
from irpart.program.types import Program
from irpart.replay.actions import ACTION_NUMBER
from irpart.replay.addresses import decompose
from irpart.replay.constants import literal_bits, width_of
from irpart.replay.intrinsics import OVERFLOWS, action_of_call
from irpart.replay.result_types import returned_type
from irpart.replay.types import (
    ABSENT,
    CONSTANT,
    INCOMING,
    MEMORY,
    PARAMETER,
    PREVIOUS,
    RECORDED,
    RESULT,
    RETURNED,
    StepTable,
)

Operand = tuple[int, int]
"""Kind and value."""
Step = tuple[str, int, tuple[Operand, ...]]
"""Action, width in bits, operands a, b, c (fewer when the rest is not used)."""

_ASSIGNED = re.compile(rf"^%{NAME} = ")
_RELAXING = r"fast|nnan|ninf|nsz|arcp|contract|afn|reassoc"
_RELAXED = re.compile(rf"^(?:(?:tail|musttail|notail) )?\w+ (?:{_RELAXING}) ")
_FLAGS = re.compile(rf"^(?:(?:nuw|nsw|exact|disjoint|samesign|nneg|inbounds|{_RELAXING}) )*")
_AT_RUN_TIME = re.compile(
    r"@|(?:getelementptr|inttoptr|ptrtoint|ptrtoaddr|bitcast|addrspacecast|trunc|add|sub|xor)\b.*\(")
_FULL = (1 << 64) - 1


def tabulate(program: Program, module: Module) -> StepTable:
    """What every static instruction computes; O(length of the text).

    Instructions that cannot be computed (vectors, integers wider than 64 bits, half precision, atomic updates, calls
    that are neither traced nor arithmetic) are opaque: their value comes from the record of the run, and ``reason``
    says why.

    Parameters
    ----------
    program, module
        As ``irpart.program.analysis.analyse`` returns them.
    """
    tabulator = _Tabulator(program)
    for function in module.functions:
        tabulator.add(function)
    return tabulator.table()


class _Tabulator:
    """Columns under construction; the current function's values while it is read."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.named = {m[1]: m[2] for m in re.finditer(rf"^(%{NAME}) = type (.*)$", program.text, flags=re.MULTILINE)}
        self.layout = Layout(self.named)
        self.steps: list[list[Step]] = []
        self.incoming: list[list[tuple[int, Operand]]] = []
        self.borrowed: list[bool] = []
        self.relaxed: list[bool] = []
        self.reasons: list[str] = []
        self.recorded: dict[str, int] = {}
        self.values: dict[str, int] = {}
        self.made: dict[str, Instruction] = {}
        self.blocks: dict[str, int] = {}
        self.n_blocks = 0

    def add(self, function: Function) -> None:
        """Read one function."""
        self.values = {name: -1 - i for i, name in enumerate(function.parameters)}
        self.made = {}
        self.blocks = {block.label: self.n_blocks + i for i, block in enumerate(function.blocks)}
        self.n_blocks += len(function.blocks)
        instructions = [instruction for block in function.blocks for instruction in block.instructions]
        for row, instruction in enumerate(instructions, len(self.steps)):
            if instruction.name:
                self.values[instruction.name] = row
                self.made[instruction.name] = instruction
        for instruction in instructions:
            self._add_instruction(instruction)

    def _add_instruction(self, instruction: Instruction) -> None:
        body = _ASSIGNED.sub("", instruction.text)
        self.incoming.append([])
        self.borrowed.append(False)
        self.relaxed.append(_RELAXED.match(body) is not None)
        reason = ""
        try:
            reader = _READERS.get(instruction.opcode)
            if reader is None:
                raise UnsupportedProgram(f"the opcode {instruction.opcode}")
            rest = body.partition(" ")[2]
            steps = reader(self, instruction, rest if instruction.opcode in ("call", "invoke") else _FLAGS.sub("", rest))
        except UnsupportedProgram as error:
            reason, steps = str(error), [("opaque", 64, ())]
            self.incoming[-1], self.borrowed[-1] = [], False
        self.steps.append(steps)
        self.reasons.append(reason)

    def operand(self, kind: str, text: str) -> Operand:
        """An operand of a scalar type."""
        if width_of(kind) == 0:
            raise UnsupportedProgram(f"the type {kind}")
        bits = literal_bits(kind, text)
        if bits is not None:
            return CONSTANT, bits
        if text.startswith("%"):
            row = self.values[unquote(text[1:])]
            return (RESULT, row) if row >= 0 else (PARAMETER, -1 - row)
        if _AT_RUN_TIME.match(text) is None:
            raise UnsupportedProgram(f"the operand {kind} {text}")
        return RECORDED, self.recorded.setdefault(text, len(self.recorded))

    def binary(self, instruction: Instruction, rest: str) -> list[Step]:
        """add, fadd, and, ...: one type, two operands."""
        kind, operands = take_type(rest)
        width, (a, b) = width_of(kind), (self.operand(kind, text) for text in split_top_level(operands))
        steps: list[Step] = [(instruction.opcode, width, (a, b))]
        if instruction.opcode == "frem" and b[0] == CONSTANT and _is_power_of_two(b[1], width):
            steps.append(("copysign", width, ((PREVIOUS, 0), a)))
        return steps

    def compare(self, instruction: Instruction, rest: str) -> list[Step]:
        """icmp and fcmp."""
        predicate, _, rest = rest.partition(" ")
        (_, width, operands), = self.binary(instruction, rest)
        return [(f"{instruction.opcode}.{predicate}", width, operands)]

    def unary(self, instruction: Instruction, rest: str) -> list[Step]:
        """fneg and freeze."""
        kind, text = take_type(rest)
        return [("fneg" if instruction.opcode == "fneg" else "copy", width_of(kind), (self.operand(kind, text),))]

    def convert(self, instruction: Instruction, rest: str) -> list[Step]:
        """All conversions."""
        value, _, target = rest.rpartition(" to ")
        kind, text = take_type(value)
        operand, source, width, opcode = self.operand(kind, text), width_of(kind), width_of(target), instruction.opcode
        if width == 0:
            raise UnsupportedProgram(f"the type {target}")
        if opcode == "sext":
            return [("sext", source, (operand, (CONSTANT, (1 << width) - 1)))]
        if opcode in ("fptosi", "fptoui"):
            return [(f"{opcode}.{kind}", width, (operand,))]
        if opcode in ("sitofp", "uitofp"):
            return [(f"{opcode}.{target.strip()}", source, (operand,))]
        if opcode in ("fptrunc", "fpext"):
            return [(opcode, source, (operand,))]
        return [("trunc" if width < source else "copy", width, (operand,))]

    def select(self, instruction: Instruction, rest: str) -> list[Step]:
        """A select by one bit."""
        parts = [take_type(part) for part in split_top_level(rest)]
        return [("select", width_of(parts[1][0]), tuple(self.operand(kind, text) for kind, text in parts))]

    def phi(self, instruction: Instruction, rest: str) -> list[Step]:
        """A copy of what the taken way brings."""
        kind, rest = take_type(rest)
        for pair in split_top_level(rest):
            value, block = split_top_level(pair[1:-1])
            self.incoming[-1].append((self.blocks[unquote(block[1:])], self.operand(kind, value)))
        return [("copy", width_of(kind), ((INCOMING, 0),))]

    def load(self, instruction: Instruction, rest: str) -> list[Step]:
        """The bytes read, cut to the width of the type."""
        if width_of(instruction.result_type) == 0:
            raise UnsupportedProgram(f"the type {instruction.result_type}")
        return [("load", width_of(instruction.result_type), ((MEMORY, 0), self.operand("ptr", instruction.pointer)))]

    def store(self, instruction: Instruction, rest: str) -> list[Step]:
        """The value written."""
        kind, text = take_type(split_top_level(re.sub(r"^(?:atomic |volatile )+", "", rest))[0])
        return [("store", width_of(kind), (self.operand(kind, text), self.operand("ptr", instruction.pointer)))]

    def ret(self, instruction: Instruction, rest: str) -> list[Step]:
        """The value returned."""
        if rest == "void":
            return [("nothing", 64, ())]
        kind, text = take_type(rest)
        return [("copy", width_of(kind), (self.operand(kind, text),))]

    def nothing(self, instruction: Instruction, rest: str) -> list[Step]:
        """Control flow, which the trace has."""
        return [("nothing", 64, ())]

    def address(self, instruction: Instruction, rest: str) -> list[Step]:
        """base + offset + indices times sizes; one step for up to one variable index of ordinary size."""
        found = decompose(rest, self.layout, self.named)
        base, offset = self.operand("ptr", found.base), found.offset
        if not found.terms:
            bits = offset & _FULL
            return [("add", 64, (base, (CONSTANT, bits)))] if bits else [("copy", 64, (base,))]
        steps: list[Step] = []
        for term in found.terms:
            index = self.operand(f"i{term.width}", term.index)
            if term.scale < 1 << 32:
                near = offset if -(1 << 31) <= offset < 1 << 31 else 0
                steps.append(("address", term.width, (base, index, (CONSTANT, (near << 32 & _FULL) | term.scale))))
                offset -= near
            elif base == (PREVIOUS, 0):
                raise UnsupportedProgram("an address with several indices and elements of 4 GiB or more")
            else:
                steps += [("sext", term.width, (index, (CONSTANT, _FULL))),
                          ("mul", 64, ((PREVIOUS, 0), (CONSTANT, term.scale & _FULL))), ("add", 64, (base, (PREVIOUS, 0)))]
            base = (PREVIOUS, 0)
        if offset:
            steps.append(("add", 64, (base, (CONSTANT, offset & _FULL))))
        return steps

    def call(self, instruction: Instruction, rest: str) -> list[Step]:
        """Arithmetic intrinsics and library functions; what a traced function returned; everything else is opaque."""
        callee = self.program.callee[len(self.steps)]
        kind = returned_type(instruction)
        if callee >= 0 and self.program.traced[callee]:
            if not instruction.name:
                return [("nothing", 64, ())]
            if width_of(kind) == 0:
                raise UnsupportedProgram(f"a traced function that returns {kind}")
            return [("copy", width_of(kind), ((RETURNED, 0),))]
        arguments = _typed_arguments(instruction) if instruction.callee else []
        known = action_of_call(instruction.callee, [kind for kind, _ in arguments]) if callee < 0 else None
        if known is None:
            raise UnsupportedProgram(f"a call of {instruction.callee or 'a pointer'}")
        action, arity = known
        operands = tuple(self.operand(*argument) for argument in arguments[:arity])
        if action.endswith((".sat.float", ".sat.double")):
            if width_of(kind) == 0:
                raise UnsupportedProgram(f"the type {kind}")
            return [(action, width_of(kind), operands)]
        if action in ("scmp", "ucmp"):
            operands += ((CONSTANT, (1 << width_of(kind)) - 1),)
        return [(action, width_of(arguments[0][0]), operands)]

    def stack_slot(self, instruction: Instruction, rest: str) -> list[Step]:
        """An alloca's address is known only when the program runs."""
        raise UnsupportedProgram("the address of a stack slot")

    def insert_value(self, instruction: Instruction, rest: str) -> list[Step]:
        """Aggregates have no slot: who takes a member of one reads what was put there."""
        return [("nothing", 64, ())]

    def extract_value(self, instruction: Instruction, rest: str) -> list[Step]:
        """A member of what ``with.overflow`` or ``insertvalue`` made."""
        parts = split_top_level(rest)
        kind, text = take_type(parts[0])
        path = [int(part) for part in parts[1:]]
        while text.startswith("%") and unquote(text[1:]) in self.made:
            maker = self.made[unquote(text[1:])]
            if maker.opcode not in ("insertvalue", "extractvalue"):
                return self._member_of_call(maker, path)
            into, *parts = split_top_level(_ASSIGNED.sub("", maker.text).partition(" ")[2])
            if maker.opcode == "extractvalue":
                (kind, text), path = take_type(into), [*map(int, parts), *path]
                continue
            where = [int(place) for place in parts[1:]]
            if where != path[: len(where)]:
                kind, text = take_type(into)
                continue
            self.borrowed[-1] = True
            (kind, text), path = take_type(parts[0]), path[len(where):]
            if not path:
                return [("copy", width_of(kind), (self.operand(kind, text),))] if width_of(kind) else self.nothing(maker, "")
        raise UnsupportedProgram(f"a member of {kind} {'that comes from elsewhere' if text.startswith('%') else text}")

    def _member_of_call(self, maker: Instruction, path: list[int]) -> list[Step]:
        overflows = OVERFLOWS.fullmatch(maker.callee)
        if overflows is None:
            raise UnsupportedProgram(f"a member of what {maker.opcode} {maker.callee} made".replace("  ", " "))
        arguments = _typed_arguments(maker)
        width = width_of(arguments[0][0])
        if width == 0:
            raise UnsupportedProgram(f"the type {arguments[0][0]}")
        if path == [0]:
            return [("copy", width, ((RESULT, self.values[maker.name]),))]
        self.borrowed[-1] = True
        return [(f"{overflows[1]}.overflow", width, tuple(self.operand(*argument) for argument in arguments))]

    def table(self) -> StepTable:
        """The finished columns."""
        flat = [step for steps in self.steps for step in steps]
        operands = [[*found, *[(ABSENT, 0)] * (3 - len(found))] for _, _, found in flat]
        ways = [way for ways in self.incoming for way in ways]
        pairs = np.array(operands, np.uint64).reshape(-1, 3, 2)
        return StepTable(
            step_start=_offsets(self.steps), action=np.array([ACTION_NUMBER[name] for name, _, _ in flat], np.uint8),
            width=np.array([width for _, width, _ in flat], np.uint8), kind=pairs[:, :, 0].astype(np.uint8),
            value=pairs[:, :, 1].copy(), borrowed=np.array(self.borrowed, np.bool_),
            relaxed=np.array(self.relaxed, np.bool_), incoming_start=_offsets(self.incoming),
            incoming_block=np.array([block for block, _ in ways], np.int32),
            incoming_kind=np.array([kind for _, (kind, _) in ways], np.uint8),
            incoming_value=np.array([value for _, (_, value) in ways], np.uint64),
            recorded=tuple(self.recorded), reason=tuple(self.reasons))


def _is_power_of_two(bits: int, width: int) -> bool:
    """Whether a float is 1, 2, 4, ... or its negative; LLVM gives NaN the dividend's sign in remainders by it."""
    fraction, bias = (23, 127) if width == 32 else (52, 1023)
    exponent = (bits & (1 << width - 1) - 1) >> fraction
    return bits & (1 << fraction) - 1 == 0 and bias <= exponent <= 2 * bias


def _offsets(lists: list[list[Step]] | list[list[tuple[int, Operand]]]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.concatenate([[0], np.cumsum([len(found) for found in lists], dtype=np.int64)]).astype(np.int64)


def _typed_arguments(call: Instruction) -> list[tuple[str, str]]:
    """Types and texts of the arguments of a call of a named function."""
    name = re.search(rf'@"?{re.escape(call.callee)}"?\s*\(', call.text)
    if name is None:
        raise UnsupportedProgram(f"a call of {call.callee}")
    end = balanced_end(call.text, name.end() - 1)
    return [argument_operand(part) for part in split_top_level(call.text[name.end() : end - 1])]


_Reader = Callable[[_Tabulator, Instruction, str], list[Step]]
_READERS: dict[str, _Reader] = {
    **dict.fromkeys(("add", "sub", "mul", "udiv", "sdiv", "urem", "srem", "shl", "lshr", "ashr", "and", "or", "xor",
                     "fadd", "fsub", "fmul", "fdiv", "frem"), _Tabulator.binary),
    **dict.fromkeys(("trunc", "zext", "sext", "fptrunc", "fpext", "fptosi", "fptoui", "sitofp", "uitofp", "ptrtoint",
                     "ptrtoaddr", "inttoptr", "bitcast", "addrspacecast"), _Tabulator.convert),
    **dict.fromkeys(("br", "switch", "indirectbr", "unreachable", "fence", "resume"), _Tabulator.nothing),
    "icmp": _Tabulator.compare, "fcmp": _Tabulator.compare, "fneg": _Tabulator.unary, "freeze": _Tabulator.unary,
    "select": _Tabulator.select, "phi": _Tabulator.phi, "load": _Tabulator.load, "store": _Tabulator.store,
    "ret": _Tabulator.ret, "getelementptr": _Tabulator.address, "call": _Tabulator.call, "invoke": _Tabulator.call,
    "insertvalue": _Tabulator.insert_value, "extractvalue": _Tabulator.extract_value, "alloca": _Tabulator.stack_slot,
}
