"""``irpart partition --stream``, and the advice to use it where the graph would not fit into memory."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from irpart.base.errors import InputError
from irpart.cli.graphs import peek_kind_or_none
from irpart.cli.terminal import print_json, progress

if TYPE_CHECKING:
    from irpart.profiles.types import Profile

GRAPH_BYTES, SEARCH_BYTES, CONTIGUOUS_BYTES = 9, 135, 51
"""Bytes per edge: of a graph, and beyond it of the method irpart, and of effort 0 (its cut takes 11, measuring it 51)."""

_MEMORY = Path("/proc/meminfo")


def cut_stream(file: Path, k: int, output: Path, *, method: str, balance: float, seed: int, options: Mapping[str, Any],
               as_json: bool) -> None:
    """Cut the profile in ``file`` as a stream and print how good the cut is.

    Raises
    ------
    InputError
        When the file is no profile, or an option does not go with ``--stream``.
    """
    if not file.is_file():
        raise InputError(f"There is no file {file}.")
    if peek_kind_or_none(file) != "profile":
        raise InputError(f"--stream cuts profiles (.irpg) only, and {file} is none; leave --stream out.")
    unknown = sorted(set(options) - {"replication"})
    if method != "irpart" or unknown:
        wrong = f"--method {method}" if method != "irpart" else f"-O {unknown[0]}"
        raise InputError(f"--stream has a method of its own, whose only option is -O replication; leave {wrong} out.")
    from irpart.pipeline import partition_stream
    from irpart.profiles.types import Profile

    with progress(file.name) as show, Profile(file) as profile:
        made = partition_stream(profile, k, output, balance=balance, seed=seed, show=show, **options)
    if as_json:
        print_json({"file": str(output), "method": "irpart-stream", "seed": seed, **made.to_json()})
        return
    from irpart.reporting.quality import print_streamed

    print_streamed(made, balance, seed)


def check_memory(profile: Profile, method: str, options: Mapping[str, Any]) -> None:
    """Refuse to build a graph for the method irpart where cutting it would not fit into the memory that is free.

    Raises
    ------
    InputError
        With the numbers, and what can be done instead.
    """
    free, edges = free_bytes(), profile.summary.edges
    least, most = edges * (GRAPH_BYTES + CONTIGUOUS_BYTES), edges * (GRAPH_BYTES + SEARCH_BYTES)
    if method != "irpart" or free is None or most <= free:
        return
    from irpart.partitioning.methods.irpart import MOST_EDGES_CUT

    effort = options.get("effort", "auto")
    contiguous = effort == 0 or (effort == "auto" and edges > MOST_EDGES_CUT)
    if contiguous and least <= free:
        return
    needed, cheaper = (least, "") if contiguous else (most, f"or -O effort=0 ({_gib(least)} GiB), ")
    raise InputError(f"The graph has about {edges:,} edges and cutting it needs about {_gib(needed)} GiB, but "
                     f"{_gib(free)} GiB are free: add --stream, {cheaper}or profile with --max-instructions.")


def free_bytes() -> int | None:
    """Bytes of memory that can be had without swapping; None where the system does not say."""
    with contextlib.suppress(OSError):
        found = re.search(r"^MemAvailable:\s+(\d+) kB", _MEMORY.read_text(), re.MULTILINE)
        if found is not None:
            return int(found[1]) * 1024
    with contextlib.suppress(ValueError, OSError):
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return None


def _gib(n_bytes: int) -> str:
    return f"{n_bytes / 2**30:.1f}"
