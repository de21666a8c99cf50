"""What ``nvidia-smi`` tells of GPUs: names, memory, and how they are joined."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

from irpart.topology.parts import Draft, Joint, Part
from irpart.topology.types import GPU, NUMA, SWITCH

NVLINK_NS = 300.0
"""Latency of one NVLink, GPU to GPU or to a switch."""
NVLINK_GBS = 25.0
"""GB/s of one NVLink in one direction (generations 2 to 4; the first had 20, the fifth has 50)."""
MOST_LINKS = 18
"""NVLinks of one GPU (H100); more of them in a table means that all go through switches."""
_ESCAPE = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


@dataclass(frozen=True, slots=True)
class GpuTable:
    """GPUs of a machine.

    Attributes
    ----------
    nvlinks
        For pairs (i, j), i < j, the number of NVLinks that join them.
    domain
        For every GPU the number of its NUMA domain as Linux counts; -1 when unknown.
    """

    nvlinks: dict[tuple[int, int], int]
    domain: tuple[int, ...]


def parse_topology_table(text: str) -> GpuTable:
    """The table of ``nvidia-smi topo -m``; rows and columns that are no GPUs are left out.

    Words of the table: ``NV4`` four NVLinks; ``PIX``, ``PXB``, ``PHB``, ``NODE``, ``SYS`` ways over PCIe of growing
    length, which the tree of the machine stands for.
    """
    lines = [_ESCAPE.sub("", line).rstrip() for line in text.splitlines()]
    header = next((line for line in lines if re.match(r"\s+GPU0\b", line)), "")
    names = [name.strip() for name in re.split(r"\t+|\s{2,}", header.strip())]
    column = {int(name[3:]): place for place, name in enumerate(names) if re.fullmatch(r"GPU\d+", name)}
    numa = names.index("NUMA Affinity") if "NUMA Affinity" in names else -1
    nvlinks: dict[tuple[int, int], int] = {}
    domain = dict.fromkeys(column, -1)
    for line in lines:
        row = re.match(r"GPU(\d+)\s", line)
        if row is None or int(row[1]) not in column:
            continue
        cells = [cell.strip() for cell in re.split(r"\t+|\s{2,}", line.strip())][1:]
        number = int(row[1])
        for other, place in column.items():
            joined = re.fullmatch(r"NV(\d+)", cells[place]) if place < len(cells) else None
            if joined and other != number:
                nvlinks[min(number, other), max(number, other)] = int(joined[1])
        if 0 <= numa < len(cells) and re.match(r"\d+", cells[numa]):
            domain[number] = int(re.split(r"\D", cells[numa])[0])
    return GpuTable(nvlinks, tuple(domain[number] for number in sorted(column)))


def parse_gpu_list(text: str) -> list[tuple[str, int]]:
    """Names and bytes of memory from ``nvidia-smi --query-gpu=name,memory.total --format=csv``; 0: unknown."""
    found = []
    for row in list(csv.reader(io.StringIO(text), skipinitialspace=True))[1:]:
        if len(row) == 2:
            size = re.match(r"(\d{1,9}) MiB", row[1])
            found.append((row[0].strip(), int(size[1]) << 20 if size else 0))
    return found


def add_gpus(draft: Draft, table: GpuTable, gpus: list[tuple[str, int]]) -> None:
    """Add GPUs to a machine: each beside the processors of its NUMA domain, with their NVLinks.

    When all pairs have equally many NVLinks, more than one GPU has in sum, they are joined by a switch.
    """
    domains = {below.number: below for part in draft.root.walk() for below in (part, *part.memory) if below.kind == NUMA}
    parts = []
    for number, (name, size) in enumerate(gpus):
        near = table.domain[number] if number < len(table.domain) else -1
        place = domains.get(near, draft.root) if near >= 0 else draft.root
        parts.append(Part(GPU, f"({name})" if name else "", size_bytes=size))
        place.children.append(parts[-1])
    pairs = {pair: count for pair, count in table.nvlinks.items() if max(pair) < len(parts) and count}
    n, counts = len(parts), set(pairs.values())
    if n > 1 and len(counts) == 1 and len(pairs) == n * (n - 1) // 2 and min(counts) * (n - 1) > MOST_LINKS:
        switch = Part(SWITCH, "(NVSwitch)")
        draft.root.children.append(switch)
        draft.joints += [Joint(part, switch, NVLINK_NS, min(counts) * NVLINK_GBS, "nvlink") for part in parts]
    else:
        draft.joints += [Joint(parts[i], parts[j], NVLINK_NS, count * NVLINK_GBS, "nvlink")
                         for (i, j), count in sorted(pairs.items())]
