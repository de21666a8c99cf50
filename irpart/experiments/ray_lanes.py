"""Lanes on Ray: a request is a task, which asks a process of its own, so that crashes and limits are as on this machine."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from irpart.experiments.lanes import LocalLanes
from irpart.topology.ray_session import ray_session

_kept: dict[tuple[str, float | None], LocalLanes] = {}


class RayLanes:
    """As many tasks under way as asked for, or as the cluster has CPUs.

    Ray is started on this machine unless an address is given or the program is connected already, and stopped again. All
    nodes must see the folder of the results by the same name.

    Parameters
    ----------
    address
        Of a cluster; "": one of its own on this machine.
    count
        Tasks under way; 0: the CPUs of the cluster.
    folder, limit
        As of ``LocalLanes``.

    Raises
    ------
    InputError, BackendError
        The address is none, or no cluster answers there.
    """

    def __init__(self, address: str, count: int, folder: Path, limit: float | None) -> None:
        self._folder, self._limit = str(folder.absolute()), limit
        self._connection = ExitStack()
        self._ray, _ = self._connection.enter_context(ray_session(address, count or None))
        self._count = count or max(1, int(self._ray.cluster_resources().get("CPU", 1)))
        self._task = self._ray.remote(num_cpus=1, max_retries=0)(_serve)
        self._running: dict[Any, int] = {}

    @property
    def count(self) -> int:
        """Number of tasks under way."""
        return self._count

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 traceback: TracebackType | None) -> None:
        for reference in self._running:
            self._ray.cancel(reference, force=True)
        self._running = {}
        self._connection.close()

    def start(self, lane: int, request: dict[str, Any]) -> None:
        """Begin a request as a task."""
        self._running[self._task.remote(self._folder, self._limit, request)] = lane

    def finished(self) -> list[tuple[int, dict[str, Any]]]:
        """Wait for a task to end."""
        ended, _ = self._ray.wait(list(self._running), num_returns=1)
        return [(self._running.pop(reference), self._result(reference)) for reference in ended]

    def _result(self, reference: Any) -> dict[str, Any]:
        try:
            outcome: dict[str, Any] = self._ray.get(reference)
        except self._ray.exceptions.RayError as error:
            return {"failure": f"Its Ray task failed: {str(error).strip().splitlines()[0][:200]}", "failure_kind": "crash"}
        return outcome


def _serve(folder: str, limit: float | None, request: dict[str, Any]) -> dict[str, Any]:
    """Runs in a worker of Ray, which keeps its process for later tasks."""
    if (folder, limit) not in _kept:
        _kept[folder, limit] = LocalLanes(1, Path(folder), limit)
    lanes = _kept[folder, limit]
    lanes.start(0, request)
    return lanes.finished()[0][1]
