"""Files of peers that are programs: edge lists, METIS graphs, and the assignments they write."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from peers.peer import PeerError


def write_edge_lines(path: Path, ends: NDArray[np.int64]) -> None:
    """A line ``from to`` per edge, ids from 0."""
    np.savetxt(path, ends, fmt="%d")


def write_metis_pairs(path: Path, ends: NDArray[np.int64], weight: NDArray[np.int64]) -> NDArray[np.int64]:
    """A METIS graph with edge weights (code 1): a line of ``neighbour weight`` per vertex, ids from 1.

    Returns
    -------
    NDArray
        int64, shape (2 pairs,): the pair that each half edge of the file belongs to, in the file's order.
    """
    both = np.concatenate([ends, ends[:, ::-1]])
    pair = np.tile(np.arange(len(ends)), 2)
    order = np.lexsort((both[:, 1], both[:, 0]))
    both, pair = both[order], pair[order]
    n = int(ends.max(initial=-1)) + 1
    bounds = np.searchsorted(both[:, 0], np.arange(n + 1))
    written = np.stack([both[:, 1] + 1, weight[pair]], 1)
    with open(path, "w") as file:
        file.write(f"{n} {len(ends)} 1\n")
        for vertex in range(n):
            file.write(" ".join(map(str, written[bounds[vertex]:bounds[vertex + 1]].reshape(-1).tolist())) + "\n")
    return pair


def read_numbers(path: Path, columns: int) -> NDArray[np.int64]:
    """int64, shape (lines, columns): whole numbers of a text file.

    Raises
    ------
    PeerError
        The file is not there, or is something else.
    """
    try:
        if path.stat().st_size == 0:
            return np.empty((0, columns), np.int64)
        read = np.loadtxt(path, np.int64, ndmin=2)
    except (OSError, ValueError) as error:
        raise PeerError(f"The peer's {path.name} cannot be read: {error}.") from None
    if read.shape[1] != columns:
        raise PeerError(f"The peer's {path.name} has {read.shape[1]} numbers a line, not {columns}.")
    return read


def printed_figures(text: str, patterns: dict[str, str]) -> dict[str, float]:
    """Numbers a peer printed: for each name, the last number that follows its words (a regular expression)."""
    number = r"\s*([0-9][0-9.]*(?:[eE][-+]?[0-9]+)?)"
    found = {name: re.findall(words + number, text) for name, words in patterns.items()}
    return {name: float(values[-1]) for name, values in found.items() if values}
