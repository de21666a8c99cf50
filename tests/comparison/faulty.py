"""Third-party methods that fail in every way, as an installed package that worker processes find too."""

from __future__ import annotations

from pathlib import Path

METHODS = '''
import os
import signal
import subprocess
import time

import numpy as np

from irpart.base.registry import method


def _is_warm_up(graph):
    return (graph.n_vertices, graph.n_edges) in ((300, 598), (1200, 2398))


@method(weighted=False, streaming=True, bounded=False)
def noisy(graph, k, *, seed, balance):
    """Prints, and cuts by edge number."""
    print("{}" if graph.n_edges else "")
    return (np.arange(graph.n_edges) % k).astype(np.uint16)


@method(weighted=False, streaming=True, bounded=False)
def crashing(graph, k, *, seed, balance):
    """Ends its process by a signal."""
    if not _is_warm_up(graph):
        os.kill(os.getpid(), signal.SIGSEGV)
    return np.zeros(graph.n_edges, np.uint16)


@method(weighted=False, streaming=True, bounded=False)
def leaving(graph, k, *, seed, balance):
    """Ends its process with a status."""
    if not _is_warm_up(graph):
        os.write(2, b"out of luck\\n")
        os._exit(7)
    return np.zeros(graph.n_edges, np.uint16)


@method(weighted=False, streaming=True, bounded=False)
def raising(graph, k, *, seed, balance):
    """Raises."""
    raise ValueError("no such cluster")


@method(weighted=False, streaming=True, bounded=False)
def short(graph, k, *, seed, balance):
    """Forgets an edge."""
    return np.zeros(max(0, graph.n_edges - 1), np.uint16)


@method(weighted=False, streaming=True, bounded=False)
def sleeping(graph, k, *, seed, balance):
    """Starts a process and waits for it."""
    if not _is_warm_up(graph):
        started = subprocess.Popen(["sleep", "600"])
        with open(os.environ["IRPART_TEST_CHILD"], "w") as file:
            file.write(str(started.pid))
        time.sleep(600)
    return np.zeros(graph.n_edges, np.uint16)


@method(weighted=False, streaming=True, bounded=False)
def greedy_for_memory(graph, k, *, seed, balance):
    """Holds 200 MB for a moment."""
    if not _is_warm_up(graph):
        np.ones(25_000_000)
    return np.zeros(graph.n_edges, np.uint16)
'''
NAMES = ("noisy", "crashing", "leaving", "raising", "short", "sleeping", "greedy-for-memory")


def write_package(folder: Path) -> None:
    """A module and its entry points, as ``pip`` would leave them in ``folder``."""
    (folder / "irpart_faulty.py").write_text(METHODS)
    info = folder / "irpart_faulty-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: irpart-faulty\nVersion: 1.0\n")
    points = "".join(f"{name} = irpart_faulty:{name.replace('-', '_')}\n" for name in NAMES)
    (info / "entry_points.txt").write_text(f"[irpart.partitioners]\n{points}")
