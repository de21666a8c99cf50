"""What made a file: versions and the kind of machine; nothing that tells whose machine it was or when."""

from __future__ import annotations

import os
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("irpart", "numpy", "numba", "llvmlite")
"""Distributions whose versions are recorded."""


def provenance(llvm: str | None = None) -> dict[str, object]:
    """Versions and machine, as pure JSON; imports none of the packages.

    Parameters
    ----------
    llvm
        Version of LLVM, from a caller that has it loaded; recorded as null when it is not given.

    Returns
    -------
    ``irpart``, ``numpy``, ``numba``, ``llvmlite``, ``python`` and ``llvm`` as text, and ``machine`` with
    ``architecture``, ``system``, ``processor`` and ``cores``.
    """
    return {
        **{package: _version(package) for package in PACKAGES},
        "python": platform.python_version(),
        "llvm": llvm,
        "machine": {"architecture": platform.machine(), "system": platform.system(),
                    "processor": _processor(), "cores": os.cpu_count() or 1},
    }


@cache
def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"


@cache
def _processor(description: Path = Path("/proc/cpuinfo")) -> str:
    """Model name of the processor, as the system calls it."""
    try:
        lines = description.read_text(errors="replace").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith(("model name", "Hardware"))]
    return (names or [platform.processor() or "unknown"])[0]
