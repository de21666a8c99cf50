"""Hosts on the switches of a network, all alike."""

from __future__ import annotations

from dataclasses import dataclass

from irpart.base.errors import InputError
from irpart.topology.construct import DEFAULT_LINKS, TopologyBuilder
from irpart.topology.sources._sizes import number, size, whole
from irpart.topology.types import CACHE, CORE, GPU, HOST, NUMA


@dataclass(frozen=True, slots=True)
class ClusterOptions:
    """Parameters of a cluster.

    Attributes
    ----------
    cores, numa, gpus
        Per host: cores, NUMA domains that share them evenly, and GPUs.
    l1, l2, l3
        Bytes of the private caches of a core and of the cache that the cores of a domain share; 0: none.
    clock
        GHz of all cores.
    capacity
        Bytes of one domain's memory.
    host_latency, switch_latency, link_latency, global_latency
        ns in a host's adapter and software, in a switch, on a cable within a group or pod and between host and switch, and
        on a cable between groups.
    bandwidth, global_bandwidth
        GB/s of cables in one direction, and of those between groups.
    """

    cores: int = whole(8)
    numa: int = whole(1)
    gpus: int = whole(0, 0)
    l1: int = size(32 << 10)
    l2: int = size(1 << 20)
    l3: int = size(32 << 20)
    clock: float = number(2.0)
    capacity: int = size(64 << 30)
    host_latency: float = number(700.0)
    switch_latency: float = number(350.0)
    link_latency: float = number(15.0)
    global_latency: float = number(100.0)
    bandwidth: float = number(25.0)
    global_bandwidth: float = number(25.0)


def check_hosts(options: ClusterOptions, what: str) -> None:
    """Refuse hosts whose domains cannot share the cores evenly.

    Raises
    ------
    InputError
        With both numbers.
    """
    if options.cores % options.numa:
        raise InputError(f"{what}: {options.numa} NUMA domains cannot share {options.cores} cores evenly; "
                         "make cores a multiple of numa.")


def add_host(builder: TopologyBuilder, switch: int, number_of_host: int, options: ClusterOptions) -> None:
    """Add a host with its insides, below a switch and linked to it; half of the switch's latency is on that link."""
    host = builder.add(HOST, switch, f"Host {number_of_host}")
    builder.link(host, switch, options.host_latency + options.link_latency + options.switch_latency / 2, options.bandwidth,
                 "network")
    per_domain = options.cores // options.numa
    for domain in range(number_of_host * options.numa, (number_of_host + 1) * options.numa):
        outer = builder.add(NUMA, host, f"NUMA {domain}", size_bytes=options.capacity)
        builder.link(outer, host, *DEFAULT_LINKS["numa"], "memory", "default")
        if options.l3:
            shared = builder.add(CACHE, outer, f"L3 {domain}", size_bytes=options.l3, cache_level=3, ways=16)
            builder.link(shared, outer, *DEFAULT_LINKS["cache"], "on-chip", "default")
            outer = shared
        for core in range(domain * per_domain, (domain + 1) * per_domain):
            inside = outer
            for level, n_bytes in ((2, options.l2), (1, options.l1)):
                if n_bytes:
                    inside = builder.add(CACHE, inside, f"L{level} {core}", size_bytes=n_bytes, cache_level=level, ways=8)
            row = builder.add(CORE, inside, f"Core {core}")
            builder.link(row, outer, *DEFAULT_LINKS["core"], "on-chip", "default")
    for gpu in range(number_of_host * options.gpus, (number_of_host + 1) * options.gpus):
        builder.link(builder.add(GPU, host, f"GPU {gpu}"), host, *DEFAULT_LINKS["gpu"], "pcie", "default")
