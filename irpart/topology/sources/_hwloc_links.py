"""What hwloc's XML says beside the tree: distances, NVLinks, memory attributes and kinds of cores."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from itertools import pairwise
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import FormatError
from irpart.topology.parts import Joint, Part
from irpart.topology.sources._hwloc_document import cpu_set, infos, whole
from irpart.topology.sources._hwloc_objects import Objects
from irpart.topology.types import CORE, NUMA, SWITCH

NVLINK_NS = 300.0
"""Latency of one NVLink, GPU to GPU or to a switch; hwloc knows bandwidths only."""
EFFICIENT_CORE_SPEED = 0.6
"""Speed of an efficiency core beside a performance core, where a file only says which is which."""
_MOST_ENDS = 16384
_MEANS_LATENCY = 4


def numa_distances(document: Element, objects: Objects, where: str) -> tuple[list[Part], NDArray[np.float64] | None]:
    """Domains and float64, shape (d, d): their distances; the matrix None when there is none.

    Raises
    ------
    FormatError
        A matrix has the wrong number of values, or something else than numbers.
    """
    by_os = dict(objects.domains)
    for matrix in document.iterfind("distances2"):
        latencies = whole(matrix, "kind", where) & _MEANS_LATENCY
        if matrix.get("type") != "NUMANode" or not latencies:
            continue
        indexes = [int(word) for word in _numbers(matrix, "indexes", where)]
        known = objects.by_gp if matrix.get("indexing") == "gp" else by_os
        domains = [known[index] for index in indexes if index in known and known[index].kind == NUMA]
        values = _square(_numbers(matrix, "u64values", where), len(indexes), where)
        if len(domains) == len(indexes):
            return domains, values
    return _old_distances(document, objects, where)


def _old_distances(document: Element, objects: Objects, where: str) -> tuple[list[Part], NDArray[np.float64] | None]:
    """hwloc 1: a matrix inside the object around all domains, in their order."""
    domains = [part for _, part in objects.domains]
    for element in document.iter("object"):
        for matrix in element.findall("distances"):
            deep = _depth_of_domains(element)
            count = whole(matrix, "nbobjs", where)
            if count != len(domains) or deep == 0 or deep != whole(matrix, "relative_depth", where):
                continue
            words = [value.get("value", "") for value in matrix.findall("latency")]
            base = _number(matrix.get("latency_base", "1"), where)
            return domains, _square([_number(word, where) for word in words], count, where) * base
    return [], None


def _depth_of_domains(element: Element) -> int:
    """Levels from an object down to the first NUMA domain in it; 0 when there is none."""
    waiting = [(element, 0)]
    while waiting:
        inner, depth = waiting.pop()
        if inner.get("type") in ("NUMANode", "Node"):
            return depth
        waiting.extend((child, depth + 1) for child in reversed(inner) if child.tag == "object")
    return 0


def _number(word: str, where: str) -> float:
    try:
        value = float(word)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise FormatError(f"{where}: a matrix of distances has '{word[:40]}', which is no number.")
    return value


def _numbers(matrix: Element, tag: str, where: str) -> list[float]:
    return [_number(word, where) for element in matrix.findall(tag) for word in (element.text or "").split()]


def _square(values: list[float], side: int, where: str) -> NDArray[np.float64]:
    if side == 0 or side > _MOST_ENDS or len(values) != side * side:
        raise FormatError(f"{where}: a matrix of distances between {side} objects has {len(values)} values, "
                          f"not {side * side}; the file is damaged.")
    return np.array(values, np.float64).reshape(side, side)


def nvlinks(document: Element, objects: Objects, where: str) -> list[Joint]:
    """Links of the matrices ``NVLinkBandwidth`` and ``XGMIBandwidth`` (MB/s).

    NVSwitches between the same GPUs become one switch, with the sum of their links as bandwidth. Where a file leaves
    groups of GPUs apart (DGX-2: two boards), their switches are joined by as much as the GPUs on one side have.

    Raises
    ------
    FormatError
        A matrix has the wrong number of values, or something else than numbers.
    """
    matrices = [matrix for matrix in (*document.iterfind("distances2hetero"), *document.iterfind("distances2"))
                if matrix.get("name") in ("NVLinkBandwidth", "XGMIBandwidth")]
    joints: list[Joint] = []
    for matrix in matrices:
        words = " ".join(element.text or "" for element in matrix.findall("indexes")).split()
        ends = [int(text) for text in (word.rpartition(":")[2] for word in words) if re.fullmatch(r"\d{1,18}", text)]
        if len(ends) != len(words):
            raise FormatError(f"{where}: the matrix {matrix.get('name')} is about objects that are no numbers; "
                              "the file is damaged.")
        values = _square(_numbers(matrix, "u64values", where), len(ends), where)
        joints += _direct_links(values, ends, objects)
        joints += _switched_links(values, ends, objects)
    return joints


def _direct_links(values: NDArray[np.float64], ends: list[int], objects: Objects) -> list[Joint]:
    best: dict[tuple[int, int], float] = {}
    for i, j in zip(*np.nonzero(values), strict=True):
        a, b = objects.by_gp.get(ends[i]), objects.by_gp.get(ends[j])
        if a is not None and b is not None and a is not b:
            key = (min(i, j), max(i, j))
            best[key] = max(best.get(key, 0.0), float(values[i, j]))
    joints = []
    for (i, j), value in sorted(best.items()):
        a, b = objects.by_gp[ends[i]], objects.by_gp[ends[j]]
        cores = [sum(below.kind == CORE for below in end.walk()) for end in (a, b)]
        if all(end in objects.gpus or count > 1 for end, count in zip((a, b), cores, strict=True)):
            joints.append(Joint(a, b, NVLINK_NS, value / 1000, "nvlink"))
    return joints


def _switched_links(values: NDArray[np.float64], ends: list[int], objects: Objects) -> list[Joint]:
    groups: dict[tuple[int, ...], list[int]] = defaultdict(list)
    gpu = [i for i, end in enumerate(ends) if objects.by_gp.get(end) in objects.gpus]
    for i, end in enumerate(ends):
        if end in objects.switch_devices:
            groups[tuple(j for j in gpu if values[i, j] or values[j, i])].append(i)
    joints, switches = [], []
    for members, switch_rows in groups.items():
        if not members:
            continue
        switch = Part(SWITCH, "(NVSwitch)")
        objects.root.children.append(switch)
        sums = [float(np.maximum(values[switch_rows, j], values[j, switch_rows]).sum()) / 1000 for j in members]
        joints += [Joint(objects.by_gp[ends[j]], switch, NVLINK_NS, gbs, "nvlink")
                   for j, gbs in zip(members, sums, strict=True)]
        switches.append((switch, sum(sums)))
    for (a, first), (b, second) in pairwise(switches):
        joints.append(Joint(a, b, NVLINK_NS, min(first, second), "nvlink", "default"))
    return joints


def read_memory_attributes(document: Element, objects: Objects, where: str) -> None:
    """Set bandwidth (MiB/s in the file) and latency (ns) of domains: the best that any initiator sees."""
    for attribute in document.iterfind("memattr"):
        name = attribute.get("name")
        if name not in ("Bandwidth", "Latency"):
            continue
        for value in attribute.iterfind("memattr_value"):
            part = objects.by_gp.get(whole(value, "target_obj_gp_index", where))
            number = float(whole(value, "value", where))
            if part is None or part.kind != NUMA or not number:
                continue
            if name == "Bandwidth":
                part.bandwidth_gbs = max(part.bandwidth_gbs, number * 2**20 / 1e9)
            else:
                part.latency_ns = min(part.latency_ns or number, number)


def read_core_kinds(document: Element, objects: Objects, where: str) -> float:
    """Set the speeds of cores of different kinds, the fastest 1; the clock in GHz, 0 when unknown.

    Speeds follow the kernel's capacities, else the maximal frequencies, else 0.6 for Intel's efficiency cores.
    """
    kinds = [(cpu_set(kind.get("cpuset")), infos(kind)) for kind in document.iterfind("cpukind")]
    speeds = _kind_speeds([facts for _, facts in kinds])
    core_of = {id(thread): core for core in objects.root.walk() if core.kind == CORE for thread in core.children}
    clock = 0.0
    for (members, facts), speed in zip(kinds, speeds, strict=True):
        for index, thread in objects.pus:
            if members >> index & 1 and id(thread) in core_of:
                core_of[id(thread)].speed = speed
        if speed == max(speeds):
            clock = max(clock, _mhz(facts, "FrequencyBaseMHz") or _mhz(facts, "FrequencyMaxMHz"))
    if clock:
        return clock / 1000
    models = [infos(element).get("CPUModel", "") for element in document.iter("object")]
    stated = [float(match[1]) for match in (re.search(r"@ (\d{1,2}\.\d+)\s?GHz", model) for model in models) if match]
    return stated[0] if stated else 0.0


def _kind_speeds(kinds: list[dict[str, str]]) -> list[float]:
    for key in ("LinuxCapacity", "FrequencyMaxMHz"):
        values = [_mhz(facts, key) for facts in kinds]
        if values and all(values):
            return [value / max(values) for value in values]
    types = [facts.get("CoreType", "") for facts in kinds]
    return [EFFICIENT_CORE_SPEED if kind == "IntelAtom" and "IntelCore" in types else 1.0 for kind in types]


def _mhz(facts: dict[str, str], key: str) -> float:
    text = facts.get(key, "")
    return float(text) if text.isdigit() and len(text) < 8 else 0.0
