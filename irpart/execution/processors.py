"""Processors that this process may use: affinity, limits of control groups, and what the user says."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from irpart.base.errors import InputError
from irpart.execution.types import MOST_WORKERS

VARIABLE = "IRPART_NUM_WORKERS"
"""Environment variable with the number of workers."""


def allowed_processors() -> tuple[int, ...]:
    """Numbers of the processors that the calling thread may run on, ascending; all where none can be asked."""
    if hasattr(os, "sched_getaffinity"):
        return tuple(sorted(os.sched_getaffinity(0)))
    return tuple(range(os.cpu_count() or 1))


def usable_processors(environment: Mapping[str, str] = os.environ, root: Path = Path("/")) -> int:
    """Workers to use: ``IRPART_NUM_WORKERS`` if set, else the allowed processors, at most as many as the quota pays for.

    Raises
    ------
    InputError
        When the variable is no number from 1 to 1024.
    """
    wanted = environment.get(VARIABLE, "").strip()
    if wanted:
        if not wanted.isdecimal() or not 1 <= int(wanted) <= MOST_WORKERS:
            raise InputError(f"{VARIABLE} is {wanted!r}; set it to a number from 1 to {MOST_WORKERS}, or unset it.")
        return int(wanted)
    quota = processor_quota(root)
    allowed = len(allowed_processors())
    return allowed if quota is None else max(1, min(allowed, int(quota + 0.5)))


def processor_quota(root: Path = Path("/")) -> float | None:
    """Processor seconds per second that control groups (version 1 or 2) grant this process; None: no limit is known.

    The least of the limits of the process's own group and those above it, as ``/proc/self/cgroup`` names them.
    """
    try:
        lines = (root / "proc/self/cgroup").read_text().splitlines()
    except OSError:
        return None
    limits = []
    for line in lines:
        _, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if controllers and "cpu" not in controllers.split(","):
            continue
        base = root / "sys/fs/cgroup" / ("cpu" if controllers else "")
        group = base / path.lstrip("/")
        for folder in [group, *group.parents]:
            limits.append(_limit(folder))
            if folder == base:
                break
    found = [limit for limit in limits if limit is not None]
    return min(found) if found else None


def _limit(folder: Path) -> float | None:
    """Quota over period of one group."""
    try:
        if (folder / "cpu.max").exists():
            quota, period = (folder / "cpu.max").read_text().split()
        else:
            quota = (folder / "cpu.cfs_quota_us").read_text().strip()
            period = (folder / "cpu.cfs_period_us").read_text().strip()
        return int(quota) / int(period) if quota not in ("max", "-1") and int(period) > 0 else None
    except (OSError, ValueError):
        return None
