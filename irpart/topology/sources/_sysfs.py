"""What Linux tells of a machine in its file systems sys and proc."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from irpart.topology.parts import Draft, Part
from irpart.topology.types import CACHE, CORE, GROUP, NUMA, PACKAGE, PU, SYSTEM

_Sets = list[tuple[frozenset[int], int, Part]]
_DIFFERENT_CLOCKS = 1.25
"""Cores are of different kinds when their maximal clocks differ by this factor; less is what favoured cores get."""


def read_sysfs(root: Path, allowed: Collection[int] | None) -> Draft | None:
    """The machine whose file systems are mounted below ``root``; None when there is no description of processors.

    Parameters
    ----------
    root
        Where ``sys`` and ``proc`` are, ``/`` for this machine.
    allowed
        Numbers of the hardware threads to keep; None keeps all that are online. Domains that have lost all their threads
        are left out, those that never had any are kept.
    """
    folder = root / "sys/devices/system"
    threads = {int(path.name[3:]): path for path in (folder / "cpu").glob("cpu[0-9]*")
               if path.name[3:].isdigit() and (path / "topology").is_dir()}
    if allowed is not None:
        threads = {number: path for number, path in threads.items() if number in allowed}
    if not threads:
        return None
    visible = frozenset(threads)
    sets = _cores(threads) + _caches(threads)
    domains, distance, empty = _domains(folder / "node", visible)
    sets += [(members, 2, part) for members, part in domains if members]
    result = Draft("this machine", "this machine", Part(SYSTEM), domains=[part for _, part in domains], distance=distance)
    _nest(result.root, visible, sets)
    result.root.children += empty
    _set_speeds(sets, threads)
    result.clock_ghz = _clock_ghz(root, threads)
    if not domains:
        total = re.search(r"MemTotal:\s+(\d+)", _text(root / "proc/meminfo"))
        result.root.memory = [Part(NUMA, size_bytes=int(total[1]) * 1024 if total else 0)]
        result.distance = None
    return result


def parse_list(text: str) -> frozenset[int]:
    """Numbers of a list of Linux such as ``0-3,8``; empty for what is none."""
    result: set[int] = set()
    for piece in text.strip().split(","):
        match = re.fullmatch(r"(\d{1,6})(?:-(\d{1,6}))?", piece.strip())
        if match:
            result |= set(range(int(match[1]), int(match[2] or match[1]) + 1))
    return frozenset(result)


def _text(path: Path) -> str:
    try:
        return path.read_text(errors="replace").strip()
    except OSError:
        return ""


def _number(path: Path) -> int:
    text = _text(path)
    return int(text) if re.fullmatch(r"\d{1,18}", text) else 0


def _cores(threads: dict[int, Path]) -> _Sets:
    """Packages, dies, cores and threads with their members and their rank among objects of equal members."""
    groups: dict[tuple[int, tuple[object, ...]], set[int]] = defaultdict(set)
    for number, path in threads.items():
        package, die = _text(path / "topology/physical_package_id"), _text(path / "topology/die_id")
        siblings = parse_list(_text(path / "topology/thread_siblings_list")) & frozenset(threads) or frozenset((number,))
        groups[PACKAGE, (package,)].add(number)
        groups[GROUP, (package, die)].add(number)
        groups[CORE, (_text(path / "topology/core_id"), *sorted(siblings))].add(number)
        groups[PU, (number,)].add(number)
    for key in [key for key in groups if key[0] == PACKAGE and not str(key[1][0]).isdigit()]:
        del groups[key]
    for key in [key for key in groups if key[0] == GROUP and not str(key[1][1]).isdigit()]:
        del groups[key]
    rank = {PACKAGE: 0, GROUP: 1, CORE: 20, PU: 21}
    ordered = sorted(groups.items(), key=lambda item: (rank[item[0][0]], min(item[1])))
    return [(frozenset(members), rank[kind], Part(kind)) for (kind, _), members in ordered]


def _caches(threads: dict[int, Path]) -> _Sets:
    found: dict[tuple[int, frozenset[int]], Part] = {}
    for number, path in sorted(threads.items()):
        for index in sorted(path.glob("cache/index[0-9]*")):
            level = _number(index / "level")
            if _text(index / "type") == "Instruction" or not 0 < level < 10:
                continue
            members = _mask(_text(index / "shared_cpu_map")) or parse_list(_text(index / "shared_cpu_list"))
            members = members & frozenset(threads) or frozenset((number,))
            if (level, members) not in found:
                size = re.fullmatch(r"(\d{1,12})([KMG]?)", _text(index / "size"))
                units = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
                found[level, members] = Part(CACHE, size_bytes=int(size[1]) * units[size[2]] if size else 0,
                                             cache_level=level, ways=min(_number(index / "ways_of_associativity"), 65535))
    return [(members, 13 - level, part) for (level, members), part in found.items()]


def _mask(text: str) -> frozenset[int]:
    """Members of a bitmap such as ``00000000,00000003``."""
    digits = text.replace(",", "")
    bits = int(digits, 16) if re.fullmatch(r"[0-9a-fA-F]+", digits) else 0
    return frozenset(i for i in range(bits.bit_length()) if bits >> i & 1)


def _domains(folder: Path, visible: frozenset[int]) -> tuple[list[tuple[frozenset[int], Part]],
                                                             NDArray[np.float64] | None, list[Part]]:
    """Domains with their visible threads, their distances if all are known, and those without processors."""
    nodes = {int(path.name[4:]): path for path in folder.glob("node[0-9]*") if path.name[4:].isdigit()}
    found: list[tuple[frozenset[int], Part]] = []
    columns, rows, empty = [], [], []
    for column, (number, path) in enumerate(sorted(nodes.items())):
        every = parse_list(_text(path / "cpulist")) or _mask(_text(path / "cpumap"))
        if every and not every & visible:
            continue
        total = re.search(r"MemTotal:\s+(\d+)", _text(path / "meminfo"))
        part = Part(NUMA, size_bytes=int(total[1]) * 1024 if total else 0, number=number)
        found.append((every & visible, part))
        empty += [] if every else [part]
        columns.append(column)
        rows.append([float(word) for word in _text(path / "distance").split() if word.isdigit()])
    if len(found) < 2 or any(len(row) != len(nodes) for row in rows):
        return found, None, empty
    return found, np.array([[row[column] for column in columns] for row in rows]), empty


def _nest(root: Part, visible: frozenset[int], sets: _Sets) -> None:
    """Put parts into each other by their members; what would cut another in two is left out, domains become leaves."""
    deepest = dict.fromkeys(visible, root)
    for members, _, part in sorted(sets, key=lambda item: (-len(item[0]), item[1], min(item[0]))):
        above = {id(deepest[number]): deepest[number] for number in members}
        if len(above) == 1:
            next(iter(above.values())).children.append(part)
            deepest.update(dict.fromkeys(members, part))
        elif part.kind == NUMA:
            root.children.append(part)


def _set_speeds(sets: _Sets, threads: dict[int, Path]) -> None:
    """Speeds of cores relative to the fastest, by the kernel's capacities or by clearly different clocks."""
    for name, factor in (("cpu_capacity", 1.0), ("cpufreq/cpuinfo_max_freq", _DIFFERENT_CLOCKS)):
        values = {number: _number(path / name) for number, path in threads.items()}
        most = max(values.values())
        if min(values.values()) == 0 or most <= factor * min(values.values()):
            continue
        for members, _, part in sets:
            if part.kind == CORE:
                part.speed = values[min(members)] / most
        return


def _clock_ghz(root: Path, threads: dict[int, Path]) -> float:
    """Base clock, else the maximal one, that in the model's name, or the present one of a thread; 0 when unknown."""
    for name in ("cpufreq/base_frequency", "cpufreq/cpuinfo_max_freq"):
        most = max(_number(path / name) for path in threads.values())
        if most:
            return most / 1e6
    text = _text(root / "proc/cpuinfo")
    named = re.search(r"model name\s*:.*@ (\d{1,2}\.\d+)\s?GHz", text)
    now = re.search(r"cpu MHz\s*:\s*(\d{2,6}(?:\.\d+)?)", text)
    return float(named[1]) if named else float(now[1]) / 1000 if now else 0.0
