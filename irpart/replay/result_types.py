"""The type of what an instruction gives, from its text; needed where its value is recorded."""

from __future__ import annotations

import re
from collections.abc import Mapping

from irpart.base.errors import UnsupportedProgram
from irpart.program.ir_types import split_top_level, take_type
from irpart.program.parse import NAME, Instruction, Module

_ASSIGNED = re.compile(rf"^%{NAME} = ")
_FLAGS = re.compile(r"^(?:(?:nuw|nsw|exact|disjoint|samesign|nneg|inbounds|nusw|inrange\([^)]*\)"
                    r"|fast|nnan|ninf|nsz|arcp|contract|afn|reassoc) )*")
_CONVERSIONS = ("trunc", "zext", "sext", "fptrunc", "fpext", "fptosi", "fptoui", "sitofp", "uitofp", "ptrtoint",
                "ptrtoaddr", "inttoptr", "bitcast", "addrspacecast")
_CALL = re.compile(r"(?:^|\s)(i\d+|float|double|ptr(?: addrspace\(\d+\))?|void)\s*(?:\(.*\))?\s*$")


def named_types(module: Module) -> dict[str, str]:
    """The module's named types, ``%Name`` to their text."""
    found = (re.match(rf"(%{NAME}) = type (.*)$", line) for line in module.other_lines)
    return {match[1]: match[2] for match in found if match}


def returned_type(call: Instruction) -> str:
    """The result type of a call, without attributes and calling convention; the whole head when it is no scalar."""
    head = re.split(r"(?:^|\s)asm\s", re.split(rf"[@%]{NAME}\s*$", call.result_type)[0])[0]
    found = _CALL.search(head)
    return found[1] if found else head.strip()


def result_type(instruction: Instruction, named: Mapping[str, str]) -> str:
    """The type of a named instruction's value; "" when the text does not say it."""
    opcode = instruction.opcode
    if opcode in ("call", "invoke"):
        return returned_type(instruction)
    if opcode in ("load", "alloca"):
        return instruction.result_type
    rest = _FLAGS.sub("", _ASSIGNED.sub("", instruction.text).partition(" ")[2])
    if opcode in _CONVERSIONS:
        return rest.rpartition(" to ")[2].strip()
    parts = split_top_level(rest)
    try:
        return _of_operands(opcode, rest, parts, named)
    except (UnsupportedProgram, LookupError):
        return ""


def _of_operands(opcode: str, rest: str, parts: list[str], named: Mapping[str, str]) -> str:
    first = take_type(parts[0])[0]
    if opcode in ("icmp", "fcmp"):
        compared = take_type(parts[0].partition(" ")[2])[0]
        return compared if compared.startswith("<") else "i1"
    if opcode == "select":
        return take_type(parts[1])[0]
    if opcode == "getelementptr":
        kinds = [take_type(part)[0] for part in parts[1:]]
        return "" if any(kind.startswith("<") for kind in kinds) else kinds[0]
    if opcode == "extractelement":
        return first[1:-1].partition(" x ")[2].strip()
    if opcode == "extractvalue":
        return _member(first, [int(part) for part in parts[1:]], named)
    if opcode == "atomicrmw":
        return take_type(parts[1])[0]
    return "" if opcode in ("cmpxchg", "landingpad") else first


def _member(kind: str, path: list[int], named: Mapping[str, str]) -> str:
    for place in path:
        kind = named.get(kind, kind)
        if kind.startswith("["):
            kind = kind[1:-1].partition(" x ")[2].strip()
        else:
            kind = split_top_level(kind.strip("<>")[1:-1])[place]
    return kind
