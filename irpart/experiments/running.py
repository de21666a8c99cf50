"""Run an experiment: profiles first, then every cell that is not known yet, each outcome in the journal at once."""

from __future__ import annotations

import hashlib
import shutil
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from irpart.base.errors import InputError
from irpart.experiments.journal import ExperimentJournal, fingerprint_of
from irpart.experiments.lanes import Lanes, LocalLanes, outcome_of
from irpart.experiments.ray_lanes import RayLanes
from irpart.experiments.types import Cell, CellKey, Experiment, ExperimentTable, Outcome, Workload
from irpart.experiments.worker import cell_to_json

Show = Callable[[int, int, str], None]
"""Is told how many cells are done, of how many, and what starts ("" at the end)."""
CACHES = ("profiles", "partitions", "baselines")
"""Folders of the results that hold what cells share."""


def run_experiment(experiment: Experiment, *, jobs: int = 1, ray: str | None = None, retry: bool = False,
                   fresh: bool = False, show: Show | None = None) -> ExperimentTable:
    """Run all cells of an experiment.

    Parameters
    ----------
    jobs
        Cells that run at a time; times are best with 1. With Ray, 0 means the CPUs of the cluster.
    ray
        Address of a Ray cluster, "" for one of its own on this machine; None: processes of this machine.
    retry
        Run cells that failed again.
    fresh
        Forget what the folder of the results holds.
    show
        Called before each cell and at the end.

    Returns
    -------
    All cells; those that failed say why. Everything but times is the same whatever ``jobs`` and ``ray`` are.

    Raises
    ------
    InputError, FormatError
        ``jobs`` makes no sense, or the folder of the results cannot be used.
    BackendError
        No Ray cluster answers.
    KeyboardInterrupt
        Ctrl-C; processes are gone, the journal is whole, and the same call goes on.
    """
    if not isinstance(jobs, int) or isinstance(jobs, bool) or not (0 if ray is not None else 1) <= jobs <= 1024:
        raise InputError(f"The number of jobs must be a whole number from 1 to 1024, got {jobs!r}.")
    folder = experiment.results
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in CACHES:
            (folder / name).mkdir(exist_ok=True)
    except OSError as error:
        raise InputError(f"Cannot write the folder {folder}: {error.strerror}; choose another with -o.") from None
    with ExitStack() as stack:
        journal = stack.enter_context(ExperimentJournal(folder, fresh=fresh))
        if fresh:
            for name in CACHES:
                shutil.rmtree(folder / name, ignore_errors=True)
                (folder / name).mkdir(exist_ok=True)
        run = _Run(experiment, journal, retry, show)
        if run.missing:
            lanes: Lanes = (LocalLanes(jobs, folder, experiment.timeout_seconds) if ray is None
                            else RayLanes(ray, jobs, folder, experiment.timeout_seconds))
            run.complete(stack.enter_context(lanes))
    if show is not None:
        show(len(run.cells), len(run.cells), "")
    return ExperimentTable(experiment, tuple(run.done[cell.key] for cell in run.cells), run.resumed)


