"""The recorder: buffers that instrumented code fills, drained into chunks that a sink consumes.

The buffers are small and reused (they stay in the second-level cache); a chunk gathers many drains, so that what
is done per chunk costs little. Memory does not grow with the length of the run.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from irpart.base.interrupts import Interrupts
from irpart.program.segments import SegmentTables
from irpart.trace.buffers import reserve
from irpart.trace.instrument import ID_CURSOR, WORD_CURSOR, Probes

BUFFER_RECORDS = 1 << 14
CHUNK_RECORDS = 1 << 19
CHUNK_WORDS = 1 << 20

Sink = Callable[[NDArray[np.unsignedinteger], NDArray[np.uint64]], None]


@dataclass(slots=True)
class RecorderState:
    """What has been recorded so far, and whether recording has stopped and why."""

    instructions: int = 0
    records: int = 0
    words: int = 0
    cut: bool = False
    failure: BaseException | None = None


class Recorder:
    """Owns the buffers; ``probes`` tells instrumented code where they are.

    Parameters
    ----------
    tables
        Segment tables of the program that will run.
    sink
        Called with (segment numbers, words) per chunk: uint16 or uint32, and uint64; views that are reused.
    max_instructions
        Stop recording (the program runs on) once this many vertices have been recorded.
    interrupts
        Looked at in every drain: Ctrl-C that arrived while compiled code ran.
    value_words
        int32, shape (segments,): how many words of values follow the words of each record; none by default.
    """

    def __init__(self, tables: SegmentTables, sink: Sink, max_instructions: int,
                 interrupts: Interrupts | None = None, value_words: NDArray[np.int32] | None = None) -> None:
        self.tables, self.sink, self.max_instructions = tables, sink, max_instructions
        self._record_words = tables.segment_words if value_words is None else tables.segment_words + value_words
        self.state = RecorderState()
        self._interrupts = interrupts or Interrupts()
        self._id_dtype = np.dtype(np.uint16 if tables.n_segments <= 1 << 16 else np.uint32)
        largest_function = int(tables.function_slots.max(initial=1))
        self._most_words = int(self._record_words.max(initial=0))
        records = BUFFER_RECORDS + largest_function + 1
        self._ids = reserve(records * self._id_dtype.itemsize).view(self._id_dtype)
        self._words = reserve(8 * (records * self._most_words + 1)).view(np.uint64)
        self._state = np.zeros(2, np.uint64)
        self._chunk_ids = np.empty(CHUNK_RECORDS + records, self._id_dtype)
        self._chunk_words = np.empty(CHUNK_WORDS + records * min(self._most_words, 64), np.uint64)
        self._n_ids = self._n_words = 0
        self._vertices = np.diff(tables.vertex_start)
        self._callback = ctypes.CFUNCTYPE(None)(self._drain)
        self._rewind()

    @property
    def probes(self) -> Probes:
        """What instrumented code needs to know."""
        drain = ctypes.cast(self._callback, ctypes.c_void_p).value or 0
        limit = self._ids.ctypes.data + BUFFER_RECORDS * self._id_dtype.itemsize
        return Probes(self._state.ctypes.data, drain, limit, self._id_dtype.itemsize)

    def restart(self, max_instructions: int) -> None:
        """Begin another run of the same instrumented code with empty buffers."""
        self.state, self.max_instructions = RecorderState(), max_instructions
        self._n_ids = self._n_words = 0
        self._rewind()

    def finish(self) -> RecorderState:
        """Drain what is left and hand over the last chunk; raises what a drain could not raise."""
        self._drain()
        if self.state.failure is None:
            self._guarded(self._flush)
        if self.state.failure is not None:
            raise self.state.failure
        return self.state

    def _rewind(self) -> None:
        self._state[ID_CURSOR] = self._ids.ctypes.data
        self._state[WORD_CURSOR] = self._words.ctypes.data

    def _drain(self) -> None:
        """Called by compiled code: nothing may be raised here."""
        self._guarded(self._collect)
        self._rewind()

    def _guarded(self, action: Callable[[], None]) -> None:
        try:
            action()
        except KeyboardInterrupt as interrupt:
            if self._interrupts.leave is not None:
                self._interrupts.leave()
            self.state.failure = self.state.failure or interrupt
        except BaseException as failure:  # kept and raised by finish(): C code has no way to pass it on
            self.state.failure = self.state.failure or failure

    def _collect(self) -> None:
        self._interrupts.check()
        records = (int(self._state[ID_CURSOR]) - self._ids.ctypes.data) // self._id_dtype.itemsize
        words = (int(self._state[WORD_CURSOR]) - self._words.ctypes.data) // 8
        if self.state.failure is not None or self.state.cut or records == 0:
            return
        if self._n_words + words > len(self._chunk_words):
            self._flush()
            if words > len(self._chunk_words):
                self._chunk_words = np.empty(2 * words, np.uint64)
        self._chunk_ids[self._n_ids : self._n_ids + records] = self._ids[:records]
        self._chunk_words[self._n_words : self._n_words + words] = self._words[:words]
        self._n_ids += records
        self._n_words += words
        if self._n_ids >= CHUNK_RECORDS or self._n_words >= CHUNK_WORDS:
            self._flush()

    def _flush(self) -> None:
        records, words = self._n_ids, self._n_words
        self._n_ids = self._n_words = 0
        if records == 0:
            return
        ids = self._chunk_ids[:records]
        executed = np.cumsum(self._vertices[ids])
        room = self.max_instructions - self.state.instructions
        if executed[-1] > room:
            records = int(np.searchsorted(executed, room, side="right"))
            ids = ids[:records]
            words = int(self._record_words[ids].sum())
            self.state.cut = True
        if records:
            self.state.instructions += int(executed[records - 1])
            self.state.records += records
            self.state.words += words
            self.sink(ids, self._chunk_words[:words])

