"""What made a file: versions, the kind of machine, and the file it was made from as seen from its own folder; nothing that
tells whose machine it was or when."""

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


def relative_to_folder(named: str | Path, path: str | Path) -> str:
    """The name of a file as seen from the folder of ``path``; "" for no file."""
    if not str(named):
        return ""
    try:
        return os.path.relpath(Path(named).resolve(), Path(path).resolve().parent)
    except ValueError:  # another drive
        return str(Path(named).resolve())


def seen_from_here(stored: str, path: str | Path) -> str:
    """The inverse of ``relative_to_folder``: the name by which the file can be opened; "" for no file."""
    return os.path.normpath(Path(path).parent / stored) if stored else ""