class _Run:
    """The state of a run: what is done, and what is to be done."""

    def __init__(self, experiment: Experiment, journal: ExperimentJournal, retry: bool, show: Show | None) -> None:
        self._experiment, self._journal, self._show = experiment, journal, show
        self._contents = {workload.name: workload.fingerprint() for workload in experiment.workloads}
        self.cells = list(experiment.cells())
        machines = {cell.machine: _content(cell.machine) for cell in self.cells}
        self._fingerprints = {cell.key: fingerprint_of(cell, self._contents[cell.workload.name], machines[cell.machine])
                              for cell in self.cells}
        self.done: dict[CellKey, Outcome] = {}
        for cell in self.cells:
            known = journal.find(self._fingerprints[cell.key], retry=retry, limit=experiment.timeout_seconds)
            if known is not None:
                self.done[cell.key] = replace(known, key=cell.key)
        self.resumed = len(self.done)
        self.missing = [cell for cell in self.cells if cell.key not in self.done]

    def complete(self, lanes: Lanes) -> None:
        """Run what is missing."""
        files = self._profiles(lanes)
        waiting = deque(list(cells) for _, cells in groupby(self.missing, key=lambda cell: cell.cut))
        bundles: dict[int, deque[Cell]] = {}
        while waiting or bundles:
            for lane in range(lanes.count):
                if lane not in bundles and waiting:
                    bundles[lane] = deque(waiting.popleft())
                    self._start(lanes, lane, bundles[lane], files)
            for lane, data in lanes.finished() if any(bundles.values()) else []:
                cell = bundles[lane].popleft()
                outcome = outcome_of(data, cell.key)
                self._keep(cell, outcome)
                if outcome.failure_kind == "timeout" and not outcome.failure.endswith(("placed.", "simulated.")):
                    for other in bundles[lane]:
                        self._keep(other, replace(outcome, key=other.key))
                    bundles[lane].clear()
                self._start(lanes, lane, bundles[lane], files)
            bundles = {lane: cells for lane, cells in bundles.items() if cells}

    def _start(self, lanes: Lanes, lane: int, cells: deque[Cell], files: dict[str, Path | Outcome]) -> None:
        """Begin the first cell of a bundle that can run; cells without a profile fail at once."""
        while cells:
            cell = cells[0]
            file = files[cell.workload.name]
            if isinstance(file, Path):
                self._tell(" ".join([cell.workload.name, f"k={cell.k}", cell.method.label]))
                lanes.start(lane, {"cell": cell_to_json(cell), "workload": cell.workload.name, "file": str(file.absolute())})
                return
            self._keep(cell, replace(file, key=cell.key))
            cells.popleft()

    def _profiles(self, lanes: Lanes) -> dict[str, Path | Outcome]:
        """The file of each workload that is needed, or why it could not be made."""
        files: dict[str, Path | Outcome] = {}
        waiting: deque[tuple[Workload, Path]] = deque()
        for workload in dict.fromkeys(cell.workload for cell in self.missing):
            own = f"{workload.name}-{self._contents[workload.name]}.irpg"
            path = workload.file or self._experiment.results / "profiles" / own
            files[workload.name] = path
            if not path.is_file():
                waiting.append((workload, path))
        running: dict[int, Workload] = {}
        while waiting or running:
            for lane in range(lanes.count):
                if lane not in running and waiting:
                    running[lane], path = waiting.popleft()
                    self._tell(f"profile of {running[lane].name}")
                    lanes.start(lane, _profile_request(running[lane], path))
            for lane, data in lanes.finished():
                name = running.pop(lane).name
                outcome = outcome_of(data, CellKey(name, "", 0, "", "", 0, "", ""))
                if outcome.failure_kind:
                    files[name] = replace(outcome, failure=f"Its profile could not be made: {outcome.failure}")
        return files

    def _keep(self, cell: Cell, outcome: Outcome) -> None:
        self._journal.add(self._fingerprints[cell.key], outcome)
        self.done[cell.key] = outcome

    def _tell(self, what: str) -> None:
        if self._show is not None:
            self._show(len(self.done), len(self.cells), what)


def _profile_request(workload: Workload, path: Path) -> dict[str, Any]:
    assert workload.script is not None
    data = {**asdict(workload), "file": None, "script": str(workload.script.absolute())}
    return {"profile": data, "file": str(path.absolute())}


def _content(machine: str) -> str:
    """What tells a machine's description from others: the content of a file."""
    path = Path(machine)
    return hashlib.sha256(path.read_bytes()).hexdigest() if len(machine) < 1000 and path.is_file() else machine


def count_finished(folder: Path) -> int:
    """Cells in the journal of a folder; 0 when there is none."""
    return sum(1 for _ in _entries(folder))


def _entries(folder: Path) -> Iterator[bytes]:
    path = folder / "journal.jsonl"
    if path.is_file():
        yield from path.read_bytes().splitlines()[1:]
