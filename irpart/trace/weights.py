"""Weights: cycles of every latency class and of every memory operation at every level of the memory hierarchy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError
from irpart.program.opcodes import DEFAULT_LATENCIES, LATENCY_CLASSES

LEVELS = ("L1", "L2", "L3", "memory")
DEFAULT_MEMORY_CYCLES = {"L1": 5.0, "L2": 15.0, "L3": 60.0, "memory": 250.0}
"""Load-to-use cycles by level, rounded from published tables of current server cores."""


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """Codes and cycles: a weight or cost is ``table[code]``.

    The first codes are the latency classes; ``memory_code`` (uint16, shape (memory operations, levels)) gives
    the code of an access of one static memory operation that hit a level. ``timing`` says how they came about.
    """

    table: NDArray[np.float32]
    memory_code: NDArray[np.uint16]
    timing: str

    def __post_init__(self) -> None:
        if not np.all(np.isfinite(self.table)) or (len(self.table) and self.table.min() < 0):
            raise InputError("A latency table holds a negative, infinite or NaN value.")
        self.table.setflags(write=False)
        self.memory_code.setflags(write=False)


def class_cycles(latencies: Mapping[str, float] | None = None) -> NDArray[np.float32]:
    """Cycles per latency class, float32, in the order of ``LATENCY_CLASSES``.

    Raises
    ------
    InputError
        When ``latencies`` names an unknown class or level, or a value is not a number >= 0.
    """
    chosen = dict(DEFAULT_LATENCIES)
    for name, value in (latencies or {}).items():
        if name not in LATENCY_CLASSES and name not in LEVELS:
            known = ", ".join((*LATENCY_CLASSES, *LEVELS))
            raise InputError(f"The latency table names '{name}', which is none of: {known}.")
        if not isinstance(value, int | float) or not 0 <= value < 1e6:
            raise InputError(f"The latency of '{name}' must be a number of cycles from 0 to 10^6, got {value!r}.")
        if name in chosen:
            chosen[name] = float(value)
    return np.array([chosen[name] for name in LATENCY_CLASSES], np.float32)


def unit_weights(n_memory: int) -> Weights:
    """Every instruction and every datum costs 1 (``--timing none``)."""
    code = np.zeros((n_memory, len(LEVELS)), np.uint16)
    return Weights(np.ones(len(LATENCY_CLASSES), np.float32), code, "none")


def model_weights(n_memory: int, latencies: Mapping[str, float] | None = None) -> Weights:
    """Weights from a table alone (``--timing model``): the same on every machine."""
    levels = np.array([(latencies or {}).get(name, DEFAULT_MEMORY_CYCLES[name]) for name in LEVELS])
    return coded_weights(np.broadcast_to(levels, (n_memory, len(LEVELS))), "model", latencies)


def coded_weights(cycles: NDArray[np.float64], timing: str, latencies: Mapping[str, float] | None = None) -> Weights:
    """Weights from cycles per (memory operation, level), rounded to whole cycles, at least 1."""
    classes = class_cycles(latencies)
    whole = np.maximum(1, np.rint(cycles)).astype(np.float32)
    distinct, inverse = np.unique(whole, return_inverse=True)
    if len(classes) + len(distinct) > 1 << 16:
        raise InputError(f"{len(distinct)} distinct memory times do not fit into 16-bit codes.")
    code = (inverse.reshape(cycles.shape) + len(classes)).astype(np.uint16)
    return Weights(np.concatenate([classes, distinct.astype(np.float32)]), code, timing)


def sampled_weights(mean_cycles: NDArray[np.float64], level_count: NDArray[np.int64],
                    level_cycles: Mapping[str, float], latencies: Mapping[str, float] | None = None) -> Weights:
    """Spread the measured mean of each memory operation over the levels its accesses hit.

    Parameters
    ----------
    mean_cycles
        float64, shape (memory operations,): measured means; NaN where an operation was not sampled.
    level_count
        int64, shape (memory operations, levels): accesses by level.
    level_cycles
        Calibrated cycles of each level.

    An access that hits level l weighs ``mean * cycles[l] / (average of cycles over the operation's accesses)``, so
    that the accesses of an operation add up to what was measured. An operation that was not sampled weighs what
    its level costs.
    """
    cycles = np.array([level_cycles[name] for name in LEVELS])
    counts = level_count[: len(mean_cycles)].astype(np.float64)
    total = counts.sum(axis=1)
    average = np.where(total > 0, counts @ cycles / np.maximum(total, 1), cycles[0])
    mean = np.where(np.isnan(mean_cycles), average, mean_cycles)
    return coded_weights(cycles[None, :] * (mean / average)[:, None], "sampled", latencies)


TICK_CODES = 256
"""Number of classes that measured times of single accesses are put into (``--timing every``)."""


def tick_bounds() -> NDArray[np.float64]:
    """Lower bounds of the classes in cycles: exact up to 128, then 128 steps of equal ratio up to 10^6."""
    return np.concatenate([np.arange(128.0), np.geomspace(128, 1e6, TICK_CODES - 128)])


def tick_codes(ticks: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """uint8 class of each measured time; negative times (read as huge) count as 0."""
    signed = ticks.astype(np.int64)
    return (np.searchsorted(tick_bounds(), np.maximum(signed, 0), side="right") - 1).astype(np.uint8)


def every_weights(n_memory: int, latencies: Mapping[str, float] | None = None) -> Weights:
    """Weights for accesses that were timed one by one (``--timing every``)."""
    return coded_weights(np.broadcast_to(tick_bounds(), (n_memory, TICK_CODES)), "every", latencies)
