"""Dataflow programs as files of arrays, by which they travel to workers."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from irpart.replay.dataflow import DataflowProgram, StepKinds

_COLUMNS = tuple(name for name in DataflowProgram.__slots__ if name not in ("kinds", "recorded"))


def save_program(program: DataflowProgram, path: Path) -> None:
    """Write a program's arrays, uncompressed; what was recorded and why is left out."""
    kinds = {f"kinds_{name}": getattr(program.kinds, name) for name in StepKinds.__slots__}
    np.savez(path, **kinds, **{name: getattr(program, name) for name in _COLUMNS})


def load_program(path: Path) -> DataflowProgram:
    """The inverse of ``save_program``."""
    with np.load(path, allow_pickle=False) as stored:
        kinds = StepKinds(**{name: stored[f"kinds_{name}"] for name in StepKinds.__slots__})
        return DataflowProgram(kinds=kinds, recorded={}, **{name: stored[name] for name in _COLUMNS})
