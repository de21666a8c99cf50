"""Python packages called in a process of their own, so that their time can end and their memory is theirs."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from peers.peer import Job, PeerError, Ran, run_program

PROFILING = Path(__file__).resolve().parents[1]
Arrays = dict[str, NDArray[Any]]


def find_package(module: str, distribution: str) -> str | None:
    """A sentence with the version of an installed package, None when it is not installed."""
    if importlib.util.find_spec(module) is None:
        return None
    try:
        return f"package {distribution} {importlib.metadata.version(distribution)}"
    except importlib.metadata.PackageNotFoundError:
        return f"module {module}"


def ask(module: str, problem: Arrays, job: Job) -> tuple[Arrays, Ran]:
    """Have ``python -m MODULE FOLDER`` answer a problem; the module calls ``answer``.

    Raises
    ------
    PeerTimeout, PeerError
        It did not end in time, or without an answer.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = {"k": np.int64(job.k), "balance": np.float64(job.balance), "seed": np.int64(job.seed)}
        np.savez(folder / "problem.npz", **problem, **settings)
        ran = run_program([sys.executable, "-m", module, str(folder)], folder, job.timeout,
                          {"PYTHONPATH": str(PROFILING)})
        if ran.code != 0 or not (folder / "answer.npz").exists():
            raise PeerError(f"It ended with code {ran.code}: {ran.last_words()}")
        with np.load(folder / "answer.npz") as answer:
            return {key: answer[key] for key in answer.files}, ran


def answer(solve: Callable[[Arrays], Arrays]) -> None:
    """The other side of ``ask``: read the problem in the folder of the command line, solve it, write the answer."""
    folder = Path(sys.argv[1])
    with np.load(folder / "problem.npz") as read:
        problem = {key: read[key] for key in read.files}
    np.savez(folder / "answer.npz", **solve(problem))


def timed(call: Callable[[], Any]) -> tuple[Any, NDArray[np.float64]]:
    """A call's result and its seconds."""
    began = time.perf_counter()
    result = call()
    return result, np.asarray(time.perf_counter() - began)
