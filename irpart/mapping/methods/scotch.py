"""Scotch's program ``gmap`` as it is (``scotch``), a peer."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import BackendError, InputError, MissingExtra
from irpart.base.registry import method
from irpart.mapping.placing import repaired
from irpart.mapping.problem import MappingProblem
from irpart.mapping.search import ties_of
from irpart.mapping.starting import whole_numbers

PROGRAMS = ("gmap", "scotch_gmap")
"""Names of the program, as Scotch and as Debian call it."""
_LONGEST_SECONDS = 120


@method(randomised=False, budgeted=False)
def scotch(problem: MappingProblem, *, seed: int, imbalance: float = 0.001) -> NDArray[np.int32]:
    """Dual recursive bipartitioning by the installed program; regular trees, meshes and tori.

    Parameters
    ----------
    imbalance
        Its option ``-b``. By its default, 0.05, a few processors get more clusters than their cap.

    Notes
    -----
    It takes whole numbers, and their products must fit into 32 bits, or it may not end: weights are scaled to at most
    10,000 and a million in all, distances of trees to at most 1,000. Pins, speeds and load are unknown to it; what then
    breaks a cap or a pin moves to the nearest room.

    References
    ----------
    F. Pellegrini, J. Roman, "Scotch: a software package for static mapping by dual recursive bipartitioning of process and
    architecture graphs", HPCN 1996; Scotch user's guide, sections 5 (file formats) and 6 (gmap).

    Raises
    ------
    MissingExtra
        When the program is not installed.
    InputError
        When the machine is neither a regular tree nor a mesh.
    BackendError
        When the program fails.
    """
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise MissingExtra("Method 'scotch' needs the program gmap of Scotch; on Debian and Ubuntu: apt install scotch")
    if problem.n_processors == 1:
        return repaired(problem, np.zeros(problem.n_clusters, np.int64))
    target = _target(problem)
    with tempfile.TemporaryDirectory(prefix="irpart-scotch-") as folder:
        graph, machine, result = (Path(folder) / name for name in ("clusters.grf", "machine.tgt", "placed.map"))
        graph.write_text(_source(problem, ties_of(problem).matrix()))
        machine.write_text(target)
        try:
            done = subprocess.run([program, f"-b{imbalance:g}", str(graph), str(machine), str(result)], capture_output=True,
                                  text=True, timeout=_LONGEST_SECONDS, check=False)
        except subprocess.TimeoutExpired as error:
            raise BackendError(f"Scotch's gmap did not end within {_LONGEST_SECONDS} seconds.") from error
        if done.returncode or not result.exists():
            raise BackendError(f"Scotch's gmap failed with status {done.returncode}: {done.stderr.strip()[:200]}")
        return repaired(problem, _parsed(result.read_text(), problem.n_clusters))


def _target(problem: MappingProblem) -> str:
    """The machine in Scotch's target format."""
    if problem.hierarchy:
        below = np.append(np.cumprod(problem.hierarchy[::-1])[-2::-1], 1)
        level = problem.distance[0, below].astype(np.float64)
        cost = whole_numbers(np.maximum(level, 1e-9), 1e3, np.inf)
        pairs = " ".join(f"{arity} {far}" for arity, far in zip(problem.hierarchy, cost.tolist(), strict=True))
        return f"tleaf {len(problem.hierarchy)} {pairs}\n"
    if problem.grid:
        return f"{'torus' if problem.wraps else 'mesh'}XD {len(problem.grid)} {' '.join(map(str, problem.grid[::-1]))}\n"
    raise InputError("Method 'scotch' maps onto regular trees, meshes and tori only; use 'swap' for this machine.")


def _source(problem: MappingProblem, tied: Any) -> str:
    """The clusters in Scotch's graph format: sizes, degrees, weights and neighbours."""
    weight = whole_numbers(tied.data, 1e4, 1e6)
    lines = ["0", f"{problem.n_clusters} {len(weight)}", "0 011"]
    for i, size in enumerate(problem.sizes().tolist()):
        row = slice(tied.indptr[i], tied.indptr[i + 1])
        ends = " ".join(f"{w} {q}" for w, q in zip(weight[row].tolist(), tied.indices[row].tolist(), strict=True))
        lines.append(f"{size} {row.stop - row.start} {ends}")
    return "\n".join(lines) + "\n"


def _parsed(text: str, k: int) -> NDArray[np.int64]:
    """Processor of each cluster from Scotch's mapping file: a count, then a line of cluster and processor each."""
    numbers = np.array(text.split(), np.int64)
    if len(numbers) != 2 * k + 1 or numbers[0] != k:
        raise BackendError(f"Scotch's gmap wrote {max(0, len(numbers) // 2)} placements for {k} clusters.")
    result = np.zeros(k, np.int64)
    result[numbers[1::2]] = numbers[2::2]
    return np.maximum(result, 0)
