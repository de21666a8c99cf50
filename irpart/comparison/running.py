"""Run a comparison: every trial in a child process, and each outcome in the journal before the next trial."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Generator, Mapping
from dataclasses import replace
from pathlib import Path

from irpart.base.errors import InputError
from irpart.comparison.child import Child
from irpart.comparison.journal import Journal
from irpart.comparison.programs import save_program
from irpart.comparison.types import Comparison, ComparisonSettings, GraphFacts, Trial, TrialKey
from irpart.comparison.worker import save_graph
from irpart.graph.types import DependenceGraph
from irpart.partitioning.bounds import connectivity_lower_bound
from irpart.replay.dataflow import DataflowProgram

Show = Callable[[int, int, TrialKey | None], None]
"""Is told how many trials are done, of how many, and which one starts (None at the end)."""


def run_comparison(graphs: Mapping[str, DependenceGraph], settings: ComparisonSettings, *,
                   journal: str | Path | None = None, fresh: bool = False, show: Show | None = None,
                   programs: Mapping[str, DataflowProgram] | None = None) -> Comparison:
    """Compare methods on graphs.

    Parameters
    ----------
    graphs
        By the names they are to have in tables.
    settings
        Methods, numbers of clusters, seeds, orders, limits.
    journal
        File that keeps every finished trial: the same call goes on where an interrupted one stopped.
    fresh
        Forget what the journal holds.
    show
        Called before each trial and at the end.
    programs
        The dataflow program of each graph, where partitions are to be executed.

    Returns
    -------
    All trials; those of methods that failed say why.

    Raises
    ------
    InputError, FormatError
        There is no graph, or the journal cannot be used.
    KeyboardInterrupt
        Ctrl-C; child processes are gone and the journal is whole.

    Notes
    -----
    Trials run one after the other, so that they do not disturb each other's times. A graph is copied once to a temporary
    file, about the size of its columns.
    """
    if not graphs:
        raise InputError("A comparison needs at least one graph.")
    lacking = [name for name in graphs if settings.execution is not None and name not in (programs or {})]
    if lacking:
        raise InputError(f"Partitions of {lacking[0]} cannot be executed without its dataflow program; give the profile of "
                         "a program, made with 'irpart profile --replay'.")
    facts = tuple(GraphFacts.of(name, graph) for name, graph in graphs.items())
    keys = [key for name in graphs for key in settings.keys(name)]
    with contextlib.ExitStack() as stack:
        kept = stack.enter_context(Journal(Path(journal), settings, facts, fresh=fresh)) if journal is not None else None
        done: dict[TrialKey, Trial] = dict(kept.trials) if kept is not None else {}
        resumed = sum(key in done for key in keys)
        def starting(key: TrialKey) -> None:
            if show is not None:
                show(len(done), len(keys), key)

        for name, graph in graphs.items():
            missing = [key for key in settings.keys(name) if key not in done]
            if missing:
                trials = stack.enter_context(contextlib.closing(_trials(
                    graph, missing, settings, starting, None if settings.execution is None else (programs or {})[name])))
                for trial in trials:
                    done[trial.key] = trial
                    if kept is not None:
                        kept.add(trial)
    if show is not None:
        show(len(keys), len(keys), None)
    return Comparison(settings, facts, tuple(done[key] for key in keys), resumed)


def _trials(graph: DependenceGraph, keys: list[TrialKey], settings: ComparisonSettings,
            starting: Callable[[TrialKey], None],
            program: DataflowProgram | None) -> Generator[Trial, None, None]:
    """Run trials of one graph; closing the generator ends their process."""
    with tempfile.TemporaryDirectory(prefix="irpart-compare-") as folder:
        stored = Path(folder, "graph.npz")
        save_graph(graph, stored)
        program_file = None if program is None else Path(folder, "program.npz")
        if program is not None and program_file is not None:
            save_program(program, program_file)
        with Child(stored, settings, program_file) as child:
            bounds = {k: connectivity_lower_bound(graph, k, settings.balance) for k in {key.k for key in keys}}
            for key in keys:
                starting(key)
                trial = child.run(key)
                yield trial if trial.quality is None else replace(trial, gap_to_bound=bounds[key.k].gap(trial.quality))
