"""Record traced runs into a profile file: instrumented variants, chunks, then weights and statistics."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.artifact import ArtifactWriter
from irpart.base.interrupts import Interrupts
from irpart.base.provenance import provenance
from irpart.graph.build import GraphBuilder, GraphStatistics
from irpart.profiles.merged import MergedProgram
from irpart.profiles.options import ProfileOptions
from irpart.profiles.replaying import EXPRESSIONS, RecordingWriter, evaluated, expressions_text, value_log
from irpart.profiles.summary import Summary, summarise
from irpart.profiles.weighing import choose_weights
from irpart.program.analysis import analyse
from irpart.program.lowering import optimise
from irpart.program.parse import Module
from irpart.program.segments import SegmentTables, cut_segments
from irpart.program.types import Program
from irpart.replay.opcodes import tabulate
from irpart.trace.cache_model import CacheModel, MemoryObject
from irpart.trace.encoding import decode_chunk, encode_chunk
from irpart.trace.instrument import assemble, instrument_functions
from irpart.trace.levels import access_levels, memory_events, word_starts
from irpart.trace.mirror import plan_mirror
from irpart.trace.recorder import Recorder
from irpart.trace.timing import SampleBuffers, sampling_function, timed_functions
from irpart.trace.value_log import ValueLog
from irpart.trace.weights import Weights

FORMAT_VERSION = 1
BLOCKS, WORDS = "trace/blocks", "trace/words"


class TracedModule:
    """A lowered module and its instrumented variants, ready to be compiled.

    Parameters
    ----------
    text
        Linked IR, not yet optimised.
    is_traced
        Which functions are traced, by name.
    ticks
        Whether every access is timed.
    source
        Name used in error messages.
    replay
        Whether the traced variant logs the values that a replay needs.
    """

    def __init__(self, text: str, is_traced: Callable[[str], bool], ticks: bool, source: str = "the module",
                 replay: bool = False) -> None:
        self.text = optimise(text, source)
        self.is_traced = is_traced
        self.program: Program
        self.module: Module
        self.program, self.module = analyse(self.text, is_traced)
        self.tables: SegmentTables = cut_segments(self.program, self.module, ticks)
        self.buffers = SampleBuffers(len(self.tables.memory_rows))
        self.expressions: tuple[str, ...] = ()
        self.values: ValueLog | None = None
        if replay:
            steps = tabulate(self.program, self.module)
            self.expressions = steps.recorded
            self.values = value_log(self.program, self.module, steps, self.tables)

    def traced_text(self, recorder: Recorder, suffix: str) -> str:
        """IR of the variant that records into ``recorder``."""
        rewritten = instrument_functions(self.program, self.module, self.tables, recorder.probes, self.values)
        extra = expressions_text(self.expressions, suffix) if self.values is not None else ""
        return assemble(self.module, rewritten, suffix, extra)

    def timed_text(self, suffix: str) -> str:
        """IR of the variant that samples times into ``buffers``."""
        rewritten = timed_functions(self.program, self.module, self.tables, self.buffers)
        extra = sampling_function(self.buffers) if rewritten else ""
        return assemble(self.module, rewritten, suffix, extra)

    def plain_text(self, suffix: str) -> str:
        """IR of the variant that only runs: the baseline of every overhead."""
        return assemble(self.module, {}, suffix)


class ProfileRecorder:
    """Collects the traced calls of one profile into its file.

    Use as a context manager: on an exception nothing is left of the file.
    """

    def __init__(self, path: Path, command: str, options: ProfileOptions,
                 progress: Callable[[str, int], None] | None = None) -> None:
        self.options, self._progress = options, progress or (lambda stage, done: None)
        self._writer = ArtifactWriter(path, kind="profile", version=FORMAT_VERSION)
        self._merged = MergedProgram(options.timing == "every")
        self._modules: list[tuple[TracedModule, int, int, Callable[[str], str]]] = []
        self._objects: list[MemoryObject] = []
        self._dtype: np.dtype[Any] | None = None
        self._word_start: NDArray[np.int64] = np.zeros(1, np.int64)
        self._chunks = self._instructions = 0
        self._completed = self.cut = False
        self.degree: tuple[NDArray[np.int64], NDArray[np.int64]] = (np.empty(0, np.int64), np.empty(0, np.int64))
        self.calls: dict[str, int] = {}
        self._replay = RecordingWriter(self._writer) if options.replay else None
        self._writer.set("command", command)
        self._writer.set("provenance", provenance())

    def __enter__(self) -> ProfileRecorder:
        self._writer.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None,
                 traceback: TracebackType | None) -> None:
        if not self._completed:
            self._completed = True
            self._writer.__exit__(kind, value, traceback)

    def complete(self) -> None:
        """Move the finished file to its place (also done on leaving the context)."""
        self.__exit__(None, None, None)

    @property
    def instructions(self) -> int:
        """Executed instructions recorded so far."""
        return self._instructions

    def discard(self) -> None:
        """Remove the unfinished file (before the process ends without unwinding)."""
        self.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)

    def add_module(self, module: TracedModule) -> None:
        """Make a lowered module part of the profile."""
        self._modules.append((module, *self._merged.add(module.text, module.is_traced)))
        assert self._merged.tables is not None
        if self._dtype is None:
            self._dtype = np.dtype(np.uint16 if self._merged.tables.n_segments <= 1 << 15 else np.uint32)
        self._word_start = word_starts(self._merged.tables)

    def add_objects(self, objects: Sequence[MemoryObject]) -> None:
        """Name memory that traced code will touch (array arguments, globals)."""
        known = {(o.address, o.n_bytes) for o in self._objects}
        self._objects += [o for o in objects if (o.address, o.n_bytes) not in known]

    def recorder(self, module: TracedModule, interrupts: Interrupts | None = None) -> Recorder:
        """A recorder whose chunks go into this profile."""
        first = next(first for known, first, *_ in self._modules if known is module)
        plan = plan_mirror(module.tables, module.values) if module.values is not None else None

        def keep(ids: NDArray[np.unsignedinteger], words: NDArray[np.uint64]) -> None:
            assert self._dtype is not None
            if plan is not None and self._replay is not None:
                words = self._replay.feed(plan, ids, words)
            numbered = ids.astype(self._dtype) + self._dtype.type(first)
            coded, data = encode_chunk(numbered, words, self._word_start)
            self._writer.append(BLOCKS, coded)
            self._writer.append(WORDS, data)
            self._chunks += 1
            self._progress("trace", self._instructions + recorder.state.instructions)

        value_words = module.values.words if module.values is not None else None
        room = self.options.max_instructions - self._instructions
        recorder = Recorder(module.tables, keep, room, interrupts, value_words)
        return recorder

    def begin_call(self, recorder: Recorder) -> None:
        """Make a recorder that has served another call ready for the next one."""
        recorder.restart(self.options.max_instructions - self._instructions)

    def evaluate(self, module: TracedModule, address_of: Callable[[str], int], suffix: str) -> None:
        """Note the addresses that only the running program knows; ``address_of`` finds the variant's own functions."""
        if self._replay is not None and module.expressions:
            values = evaluated(address_of(EXPRESSIONS + suffix), len(module.expressions))
            rename = next(rename for known, *_, rename in self._modules if known is module)
            self._replay.add_expressions([rename(text) for text in module.expressions], values)

    def end_call(self, name: str, recorder: Recorder) -> None:
        """Account for a traced call that has returned; raises what went wrong while it ran."""
        state = recorder.finish()
        self._instructions += state.instructions
        self.cut = self.cut or state.cut
        self.calls[name] = self.calls.get(name, 0) + 1

    def finish(self, notes: Sequence[str] = ()) -> Summary:
        """Second pass: levels, weights, statistics; writes everything but the trace, and returns the summary."""
        program, tables = self._merged.program, self._merged.tables
        assert program is not None
        assert tables is not None
        weights = self._weigh(tables)
        statistics = self._measure(tables, weights)
        self.degree = statistics.degree
        summary = summarise(program, tables, weights, statistics, calls=self.calls, cut=self.cut, notes=notes)
        writer = self._writer
        writer.write_text("program/ir", program.text)
        writer.set("traced", sorted(self._merged.traced))
        writer.set("chunks", self._chunks)
        writer.set("timing", weights.timing)
        writer.set("ticks", self.options.timing == "every")
        writer.set("objects", [[o.name, o.address, o.n_bytes] for o in self._objects])
        writer.write("weights/table", weights.table)
        writer.write("weights/memory_code", weights.memory_code)
        writer.write("statistics/degree_value", statistics.degree[0])
        writer.write("statistics/degree_count", statistics.degree[1])
        writer.write("statistics/segment_count", statistics.segment_count)
        writer.write("statistics/level_count", statistics.level_count)
        writer.set("summary", summary.to_json())
        if self._replay is not None:
            self._replay.finish(tabulate(program, self._merged.module).recorded)
        writer.set("replay", self._replay is not None)
        return summary

    def _weigh(self, tables: SegmentTables) -> Weights:
        means = np.full(len(tables.memory_rows), np.nan)
        for module, _, first, _ in self._modules:
            times = module.buffers.times().mean_cycles()
            means[first : first + len(module.tables.memory_rows)] = times[: len(module.tables.memory_rows)]
        return choose_weights(self.options, tables, means, self._levels_of(tables))

    def _levels_of(self, tables: SegmentTables) -> Callable[[Callable[..., None]], None]:
        """A replay of the trace with the level of every access."""
        program = self._merged.program
        assert program is not None

        def replay(feed: Callable[..., None]) -> None:
            model = CacheModel(memory_events(program, tables), self._objects)
            start = word_starts(tables)
            for chunk in range(self._chunks):
                ids, words = decode_chunk(self._writer.reread(BLOCKS, chunk), self._writer.reread(WORDS, chunk), start)
                feed(ids, words, access_levels(self.options.timing, model, tables, ids, words))
                self._progress("analyse", chunk + 1)

        return replay

    def _measure(self, tables: SegmentTables, weights: Weights) -> GraphStatistics:
        builder = GraphBuilder(tables, weights, degrees_for=self._instructions)
        self._levels_of(tables)(builder.feed)
        return builder.statistics()
