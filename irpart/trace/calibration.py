"""Latency of each level of this machine's memory hierarchy, measured once by pointer chasing and cached.

Cycles are those of the time-stamp counter, the unit that sampled times come in.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import platform
from pathlib import Path

import numpy as np

from irpart.base.provenance import provenance
from irpart.program.lowering import new_target, parse_ir
from irpart.trace.weights import LEVELS

FOOTPRINTS = {"L1": 16 << 10, "L2": 512 << 10, "L3": 8 << 20, "memory": 256 << 20}
"""Bytes chased for each level."""

_CHASE = """
declare i64 @llvm.readcyclecounter()
define i64 @irpart_chase(ptr %start, i64 %steps) {
entry:
  %before = call i64 @llvm.readcyclecounter()
  br label %loop
loop:
  %at = phi ptr [ %start, %entry ], [ %next, %loop ]
  %i = phi i64 [ 0, %entry ], [ %following, %loop ]
  %next = load volatile ptr, ptr %at
  %following = add i64 %i, 1
  %more = icmp ult i64 %following, %steps
  br i1 %more, label %loop, label %done
done:
  %after = call i64 @llvm.readcyclecounter()
  %cycles = sub i64 %after, %before
  ret i64 %cycles
}
"""


def cache_folder() -> Path:
    """The user's cache folder for irpart (``XDG_CACHE_HOME`` is honoured)."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "irpart"


def calibrated_cycles() -> dict[str, float]:
    """Cycles of a dependent load by level, from the user's cache folder or measured now (about a second)."""
    machine = json.dumps(provenance()["machine"], sort_keys=True) + platform.release()
    name = hashlib.blake2b(machine.encode(), digest_size=6).hexdigest()
    path = cache_folder() / f"latencies-{name}.json"
    known = _read(path)
    if known is None:
        known = measure_cycles()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_suffix(f".{os.getpid()}")
            unfinished.write_text(json.dumps(known))
            unfinished.replace(path)
        except OSError:
            return known  # a folder that cannot be written only costs the measurement again
    return known


def _read(path: Path) -> dict[str, float] | None:
    try:
        stored = json.loads(path.read_text())
    except (OSError, ValueError):
        return None
    usable = isinstance(stored, dict) and all(isinstance(stored.get(level), int | float) for level in LEVELS)
    return {level: float(stored[level]) for level in LEVELS} if usable else None


def measure_cycles(seed: int = 0) -> dict[str, float]:
    """Measure now: the least of five chases through a random cycle of cache lines, by level; never decreasing."""
    import llvmlite.binding as llvm

    module = parse_ir(_CHASE, "the calibration loop")
    engine = llvm.create_mcjit_compiler(module, new_target())
    engine.finalize_object()
    chase = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_void_p, ctypes.c_int64)(
        engine.get_function_address("irpart_chase"))
    random, result, least = np.random.default_rng(seed), {}, 1.0
    for level, n_bytes in FOOTPRINTS.items():
        lines = n_bytes // 64
        memory = np.zeros(lines * 8, np.uint64)
        order = random.permutation(lines).astype(np.uint64)
        memory[order * np.uint64(8)] = np.uint64(memory.ctypes.data) + np.roll(order, -1) * np.uint64(64)
        start, steps = memory.ctypes.data + 64 * int(order[0]), min(lines * 4, 1 << 18)
        least = max(least, min(chase(start, steps) for _ in range(5)) / steps)
        result[level] = round(least, 2)
    return result
