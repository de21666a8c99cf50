"""Objects of hwloc's XML as parts of a machine."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from irpart.base.errors import FormatError
from irpart.topology.parts import Part
from irpart.topology.sources._hwloc_document import infos, whole
from irpart.topology.types import CACHE, CORE, GPU, GROUP, HOST, NUMA, PACKAGE, PU, SYSTEM

CONTAINERS = {"Package": PACKAGE, "Socket": PACKAGE, "Core": CORE, "PU": PU, "NUMANode": NUMA, "Node": NUMA}
"""Types of hwloc with a kind of their own; dies, clusters, groups and what newer versions add are groups."""
TRANSPARENT = frozenset({"Misc", "Bridge", "MemCache"})
"""Types whose children count as children of what contains them."""
SPECIAL_MEMORY = frozenset({"HBM", "MCDRAM", "NVM", "SPM", "GPUMemory", "CXL-DRAM", "CXL-NVM", "CXL-GPUMemory", "CXL"})
_GPU_BACKEND = re.compile(r"(cuda|nvml|rsmi|ze|opencl\d+d)(\d+)$")
_MEMORY_INFOS = ("CUDAGlobalMemorySize", "RSMIVRAMSize", "LevelZeroHBMSize", "OpenCLGlobalMemorySize", "NVMLMemorySize")


@dataclass(slots=True, eq=False)
class Objects:
    """Parts of a document.

    Attributes
    ----------
    root
        The system.
    by_gp
        Parts by hwloc's ``gp_index``; several devices of one GPU give the same part.
    domains
        NUMA domains with their ``os_index``, in the order of the file.
    pus
        Hardware threads with their ``os_index``.
    gpus
        GPUs in the order of the file.
    switch_devices
        NVSwitches by ``gp_index``.
    """

    root: Part
    by_gp: dict[int, Part] = field(default_factory=dict)
    domains: list[tuple[int, Part]] = field(default_factory=list)
    pus: list[tuple[int, Part]] = field(default_factory=list)
    gpus: list[Part] = field(default_factory=list)
    switch_devices: set[int] = field(default_factory=set)


def read_objects(document: Element, version: int, where: str) -> Objects:
    """Parts for all objects of a document; O(objects).

    Instruction caches, memory-side caches, network and storage devices are left out.

    Raises
    ------
    FormatError
        There are no objects, or an attribute is no number.
    """
    top = [child for child in document if child.tag == "object"]
    if not top:
        raise FormatError(f"{where} has no objects; write it again with: lstopo file.xml")
    found = Objects(Part(SYSTEM))
    devices: dict[tuple[int, str], Part] = {}
    machines: list[tuple[Element, Part]] = []
    work: list[_Visit] = [_Visit(element, found.root) for element in reversed(top)]
    while work:
        visit = work.pop()
        element, kind, inside = visit.element, visit.element.get("type", ""), visit.above
        card, link_gbs = visit.card, visit.link_gbs
        if kind == "PCIDev":
            card = element
            if element.get("subtype") == "NVSwitch":
                found.switch_devices.add(whole(element, "gp_index", where))
        elif kind == "OSDev":
            _add_device(found, devices, visit, where)
        elif kind == "System" or (kind == "Machine" and element in top):
            machines.append((element, inside))
        elif kind not in TRANSPARENT and not _is_instruction_cache(element):
            inside = _add_part(found, element, visit.above, version, where)
            if kind == "Machine":
                machines.append((element, inside))
        if kind in ("PCIDev", "Bridge"):
            link_gbs = _narrower(link_gbs, element.get("pci_link_speed"))
        work.extend(_Visit(child, inside, card, link_gbs) for child in reversed(element) if child.tag == "object")
    for element, part in machines:
        _give_memory(found, element, part, where)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Visit:
    """An element to read, the part around it, the PCI device that it belongs to, and the narrowest PCI link so far."""

    element: Element
    above: Part
    card: Element | None = None
    link_gbs: float = 0.0


def _is_instruction_cache(element: Element) -> bool:
    return "Cache" in element.get("type", "") and element.get("cache_type") == "2"


def _narrower(link_gbs: float, text: str | None) -> float:
    """The smaller of two bandwidths; 0 is unknown."""
    try:
        own = float(text or 0)
    except ValueError:
        return link_gbs
    if not 0 < own < 1e6:
        return link_gbs
    return min(own, link_gbs) if link_gbs else own


def _add_part(found: Objects, element: Element, above: Part, version: int, where: str) -> Part:
    """Add the part of an element; the part that the element's children are in."""
    kind, index = element.get("type", ""), whole(element, "os_index", where)
    if kind.endswith("Cache"):
        level = min(whole(element, "depth", where), 255)
        part = Part(CACHE, size_bytes=_size(element, "cache_size", where), cache_level=level,
                    ways=min(_associativity(element), 65535))
    else:
        part = Part(HOST if kind == "Machine" else CONTAINERS.get(kind, GROUP))
    if part.kind == HOST and element.get("name"):
        part.label = element.get("name", "")
    if part.kind == PU:
        found.pus.append((index, part))
    if element.get("gp_index"):
        found.by_gp[whole(element, "gp_index", where)] = part
    if part.kind != NUMA:
        above.children.append(part)
        return part
    part.size_bytes = _size(element, "local_memory", where)
    part.number = index
    part.is_special = element.get("subtype") in SPECIAL_MEMORY
    found.domains.append((index, part))
    (above.memory if version > 1 else above.children).append(part)
    return part


