"""Readable descriptions of machines in TOML or YAML: counts of what is inside what, or every object and link.

References
----------
TOML 1.0.0; YAML 1.1. The keys are irpart's own: docs/topology.md.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import numpy as np

from irpart.base.errors import FormatError, InputError, MissingExtra
from irpart.base.registry import is_installed, method
from irpart.topology.description import from_objects
from irpart.topology.parts import LABELS, MOST_OBJECTS, Draft, Joint, Part, assemble
from irpart.topology.sources._tables import Table
from irpart.topology.types import CACHE, CORE, GPU, HOST, NUMA, PACKAGE, PU, SYSTEM, Topology

_MOST_BYTES = 256 << 20


@method()
def description_file(text: str) -> Topology:
    """The machine in a TOML or YAML file; docs/topology.md lists the keys.

    Raises
    ------
    InputError
        The file cannot be read, has an unknown key or wrong value, or describes no machine.
    FormatError
        It is no TOML or YAML.
    MissingExtra
        It is YAML, and pyyaml is not installed.
    """
    path = Path(text)
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise FormatError(f"{path} has more than {_MOST_BYTES:,} bytes; is it a description of a machine?")
        data = path.read_bytes().decode()
    except UnicodeDecodeError:
        raise FormatError(f"{path} is no text in UTF-8; descriptions of machines are XML, TOML or YAML.") from None
    except OSError as error:
        raise InputError(f"Cannot read {path}: {error.strerror or error}; give the path of a description.") from None
    if not data.strip():
        raise FormatError(f"{path} is empty; give hwloc's XML (lstopo file.xml) or a description in TOML or YAML.")
    values = _yaml(data, path) if path.suffix.lower() in (".yaml", ".yml") else _toml(data, path)
    table = Table(values, str(path))
    return from_objects(table) if table.has("objects") else _from_counts(table, path.stem)


def _toml(data: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(data)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise FormatError(f"{path} is no TOML: {error}. (YAML files end in .yaml or .yml.)") from None


def _yaml(data: str, path: Path) -> dict[str, Any]:
    if not is_installed("yaml"):
        raise MissingExtra(f"{path} is YAML, which needs the package pyyaml; install it with: pip install 'irpart[yaml]'")
    import yaml

    try:
        values = yaml.safe_load(data)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        place = getattr(error, "problem_mark", None)
        line = f", line {place.line + 1}" if place is not None else ""
        raise FormatError(f"{path}{line} is no YAML: {getattr(error, 'problem', None) or type(error).__name__}.") from None
    if not isinstance(values, dict):
        raise FormatError(f"{path} has no keys with values; docs/topology.md lists them.")
    return values


def _from_counts(table: Table, stem: str) -> Topology:
    """The machine of a description by counts."""
    name, clock = table.text("name", stem), table.number("clock_ghz", 2.0, above=0.0)
    n_hosts = table.whole("hosts", 1, 1, MOST_OBJECTS)
    n_packages, n_domains = (table.whole(key, 1, 1, MOST_OBJECTS) for key in ("packages", "numa_per_package"))
    kinds = _core_kinds(table, n_domains)
    caches = sorted((_cache(item) for item in table.tables("cache")), key=lambda cache: (cache[1], cache[0].cache_level))
    memory = _domain(table.table("memory"))
    inside = len(kinds) * 2 + sum(threads for _, threads in kinds)
    if n_hosts * n_packages * n_domains * inside > MOST_OBJECTS:
        raise InputError(f"{table.where}: the counts make more than {MOST_OBJECTS:,} objects; describe a smaller machine.")
    root = Part(SYSTEM)
    hosts = [Part(HOST) for _ in range(n_hosts)] if n_hosts > 1 else [root]
    root.children = hosts if n_hosts > 1 else []
    for host in hosts:
        for _ in range(n_packages):
            host.children.append(package := Part(PACKAGE))
            for _ in range(n_domains):
                package.children.append(domain := _copy(memory))
                domain.children = _cores(kinds, caches, table.where)
    draft = Draft(name, table.where, root, clock_ghz=clock)
    _add_gpus(table, hosts)
    _add_links(table, draft, hosts)
    _add_distance(table, draft, n_hosts)
    table.check_done()
    return assemble(draft)


def _copy(part: Part) -> Part:
    """A part of the same attributes, without what it contains."""
    return Part(part.kind, part.label, part.size_bytes, part.cache_level, part.ways, part.latency_ns, part.bandwidth_gbs,
                part.speed, part.lanes, part.uplink_gbs)


def _core_kinds(table: Table, n_domains: int) -> list[tuple[float, int]]:
    """Speed and number of threads of every core of a domain."""
    threads = table.whole("threads_per_core", 1, 1, 1024)
    if table.has("cores_per_numa") == table.has("cores_per_package"):
        raise InputError(f"{table.where}: give either cores_per_numa or cores_per_package.")
    key = "cores_per_numa" if table.has("cores_per_numa") else "cores_per_package"
    count = table.whole(key, 1, 1, MOST_OBJECTS)
    if key == "cores_per_package":
        if count % n_domains:
            raise InputError(f"{table.where}: {count} cores_per_package cannot be shared equally by {n_domains} domains "
                             "(numa_per_package).")
        count //= n_domains
    kinds: list[tuple[float, int]] = []
    for item in table.tables("core_kind"):
        each = (item.number("speed", 1.0, above=0.0), item.whole("threads_per_core", threads, 1, 1024))
        item.text("name", "")
        kinds += [each] * item.whole("count", 1, 1, MOST_OBJECTS)
        item.check_done()
    if kinds and len(kinds) != count:
        raise InputError(f"{table.where}: the counts of core_kind sum to {len(kinds)}, but a domain has {count} cores.")
    return kinds or [(1.0, threads)] * count


def _cache(item: Table) -> tuple[Part, int]:
    part = Part(CACHE, size_bytes=item.size("size"), cache_level=item.whole("level", 0, 1, 9),
                ways=item.whole("ways", 0, 0, 65535), latency_ns=item.number("latency_ns", 0.0))
    shared = item.whole("cores", 1, 1, MOST_OBJECTS)
    item.check_done()
    return part, shared


def _domain(item: Table) -> Part:
    if item.values.get("size") == 0:
        raise InputError(f"{item.where}: size must be above 0, as a machine needs memory; leave it out if it is not known.")
    bandwidth = item.number("bandwidth_gbs", 0.0, above=0.0) if item.has("bandwidth_gbs") else 0.0
    part = Part(NUMA, size_bytes=item.size("size"), latency_ns=item.number("latency_ns", 0.0), bandwidth_gbs=bandwidth)
    item.check_done()
    return part


def _cores(kinds: list[tuple[float, int]], caches: list[tuple[Part, int]], where: str) -> list[Part]:
    """Cores of a domain in their caches, smaller caches inside larger ones."""
    threaded = any(threads > 1 for _, threads in kinds)
    layer = [(Part(CORE, speed=speed, children=[Part(PU) for _ in range(threads * threaded)]), 1)
             for speed, threads in kinds]
    for cache, shared in caches:
        inner, layer = layer, []
        for part, cores in inner:
            if not layer or layer[-1][1] == shared:
                layer.append((_copy(cache), 0))
            layer[-1][0].children.append(part)
            layer[-1] = (layer[-1][0], layer[-1][1] + cores)
        if any(cores != shared for _, cores in layer):
            raise InputError(f"{where}: the {len(kinds)} cores of a domain cannot be divided into L{cache.cache_level} "
                             f"caches of {shared} cores.")
    return [part for part, _ in layer]


def _add_gpus(table: Table, hosts: list[Part]) -> None:
    for item in table.tables("gpu"):
        name, near = item.text("name", ""), item.text("near", "")
        lanes = item.whole("lanes", 0) or None
        part = Part(GPU, f"({name})" if name else "", item.size("memory"), latency_ns=item.number("latency_ns", 0.0),
                    bandwidth_gbs=item.number("bandwidth_gbs", 0.0), speed=item.number("speed", 1.0, above=0.0), lanes=lanes,
                    uplink_gbs=item.number("pcie_gbs", 0.0))
        count = item.whole("count", 1, 1, 4096)
        item.check_done()
        for host in hosts:
            place = _find(host, near, item.where) if near else host
            place.children += [_copy(part) for _ in range(count)]


def _find(root: Part, path: str, where: str) -> Part:
    """The part that ``host 1/package 0/gpu 2`` names: at each step the part of that kind and number inside, in order."""
    words = {label.lower(): (kind, 0) for kind, label in LABELS.items()} | {f"l{i}": (CACHE, i) for i in range(1, 10)}
    part = root
    for step in path.split("/"):
        match = re.fullmatch(r"\s*([A-Za-z]+[1-9]?) (\d{1,7})\s*", step)
        wanted = words.get(match[1].lower()) if match else None
        if match is None or wanted is None:
            raise InputError(f"{where}: '{path[:80]}' names no object; write for example 'package 0/numa 1' or 'GPU 0'.")
        fitting = [below for below in part.walk() if (below.kind, below.cache_level) == wanted]
        if int(match[2]) >= len(fitting):
            raise InputError(f"{where}: there is no '{path[:80]}'; there are {len(fitting)} objects called '{match[1]}' "
                             "there, counted from 0.")
        part = fitting[int(match[2])]
    return part


def _add_links(table: Table, draft: Draft, hosts: list[Part]) -> None:
    """Links that are listed, and those between hosts: their latency is for the way from host to host."""
    for item in table.tables("link"):
        ends = item.list_of("between", str)
        if len(ends) != 2:
            raise InputError(f"{item.where}: between must name two objects, such as [\"GPU 0\", \"GPU 1\"], got {ends!r}.")
        a, b = (_find(draft.root, end, item.where) for end in ends)
        kind = item.text("kind", "nvlink" if a.kind == b.kind == GPU else "link")
        if a is b:
            raise InputError(f"{item.where}: both ends are '{ends[0][:80]}'.")
        draft.joints.append(Joint(a, b, item.number("latency_ns", 0.0, above=0.0),
                                  item.number("bandwidth_gbs", 0.0, above=0.0), kind))
        item.check_done()
    network = table.table("network")
    if not network.values:
        return
    if len(hosts) < 2:
        raise InputError(f"{network.where}: a network needs hosts = 2 or more.")
    latency, bandwidth = (network.number(key, 0.0, above=0.0) for key in ("latency_ns", "bandwidth_gbs"))
    network.check_done()
    draft.joints += [Joint(host, draft.root, latency / 2, bandwidth, "network") for host in hosts]


def _add_distance(table: Table, draft: Draft, n_hosts: int) -> None:
    rows = table.rows("numa_distance")
    if not rows:
        return
    draft.domains = [part for part in draft.root.walk() if part.kind == NUMA]
    if n_hosts > 1 or len(rows) != len(draft.domains):
        raise InputError(f"{table.where}: numa_distance must have a row for each of the {len(draft.domains)} domains of a "
                         f"single host, got {len(rows)} rows and {n_hosts} hosts.")
    draft.distance = np.array(rows, np.float64)
