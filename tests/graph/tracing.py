"""Trace IR text inside a test: compile plain and instrumented, run both, return results and records."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from irpart.graph.build import collect_graph
from irpart.graph.types import DependenceGraph
from irpart.profiles.native import compile_engine
from irpart.profiles.recording import TracedModule
from irpart.trace.recorder import Recorder
from irpart.trace.weights import Weights, model_weights


@dataclass
class TracedRun:
    """A module, the result of running it untraced and traced, and the chunks recorded."""

    module: TracedModule
    plain_result: int
    traced_result: int
    chunks: list[tuple[NDArray[np.unsignedinteger], NDArray[np.uint64]]]

    @property
    def ids(self) -> list[int]:
        """All segment numbers."""
        return [int(i) for ids, _ in self.chunks for i in ids]

    @property
    def words(self) -> list[int]:
        """All words."""
        return [int(w) for _, words in self.chunks for w in words]

    @property
    def weights(self) -> Weights:
        """Model weights."""
        return model_weights(len(self.module.tables.memory_rows))

    def graph(self) -> DependenceGraph:
        """The streamed graph, all accesses taken as first-level hits."""
        def replay(feed: object) -> None:
            for ids, words in self.chunks:
                feed(ids, words, np.zeros(len(words), np.uint8))  # type: ignore[operator]

        return collect_graph(self.module.tables, self.weights, replay)


def trace_main(text: str, max_instructions: int = 1 << 40, ticks: bool = False) -> TracedRun:
    """Run ``main(0, null)`` of a module untraced, then traced."""
    module = TracedModule(text, lambda name: True, ticks)
    chunks: list[tuple[NDArray[np.unsignedinteger], NDArray[np.uint64]]] = []
    recorder = Recorder(module.tables, lambda i, w: chunks.append((i.copy(), w.copy())), max_instructions)
    results = []
    for kind, variant in (("plain", module.plain_text(".plain")), ("traced", module.traced_text(recorder, ".traced"))):
        engine, _ = compile_engine(variant)
        run = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.c_void_p)(engine.get_function_address(f"main.{kind}"))
        results.append(run(0, None))
    recorder.finish()
    return TracedRun(module, results[0], results[1], chunks)
