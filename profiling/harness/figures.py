"""Figures of the main job: what tracing costs, how fast graphs are built, how good and fast partitions are."""

from __future__ import annotations

import contextlib
import importlib.util
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from irpart.graph.build import GraphBuilder, collect_graph
from irpart.graph.types import DependenceGraph
from irpart.profiles.function import array_objects
from irpart.profiles.options import ProfileOptions
from irpart.profiles.recording import ProfileRecorder, TracedModule
from irpart.profiles.types import Profile
from irpart.program import numba_adapter
from irpart.program.lowering import parse_ir, promote_memory
from irpart.trace.recorder import Recorder
from irpart.trace.weights import model_weights

WORKLOADS = Path(__file__).resolve().parents[1] / "workloads"
REPEATS = 3


def workload_names() -> list[str]:
    """All workloads."""
    return sorted(path.stem for path in WORKLOADS.glob("[a-z]*.py"))


def load(name: str) -> ModuleType:
    """A workload's module, loaded from its file; ``polybench/lu`` lies in a folder below."""
    path = WORKLOADS / f"{name}.py"
    if str(path.parent) not in sys.path:
        sys.path.append(str(path.parent))
    spec = importlib.util.spec_from_file_location(f"workload_{name.replace('/', '_')}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def copies(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """Arguments with their arrays copied."""
    return tuple(a.copy() if isinstance(a, np.ndarray) else a for a in arguments)


class Prepared:
    """A workload's kernel, lowered once, with its arguments at one size."""

    def __init__(self, name: str, size: str) -> None:
        workload = load(name)
        self.arguments = workload.initialize(**workload.SIZES[size])
        self.dispatcher = numba_adapter.jit_with_callees(getattr(workload, name), error_model="numpy")
        types = numba_adapter.argument_types_of(self.dispatcher, self.arguments)
        self.function = numba_adapter.compile_unoptimised(self.dispatcher, types)
        self.module = TracedModule(self.function.text, numba_adapter.is_traced_symbol, False, name)

    def compiled(self, text: str, suffix: str) -> Callable[..., Any]:
        """A callable for IR of this kernel."""
        module = parse_ir(text, "variant")
        promote_memory(module)
        return numba_adapter.entry_point(self.function, module, suffix)

    def seconds(self, call: Callable[..., Any]) -> float:
        """Least wall time of a few calls on fresh copies of the arguments."""
        times = []
        for _ in range(REPEATS):
            arguments = copies(self.arguments)
            began = time.perf_counter()
            call(*arguments)
            times.append(time.perf_counter() - began)
        return min(times)


def measure_profiles(names: list[str], size: str) -> list[dict[str, Any]]:
    """Capture ratio, end-to-end rate, builder rate, bytes per instruction and per edge, for each workload."""
    print(f"{'workload':20}{'instr. M':>10}{'capture x':>11}{'end to end M/s':>16}{'builder M/s':>13}"
          f"{'B/instr.':>10}{'B/edge':>8}{'edges/instr.':>14}")
    rows = []
    for name in names:
        prepared = Prepared(name, size)
        plain = prepared.seconds(prepared.compiled(prepared.module.plain_text(".plain"), ".plain"))
        empty = Recorder(prepared.module.tables, lambda ids, words: None, 0)
        empty.state.cut = True
        capture = prepared.seconds(prepared.compiled(prepared.module.traced_text(empty, ".empty"), ".empty"))
        row = {"workload": name, "plain_seconds": plain, "capture_ratio": capture / plain, **_end_to_end(prepared)}
        rows.append(row)
        print(f"{name:20}{row['instructions'] / 1e6:10.1f}{row['capture_ratio']:11.2f}{row['end_to_end_rate'] / 1e6:16.1f}"
              f"{row['builder_rate'] / 1e6:13.1f}{row['file_bytes_per_instruction']:10.4f}{row['bytes_per_edge']:8.2f}"
              f"{row['edges'] / row['instructions']:14.2f}", flush=True)
    for key in ("capture_ratio", "end_to_end_rate", "builder_rate", "file_bytes_per_instruction", "bytes_per_edge"):
        values = [row[key] for row in rows]
        print(f"{key}: median {statistics.median(values):.4g}, least {min(values):.4g}, most {max(values):.4g}")
    return rows


def _end_to_end(prepared: Prepared) -> dict[str, Any]:
    """Run, trace, statistics and file; then the builder alone on the recorded chunks."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.irpg"
        best: dict[str, Any] = {}
        for _ in range(2):
            with ProfileRecorder(path, "bench", ProfileOptions(timing="model")) as recorder:
                recorder.add_module(prepared.module)
                recording = recorder.recorder(prepared.module)
                suffix = f".run{time.monotonic_ns()}"
                traced = prepared.compiled(prepared.module.traced_text(recording, suffix), suffix)
                arguments = copies(prepared.arguments)
                recorder.add_objects(array_objects(prepared.dispatcher, arguments))
                began = time.perf_counter()
                traced(*arguments)
                recorder.end_call("kernel", recording)
                summary = recorder.finish()
                recorder.complete()
                seconds = time.perf_counter() - began
            if not best or seconds < best["seconds"]:
                best = {"seconds": seconds}
        with Profile(path) as profile:
            chunks = [(ids.copy(), words.copy(), np.zeros(len(words), np.uint8)) for ids, words in profile.chunks()]
            weights = model_weights(len(profile.tables.memory_rows))
            rates = []
            for _ in range(REPEATS):
                builder = GraphBuilder(profile.tables, weights)
                began = time.perf_counter()
                for chunk in chunks:
                    builder.feed(*chunk)
                rates.append(summary.instructions / (time.perf_counter() - began))
            graph = collect_graph(profile.tables, weights, lambda feed: [feed(*chunk) for chunk in chunks] and None)
            return {"instructions": summary.instructions, "edges": summary.edges, **best,
                    "end_to_end_rate": summary.instructions / best["seconds"], "builder_rate": max(rates),
                    "file_bytes_per_instruction": profile.n_bytes / summary.instructions,
                    "bytes_per_edge": graph.nbytes_edges / max(1, graph.n_edges)}


def graph_of(name: str, size: str) -> DependenceGraph:
    """The graph of a workload, recorded with model weights."""
    with profile_of(name, size) as profile:
        return profile.graph


@contextlib.contextmanager
def profile_of(name: str, size: str) -> Iterator[Profile]:
    """The profile of a workload with model weights; its file goes when the context is left."""
    prepared = Prepared(name, size)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.irpg"
        with ProfileRecorder(path, "bench", ProfileOptions(timing="model")) as recorder:
            recorder.add_module(prepared.module)
            recording = recorder.recorder(prepared.module)
            traced = prepared.compiled(prepared.module.traced_text(recording, ".partition"), ".partition")
            traced(*copies(prepared.arguments))
            recorder.end_call("kernel", recording)
            recorder.finish()
        with Profile(path) as profile:
            yield profile


def measure_start() -> list[dict[str, Any]]:
    """Wall time of importing irpart and of ``irpart --help``; peak memory of a profile of 10^9 instructions."""
    rows = []
    commands = {"import irpart": ["-c", "import irpart"], "irpart --help": ["-m", "irpart.cli.main", "--help"]}
    for title, command in commands.items():
        times = []
        for _ in range(5):
            began = time.perf_counter()
            subprocess.run([sys.executable, *command], check=True, capture_output=True)
            times.append(time.perf_counter() - began)
        rows.append({"what": title, "seconds": statistics.median(times)})
        print(f"{title}: {rows[-1]['seconds']:.3f} s")
    with tempfile.TemporaryDirectory() as folder:
        profile = [sys.executable, "-m", "irpart.cli.main", "profile", "--timing", "model", "--json",
                   str(WORKLOADS / "matmul.py"), "--size", "L"]
        run = subprocess.run(profile, cwd=folder, check=True, capture_output=True, text=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    instructions = int(run.stdout.split('"instructions": ')[1].split(",")[0])
    rows.append({"what": "peak memory of matmul L", "bytes": peak, "instructions": instructions})
    print(f"peak memory of a profile of {instructions:,} instructions: {peak / 2**30:.2f} GiB")
    return rows