def _size(element: Element, key: str, where: str) -> int:
    return min(whole(element, key, where), 2**62)


def _associativity(element: Element) -> int:
    """Ways of a cache; 0 when unknown, and for fully associative ones, of which hwloc writes -1: all lines."""
    text = element.get("cache_associativity", "0")
    if text == "-1":
        line = element.get("cache_linesize", "0")
        return int(element.get("cache_size", "0")) // int(line) if line.isdigit() and int(line) else 0
    return int(text) if text.isdigit() and len(text) < 10 else 0


def _give_memory(found: Objects, element: Element, part: Part, where: str) -> None:
    """One domain for a machine with memory of its own and no domains: hwloc 1 on machines that are not NUMA."""
    size = _size(element, "local_memory", where)
    if size and not any(below.kind == NUMA or below.memory for below in part.walk()):
        domain = Part(NUMA, size_bytes=size)
        part.memory.append(domain)
        found.domains.append((0, domain))


def _add_device(found: Objects, devices: dict[tuple[int, str], Part], visit: _Visit, where: str) -> None:
    """Add the GPU that a device of the operating system stands for, once for all its devices."""
    element, facts = visit.element, infos(visit.element)
    backend = _GPU_BACKEND.match(element.get("name", ""))
    if not backend or facts.get("OpenCLDeviceType", "GPU") != "GPU":
        return
    key = (id(visit.above), backend[2]) if visit.card is None else (id(visit.card), "")
    part = devices.get(key)
    if part is None:
        model = facts.get("GPUModel", "")
        part = devices[key] = Part(GPU, f"({model})" if model else "", uplink_gbs=visit.link_gbs)
        visit.above.children.append(part)
        found.gpus.append(part)
    part.size_bytes = part.size_bytes or next((_memory(facts[name]) for name in _MEMORY_INFOS if name in facts), 0)
    units, each = facts.get("CUDAMultiProcessors", ""), facts.get("CUDACoresPerMP", "")
    if units.isdigit() and each.isdigit() and 0 < int(units) * int(each) < 2**31:
        part.lanes = int(units) * int(each)
    if element.get("gp_index"):
        found.by_gp[whole(element, "gp_index", where)] = part
    if visit.card is not None and visit.card.get("gp_index"):
        found.by_gp[whole(visit.card, "gp_index", where)] = part


def _memory(text: str) -> int:
    """Bytes of ``16671616KiB``; a bare number counts KiB, as before hwloc 3."""
    match = re.fullmatch(r"(\d{1,15})\s*(KiB|MiB|GiB|KB|MB|GB|B)?", text.strip())
    if not match:
        return 0
    return int(match[1]) * {"B": 1, "M": 1 << 20, "G": 1 << 30}.get((match[2] or "K")[0], 1 << 10)
