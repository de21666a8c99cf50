"""Profile: a profile file, opened; trace, tables and graph are regenerated from it when asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.artifact import ArtifactReader
from irpart.base.errors import FormatError, InputError
from irpart.graph.accesses import collect_accesses
from irpart.graph.build import Feed, GraphBuilder, GraphStatistics, collect_graph
from irpart.graph.types import DependenceGraph, MemoryAccesses
from irpart.profiles.recording import BLOCKS, FORMAT_VERSION, WORDS
from irpart.profiles.replaying import ARRAYS, read_recording, replaying_command
from irpart.profiles.summary import Summary
from irpart.program.analysis import analyse
from irpart.program.opcodes import INTEGER_OPCODES
from irpart.program.parse import Module
from irpart.program.segments import SegmentTables, cut_segments
from irpart.program.types import Program
from irpart.replay.dataflow import Recording
from irpart.replay.opcodes import tabulate
from irpart.replay.types import StepTable
from irpart.replay.values import not_computed
from irpart.trace.cache_model import CacheModel, MemoryObject
from irpart.trace.encoding import decode_chunk
from irpart.trace.levels import access_levels, memory_events, word_starts
from irpart.trace.weights import Weights

if TYPE_CHECKING:
    from irpart.graph.order import OrderEdges


class Profile:
    """A profile file.

    Opening reads attributes and static tables only; the trace is read chunk by chunk. Use as a context manager, or
    call ``close``.

    Attributes
    ----------
    path, summary, program, module, tables, weights
        The file, what was printed when it was made, static tables, the parsed IR, and the weights of the graph.
    replayable
        Whether it holds what a replay of the run needs.
    result
        What the traced call returned (``irpart.profile``); None for a file that was opened.

    Raises
    ------
    FormatError
        When the file is not a profile, is damaged, or is of a newer version.
    """

    def __init__(self, path: str | Path, result: Any = None) -> None:
        self.path, self.result = Path(path), result
        self._reader = ArtifactReader(self.path, kind="profile", version=FORMAT_VERSION)
        attributes = self._reader.attributes
        try:
            self.summary = Summary.from_json(attributes["summary"])
            self.timing, self._ticks = str(attributes["timing"]), bool(attributes["ticks"])
            self._chunks, self.traced = int(attributes["chunks"]), frozenset(attributes["traced"])
            self.replayable = bool(attributes.get("replay", False))
            self._objects = [MemoryObject(*item) for item in attributes["objects"]]
        except (KeyError, TypeError) as error:
            self._reader.close()
            raise FormatError(f"{self.path} lacks the part {error} of a profile; make it again.") from None
        self.program: Program
        self.module: Module
        self.program, self.module = analyse(self._reader.read_text("program/ir"), self.traced.__contains__)
        self.tables: SegmentTables = cut_segments(self.program, self.module, self._ticks)
        self.weights = Weights(self._reader.read("weights/table"), self._reader.read("weights/memory_code"), self.timing)

    def __repr__(self) -> str:
        return f"Profile({self.path.name}: {self.summary.instructions} instructions, timing={self.timing})"

    def __enter__(self) -> Profile:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None,
                 traceback: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what has been read stays valid."""
        self._reader.close()

    @property
    def provenance(self) -> dict[str, object]:
        """Versions, machine and command that made the file."""
        return {"command": self._reader.attributes["command"], **self._reader.attributes["provenance"]}

    @property
    def n_bytes(self) -> int:
        """Size of the file."""
        return self.path.stat().st_size

    @property
    def degree(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Distribution of in- plus out-degree: int64 values and counts."""
        return self._reader.read("statistics/degree_value"), self._reader.read("statistics/degree_count")

    @property
    def segment_count(self) -> NDArray[np.int64]:
        """int64, one per segment: how often each was executed."""
        return self._reader.read("statistics/segment_count")

    def chunks(self) -> Iterator[tuple[NDArray[np.unsignedinteger], NDArray[np.uint64]]]:
        """Segment numbers and words of the trace, chunk by chunk, in order."""
        start = word_starts(self.tables)
        for number in range(self._chunks):
            yield decode_chunk(self._reader.chunk(BLOCKS, number), self._reader.chunk(WORDS, number), start)

    @property
    def objects(self) -> tuple[MemoryObject, ...]:
        """Known pieces of memory (array arguments, globals) by name."""
        return tuple(self._objects)

    def levelled_chunks(self) -> Iterator[tuple[NDArray[np.unsignedinteger], NDArray[np.uint64], NDArray[np.uint8]]]:
        """As ``chunks``, with the level of every access (uint8, one per word)."""
        model = CacheModel(memory_events(self.program, self.tables), self._objects)
        for ids, words in self.chunks():
            yield ids, words, access_levels(self.timing, model, self.tables, ids, words)

    def replay(self, feed: Feed) -> None:
        """Feed the whole trace, with the level of every access, to a consumer such as ``GraphBuilder.feed``."""
        for chunk in self.levelled_chunks():
            feed(*chunk)

    @property
    def graph(self) -> DependenceGraph:
        """The dependence graph, regenerated from the trace (about 6 bytes per edge in memory; not kept)."""
        arithmetic = np.isin(self.program.opcode, list(INTEGER_OPCODES))
        return replace(collect_graph(self.tables, self.weights, self.replay), static_arithmetic=arithmetic)

    @property
    def accesses(self) -> MemoryAccesses:
        """The lines of memory that the graph's vertices read and write, made from the trace (9 bytes each; not kept)."""
        return collect_accesses(self.program, self.tables, self.chunks(), self._objects)

    @property
    def recording(self) -> Recording:
        """What a replay needs of the run besides the trace, read from the file (not kept).

        Raises
        ------
        InputError
            When the profile was made without it; the message says how to make it.
        FormatError
            When it is damaged.
        """
        if not self.replayable:
            raise InputError(f"{self.path} does not hold what a replay needs; profile the program again: "
                             f"{self.replaying_command}")
        return read_recording(self._reader, self.summary.instructions)

    def steps(self) -> StepTable:
        """What each static instruction computes."""
        return tabulate(self.program, self.module)

    def not_computed(self) -> Mapping[str, int]:
        """How many executed instructions a replay does not compute (their values are recorded), by reason."""
        return not_computed(self.tables, self.steps(), self.segment_count)

    def recording_sizes(self) -> dict[str, int]:
        """Of what is there for replay only: corrected loads, values, expressions, bytes written and bytes in the file."""
        lengths = {name: self._reader.length(f"replay/{array}") for name, array in (
            ("corrected_loads", "corrected_value"), ("values", "values"), ("expressions", "expressions"),
            ("written_bytes", "final_byte"))} if self.replayable else {}
        return {**lengths, "stored_bytes": sum(self._reader.nbytes_stored(name) for name in ARRAYS)} if lengths else {}

    @property
    def replaying_command(self) -> str:
        """The command that makes a replayable profile of the same program."""
        return replaying_command(str(self._reader.attributes["command"]))

    def order_edges(self) -> OrderEdges:
        """Anti and output dependencies (write after read, write after write), regenerated from the trace."""
        from irpart.graph.order import order_edges

        return order_edges(self.tables, self.chunks())

    def measure(self) -> GraphStatistics:
        """Statistics of the graph, regenerated without keeping its edges."""
        builder = GraphBuilder(self.tables, self.weights, degrees_for=self.summary.instructions)
        self.replay(builder.feed)
        return builder.statistics()

    def verify(self) -> None:
        """Read the whole file; raises ``FormatError`` on damage."""
        self._reader.verify()
