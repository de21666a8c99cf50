"""``dragonfly:9x4x2``: a cluster of groups of routers, all routers of a group and all pairs of groups joined.

References
----------
J. Kim, W. J. Dally, S. Scott, D. Abts: Technology-driven, highly-scalable dragonfly topology, ISCA 2008, section 3: g groups
of a routers with p hosts each; balanced when a = 2p = 2h, with h global links per router and at most g = a h + 1 groups. The
paper leaves open which router holds which global link; here a group's links go to the following groups in turn and are dealt
to its routers in blocks.
"""

from __future__ import annotations

from dataclasses import dataclass

from irpart.base.errors import InputError
from irpart.base.registry import method
from irpart.topology.construct import TopologyBuilder
from irpart.topology.sources._cluster import ClusterOptions, add_host, check_hosts
from irpart.topology.sources._sizes import Form, check_count, read_sizes, whole
from irpart.topology.types import GROUP, SWITCH, Topology

MOST_LINKS = 1_000_000
"""Links between routers that a dragonfly may have."""


@dataclass(frozen=True, slots=True)
class DragonflyOptions(ClusterOptions):
    """Parameters of a dragonfly: those of a cluster, and the number of links between each pair of groups."""

    global_links: int = whole(1)


@method()
def dragonfly(text: str) -> Topology:
    """Cluster: groups x routers x hosts per router, such as 9x4x2 or 9x4x2,cores=16,numa=2,gpus=1.

    Parameters
    ----------
    text
        Three sizes joined by x, then options of ``DragonflyOptions``; empty: 9x4x2, which is balanced.

    Raises
    ------
    InputError
        When the description is wrong; the sentence lists the options.
    """
    form = Form("dragonfly", "9x4x2", 3, 3)
    (groups, routers, hosts), options = read_sizes(text, form, DragonflyOptions)
    check_hosts(options, f"dragonfly:{text}")
    check_count(groups * routers * hosts * (options.cores + options.gpus), f"dragonfly:{text} would have")
    links = groups * (routers * (routers - 1) + (groups - 1) * options.global_links) // 2
    if links > MOST_LINKS:
        raise InputError(f"dragonfly:{text} would have {links:,} links between routers; "
                         f"at most {MOST_LINKS:,} are supported.")
    builder = TopologyBuilder(f"dragonfly:{groups}x{routers}x{hosts}", f"dragonfly:{text.strip() or form.example}")
    switches: list[list[int]] = []
    for group in range(groups):
        inside = builder.add(GROUP, label=f"Group {group}")
        switches.append([])
        for router in range(group * routers, (group + 1) * routers):
            switches[-1].append(builder.add(SWITCH, inside, f"Switch {router}"))
            for host in range(router * hosts, (router + 1) * hosts):
                add_host(builder, switches[-1][-1], host, options)
    for group in range(groups):
        _join_group(builder, switches, group, options)
    return builder.build(clock_ghz=options.clock)


def _join_group(builder: TopologyBuilder, switches: list[list[int]], group: int, options: DragonflyOptions) -> None:
    """All links within a group, and its global links to later groups."""
    own, groups = switches[group], len(switches)
    for place, a in enumerate(own):
        for b in own[:place]:
            builder.link(b, a, options.switch_latency + options.link_latency, options.bandwidth, "network")
    ports = (groups - 1) * options.global_links

    def router(of: int, to: int, copy: int) -> int:
        port = copy * (groups - 1) + (to - of - 1) % groups
        return switches[of][port * len(own) // ports]

    latency = options.switch_latency + options.global_latency
    for other in range(group + 1, groups):
        for copy in range(options.global_links):
            a, b = router(group, other, copy), router(other, group, copy)
            builder.link(a, b, latency, options.global_bandwidth, "network")
