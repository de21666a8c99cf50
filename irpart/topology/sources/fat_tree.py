"""``fat-tree:4``: a cluster on a k-ary fat tree of switches with k ports each.

References
----------
M. Al-Fares, A. Loukissas, A. Vahdat: A scalable, commodity data center network architecture, SIGCOMM 2008, section 2.2.1: k
pods of two layers of k/2 switches, (k/2)^2 core switches, k^3/4 hosts. With l instead of three layers there are 2 (k/2)^l
hosts; two layers are leaves and spines, one is a single switch.
"""

from __future__ import annotations

from irpart.base.errors import InputError
from irpart.base.registry import method
from irpart.topology.construct import TopologyBuilder
from irpart.topology.sources._cluster import ClusterOptions, add_host, check_hosts
from irpart.topology.sources._sizes import Form, check_count, read_sizes
from irpart.topology.types import GROUP, SWITCH, Topology


@method()
def fat_tree(text: str) -> Topology:
    """Cluster: ports per switch, or ports x layers of switches, such as 4 or 8x2,cores=16.

    Parameters
    ----------
    text
        An even number of ports, an optional number of layers (3) joined by x, then options of ``ClusterOptions``, of which
        ``global_latency`` and ``global_bandwidth`` are those of the links to the uppermost layer; empty: 4.

    Raises
    ------
    InputError
        When the description is wrong; the sentence lists the options.
    """
    form = Form("fat-tree", "4", 1, 2)
    sizes, options = read_sizes(text, form, ClusterOptions)
    ports, layers = sizes[0], sizes[1] if len(sizes) == 2 else 3
    if ports % 2:
        raise InputError(f"fat-tree:{text} has switches of {ports} ports; half of them lead up, so give an even number.")
    if layers > 8:
        raise InputError(f"fat-tree:{text} has {layers} layers of switches; at most 8 are supported.")
    check_hosts(options, f"fat-tree:{text}")
    check_count(2 * (ports // 2) ** layers * (options.cores + options.gpus), f"fat-tree:{text} would have")
    shown = f"{ports}" if layers == 3 else f"{ports}x{layers}"
    builder = TopologyBuilder(f"fat-tree:{shown}", f"fat-tree:{text.strip() or form.example}")
    _Wiring(builder, options, ports, layers).grow(0, layers, 0)
    return builder.build(clock_ghz=options.clock)


class _Wiring:
    """Adds a tree from its root's inside down, and its links from the hosts up."""

    def __init__(self, builder: TopologyBuilder, options: ClusterOptions, ports: int, layers: int) -> None:
        self._builder, self._options, self._ports, self._layers = builder, options, ports, layers
        self._switches = self._hosts = 0

    def grow(self, inside: int, layer: int, pod: int) -> list[int]:
        """Add the subtree whose uppermost switches are those of a layer; their rows."""
        options, half = self._options, self._ports // 2
        children = self._ports if layer == self._layers else half
        if layer == 1:
            switch = self._switch(inside)
            for _ in range(children):
                add_host(self._builder, switch, self._hosts, options)
                self._hosts += 1
            return [switch]
        below = []
        for child in range(children):
            around = inside if layer == 2 else self._builder.add(GROUP, inside, f"Pod {pod * half + child}")
            below.append(self.grow(around, layer - 1, pod * half + child))
        top = layer == self._layers
        latency = options.switch_latency + (options.global_latency if top else options.link_latency)
        bandwidth = options.global_bandwidth if top else options.bandwidth
        result = []
        for port in range(len(below[0]) * half):
            result.append(self._switch(inside))
            for tops in below:
                self._builder.link(tops[port // half], result[-1], latency, bandwidth, "network")
        return result

    def _switch(self, inside: int) -> int:
        self._switches += 1
        return self._builder.add(SWITCH, inside, f"Switch {self._switches - 1}")
