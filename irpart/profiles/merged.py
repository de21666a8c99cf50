"""One program out of several modules: traced functions of a script are compiled one by one, each to its module."""

from __future__ import annotations

import re
from collections.abc import Callable

from irpart.program.analysis import analyse
from irpart.program.parse import NAME, Module, unquote
from irpart.program.segments import SegmentTables, cut_segments
from irpart.program.types import Program
from irpart.trace.instrument import rename_symbols


def merge_texts(first: str, second: str) -> str:
    """Both modules' text as one to be parsed by irpart; metadata of the second is renumbered.

    The functions of ``first`` keep their places, so its instruction, block and segment numbers stay valid.
    """
    used = [int(number) for number in re.findall(r"^!(\d+) = ", first, flags=re.MULTILINE)]
    base = max(used, default=-1) + 1
    return first + re.sub(r"!(\d+)\b", lambda match: f"!{int(match[1]) + base}", second)


def private_names(text: str) -> set[str]:
    """Names of the global variables that belong to a module alone."""
    found = re.findall(rf"^@({NAME}) = (?:private|internal) .*(?:global|constant) ", text, flags=re.MULTILINE)
    return {unquote(name) for name in found}


class MergedProgram:
    """The modules traced so far, and the tables of all of them."""

    def __init__(self, ticks: bool) -> None:
        self._ticks = ticks
        self.text = ""
        self.traced: set[str] = set()
        self.program: Program | None = None
        self.module = Module([], [], {})
        self._private: set[str] = set()
        self._modules = 0
        self.tables: SegmentTables | None = None

    def add(self, text: str, is_traced: Callable[[str], bool]) -> tuple[int, int, Callable[[str], str]]:
        """Add a module; returns its first segment number and first memory operation in the whole, and how a constant
        expression of the module reads there: global variables of its own get other names when theirs are taken."""
        first_segment = self.tables.n_segments if self.tables is not None else 0
        first_memory = len(self.tables.memory_rows) if self.tables is not None else 0
        program, _ = analyse(text, is_traced)
        self.traced |= {name for name, traced in zip(program.function_names, program.traced, strict=True) if traced}
        own, suffix = private_names(text), f".irpart.module{self._modules}"
        taken = own & self._private

        def rename(part: str) -> str:
            return rename_symbols(part, taken, suffix) if taken else part

        self._private |= (own - taken) | {name + suffix for name in taken}
        self._modules += 1
        self.text = merge_texts(self.text, rename(text)) if self.text else text
        self.program, self.module = analyse(self.text, self.traced.__contains__)
        self.tables = cut_segments(self.program, self.module, self._ticks)
        return first_segment, first_memory, rename
