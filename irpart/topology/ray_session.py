"""A connection to Ray for as long as it is needed: to the program's own, to a running cluster, or to one started for it."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from irpart.base.errors import BackendError
from irpart.base.interrupts import Interrupts
from irpart.topology.sources.ray import connect_ray

LONGEST_FOLDER = 24
"""Characters of the folder for temporary files; Ray makes sockets far below it, whose names may have 107."""
SMALLEST_STORE = 128 << 20


@contextmanager
def ray_session(address: str = "", cpus: int | None = None, store_bytes: int | None = None) -> Iterator[tuple[Any, bool]]:
    """The module ``ray``, connected, and whether it was started here, on this machine.

    A program that is connected already stays so. Otherwise it connects to ``address``; without one Ray is started on this
    machine, in a folder of its own, and at the end, on errors and Ctrl-C too, stopped and the folder removed.

    Parameters
    ----------
    address
        Of a cluster; "": one of its own.
    cpus
        CPUs that a Ray of its own gives away; None: those of the machine.
    store_bytes
        Size of its object store, at least 128 MiB; None: as Ray likes.

    Raises
    ------
    InputError
        The address is none.
    BackendError
        No cluster answers there, or Ray cannot be started here.
    """
    import ray

    if ray.is_initialized():
        yield ray, False
        return
    folder = ""
    try:
        if address:
            connect_ray(ray, address)
        else:
            place = tempfile.gettempdir()
            folder = tempfile.mkdtemp(prefix="irpart-ray-", dir=place if len(place) <= LONGEST_FOLDER else "/tmp")
            with Interrupts().kept():  # Python drops those that arrive while a process is forked
                _start(ray, folder, cpus, store_bytes)
        yield ray, not address
    finally:
        interrupts = Interrupts()
        with interrupts.kept(), interrupts.deferred():
            _end(ray, folder)


def _end(ray: Any, folder: str) -> None:
    """Disconnect; stop the Ray that was started in a folder, and remove what it leaves."""
    started = _children() if folder else []
    ray.shutdown()
    if folder:
        shutil.rmtree(folder, ignore_errors=True)
    for pid in started:
        for semaphore in Path("/dev/shm").glob(f"sem.???{pid}-*"):
            semaphore.unlink(missing_ok=True)  # channels of compiled graphs leave theirs behind in Ray 2.60


def _start(ray: Any, folder: str, cpus: int | None, store_bytes: int | None) -> None:
    try:
        ray.init(address="local", num_cpus=cpus, include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR,
                 _temp_dir=folder, object_store_memory=None if store_bytes is None else max(SMALLEST_STORE, store_bytes))
    except (ValueError, RuntimeError, OSError) as error:  # no room for its object store, no ports, no processes
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
        raise BackendError(f"Ray could not be started on this machine ({reason}); free memory, connect to a running "
                           "cluster, or use another backend.") from error


def _children() -> list[int]:
    """Processes that this one started; none where there is no /proc."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(stat.read_text().rpartition(")")[2].split()[1]) == os.getpid():
                found.append(int(stat.parent.name))
        except OSError:
            continue
    return found
