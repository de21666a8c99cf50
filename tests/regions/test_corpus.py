"""Verdicts and reasons of loops that are known: the traps, PolyBench, and the workloads of this project."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from irpart.regions import analyse_function, verdicts_of
from tests.regions import corpus, polybench
from tests.regions.corpus_types import Case, cases_of, letters_of

CASES = [*cases_of(corpus), *cases_of(polybench)]
WORKLOADS = Path(__file__).parents[2] / "profiling" / "workloads"
LETTERS = {
    "blocked_matmul": "PRPPRP", "cholesky": "WWRR", "cnn_forward": "PPPRRRPPP", "dense_network": "RPRRRRPSPRPPP",
    "dijkstra": "PSSSSS", "fft": "SSSSS", "floyd_warshall": "SWW", "gauss_seidel_2d": "WWW", "jacobi_2d": "WPPPP",
    "kmeans": "SPPRRRPPP", "lu": "WPP", "mandelbrot": "PPS", "matmul": "PPR", "molecular_dynamics": "PXSRRRRSSPPPXSRRRRSPP",
    "n_body": "SPRPP", "needleman_wunsch": "PPWW", "pagerank": "SPRP", "quicksort": "XSSSS", "spiking_neurons": "SPRPPS",
    "spmv": "PPR", "strassen": "PPR" + "X" * 28 + "PP",
}
"""One letter per loop, those of called functions in the places of their calls."""


@pytest.mark.parametrize("known", CASES, ids=lambda known: known.function.__name__)
def test_known_loops_have_their_verdicts(known: Case):
    """The kind of each loop, and what the reason must name."""
    verdicts = verdicts_of(analyse_function(known.function, known.arguments))
    told = "\n".join(f"{v.loop.text}: {v.kind}: {v.reason}" for v in verdicts)
    assert letters_of(verdicts) == known.letters, told
    assert all(part in told for part in known.reasons), told


@pytest.mark.parametrize("name", sorted(LETTERS))
def test_workloads_have_their_verdicts(name, monkeypatch):
    """Every program of profiling/workloads, analysed for the arguments of its small size."""
    monkeypatch.syspath_prepend(str(WORKLOADS))
    before = set(sys.modules)
    try:
        module = importlib.import_module(name)
    finally:
        for loaded in set(sys.modules) - before:
            if loaded in (name, "_command_line"):
                del sys.modules[loaded]
    arguments = module.initialize(**module.SIZES["S"])
    verdicts = verdicts_of(analyse_function(getattr(module, name), arguments))
    assert letters_of(verdicts) == LETTERS[name], "\n".join(f"{v.loop.line} {v.kind} {v.reason}" for v in verdicts)


def test_every_workload_is_known():
    """A new workload states its verdicts here."""
    assert {path.stem for path in WORKLOADS.glob("[a-z]*.py")} == set(LETTERS)


def test_the_corpus_is_large_and_varied():
    """At least sixty loops, each kind of verdict among them."""
    letters = "".join(known.letters for known in CASES)
    assert len(letters) > 60
    assert set(letters) == set("PRWLXS")
