"""The machine that irpart runs on.

References
----------
hwloc's ``lstopo``; Linux kernel documentation, ABI/stable/sysfs-devices-system-cpu, ABI/stable/sysfs-devices-node and
cputopology; NVIDIA System Management Interface, ``nvidia-smi topo``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from irpart.base.errors import FormatError, InputError
from irpart.base.registry import method
from irpart.topology.parts import Draft, Part, assemble
from irpart.topology.sources._nvidia import add_gpus, parse_gpu_list, parse_topology_table
from irpart.topology.sources._sysfs import read_sysfs
from irpart.topology.sources.hwloc import hwloc_draft
from irpart.topology.types import CORE, GPU, NUMA, SYSTEM, Topology

_LONGEST_SECONDS = 20


@method()
def machine(text: str) -> Topology:
    """This machine, as far as the process may use it: ``lstopo`` when installed, else Linux' own files, else a count.

    Processors outside the affinity of the process (and so outside its cgroup's set) are left out; a share of time that a
    cgroup grants is not considered. GPUs that hwloc does not show are asked of ``nvidia-smi``.

    Raises
    ------
    InputError
        Text follows the name: the source takes none.
    """
    if text:
        raise InputError(f"'machine' takes no text, got '{text[:80]}'; a synthetic string begins with machine:COUNT.")
    allowed = _allowed()
    asked, files = _from_lstopo(), read_sysfs(Path("/"), allowed)
    draft = asked or files or _counted(allowed)
    if asked and files:
        asked.clock_ghz = asked.clock_ghz or files.clock_ghz
    draft.name = draft.source = "this machine"
    if not any(part.kind == GPU for part in draft.root.walk()):
        gpus = parse_gpu_list(_output("nvidia-smi", "--query-gpu=name,memory.total", "--format=csv"))
        if gpus:
            add_gpus(draft, parse_topology_table(_output("nvidia-smi", "topo", "-m")), gpus)
    return assemble(draft)


def _allowed() -> set[int]:
    if hasattr(os, "sched_getaffinity"):
        return os.sched_getaffinity(0)
    return set(range(os.cpu_count() or 1))


def _from_lstopo() -> Draft | None:
    """What lstopo says; None without it, or when it fails."""
    for program in ("lstopo-no-graphics", "lstopo"):
        text = _output(program, "--of", "xml", "--restrict", "binding")
        if text:
            try:
                return hwloc_draft(text.encode(), "this machine", f"the output of {program}")
            except FormatError:
                return None
    return None


def _counted(allowed: set[int]) -> Draft:
    """As many cores as the process may use, with the memory of the machine in one domain."""
    memory = 0
    if {"SC_PAGE_SIZE", "SC_PHYS_PAGES"} <= set(getattr(os, "sysconf_names", ())):
        memory = max(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"), 0)
    cores = [Part(CORE) for _ in allowed]
    return Draft("this machine", "this machine", Part(SYSTEM, children=cores, memory=[Part(NUMA, size_bytes=memory)]))


def _output(program: str, *arguments: str) -> str:
    """What a program prints; "" when it is not installed, fails or takes too long."""
    path = shutil.which(program)
    if path is None:
        return ""
    try:
        done = subprocess.run([path, *arguments], capture_output=True, text=True, errors="replace", check=False,
                              timeout=_LONGEST_SECONDS, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""
