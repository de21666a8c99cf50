"""One call of Mt-KaHyPar, here or in a process of its own: ``python -m`` this module, problem and answer as files."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import BackendError


def solve(pins: NDArray[np.int64], bounds: NDArray[np.int64], weight: NDArray[np.int64], k: int, balance: float, seed: int,
          preset: str) -> NDArray[np.uint16]:
    """Cluster of each vertex of a hypergraph, net i of which is ``pins[bounds[i]:bounds[i + 1]]``."""
    import mtkahypar

    nets = np.split(pins, bounds[1:-1]) if len(bounds) > 1 else []
    mtkahypar.set_seed(seed)
    context = _session().context_from_preset(getattr(mtkahypar.PresetType, preset.upper()))
    context.set_partitioning_parameters(k, balance - 1, mtkahypar.Objective.KM1)
    context.logging = False
    hypergraph = _session().create_hypergraph(context, len(weight), len(nets), nets, weight, np.ones(len(nets), np.int64))
    return np.asarray(hypergraph.partition(context).get_partition(), np.uint16)


def solve_apart(pins: NDArray[np.int64], bounds: NDArray[np.int64], weight: NDArray[np.int64], k: int, balance: float,
                seed: int, preset: str) -> NDArray[np.uint16]:
    """The same in a new process, whose random numbers begin anew.

    Raises
    ------
    BackendError
        The process failed; the message ends with what it said last.
    """
    with TemporaryDirectory(prefix="irpart-") as folder:
        for name, array in (("pins", pins), ("bounds", bounds), ("weight", weight)):
            np.save(Path(folder, f"{name}.npy"), array)
        done = subprocess.run([sys.executable, "-m", __name__, folder, str(k), repr(balance), str(seed), preset],
                              capture_output=True, text=True, check=False)
        if done.returncode:
            raise BackendError(f"Mt-KaHyPar failed with code {done.returncode}: {done.stderr.strip()[-300:]}")
        found: NDArray[np.uint16] = np.load(Path(folder, "found.npy"))
    return found


@cache
def _session() -> Any:
    """The library with one thread; it is set up once per process."""
    import mtkahypar

    return mtkahypar.initialize(1, False)


def _answer(folder: str, k: str, balance: str, seed: str, preset: str) -> None:
    """Solve what is in a folder."""
    pins, bounds, weight = (np.load(Path(folder, f"{name}.npy")) for name in ("pins", "bounds", "weight"))
    np.save(Path(folder, "found.npy"), solve(pins, bounds, weight, int(k), float(balance), int(seed), preset))


if __name__ == "__main__":
    _answer(*sys.argv[1:])
