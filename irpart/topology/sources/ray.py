"""``ray`` or ``ray:ADDRESS``: the hosts of a Ray cluster that is running.

References
----------
Ray documentation, Ray Core API: ``ray.init`` and ``ray.nodes`` (a list with a dictionary per node: NodeID, Alive,
NodeManagerAddress, NodeManagerHostname, Resources with CPU, GPU, memory and object_store_memory, the last two in bytes).
"""

from __future__ import annotations

import socket
from collections.abc import Mapping, Sequence
from typing import Any

from irpart.base.errors import BackendError, InputError
from irpart.base.registry import method
from irpart.topology.construct import TopologyBuilder
from irpart.topology.sources._sizes import check_count
from irpart.topology.types import CORE, GPU, HOST, NUMA, Topology

KNOCK_SECONDS = 5.0
"""How long an address may take to accept a connection."""


@method()
def ray(text: str) -> Topology:
    """Cluster: the hosts of a running Ray cluster, found by itself or by an address such as ray:10.0.0.1:6379.

    A program that is connected to Ray already stays so, and its cluster is described; otherwise the connection lasts as
    long as the question. No task is started on the cluster.

    Parameters
    ----------
    text
        Address of the cluster; empty: the one that runs on this machine, or that RAY_ADDRESS names.

    Raises
    ------
    InputError
        The address is none.
    BackendError
        No cluster answers, or none of its nodes can compute.
    """
    import ray as package

    connected = package.is_initialized()
    if not connected:
        connect_ray(package, text.strip() or "auto")
    try:
        nodes = package.nodes()
    finally:
        if not connected:
            package.shutdown()
    return topology_of_nodes(nodes)


def topology_of_nodes(nodes: Sequence[Mapping[str, Any]]) -> Topology:
    """The machine that a list of Ray's node dictionaries describes; nodes by address.

    A node is a host with one NUMA domain that holds its memory (Ray's heap and object store) and as many cores as Ray has
    CPUs to give; its GPUs are beside it. Nodes that are not alive, or have neither, are left out. Ray does not know
    sockets, caches or the network: links have the table's values.

    Raises
    ------
    BackendError
        When no node is alive and can compute.
    InputError
        When there are more than 16384 processors.
    """
    able = [node for node in nodes if node.get("Alive") and any(_amount(node, what) for what in ("CPU", "GPU"))]
    if not able:
        raise BackendError(f"The Ray cluster has {len(nodes)} nodes, but none that is alive has CPUs or GPUs to give; "
                           "see 'ray status', and start a node with CPUs: ray start --num-cpus=N")
    check_count(sum(_amount(node, "CPU") + _amount(node, "GPU") for node in able), "The Ray cluster has")
    builder = TopologyBuilder("ray", "ray")
    names = [str(node.get("NodeManagerHostname") or node.get("NodeManagerAddress") or "host") for node in able]
    cores = gpus = 0
    for count, (name, node) in enumerate(sorted(zip(names, able, strict=True), key=_place)):
        host = builder.add(HOST, label=f"Host {name}")
        memory = _amount(node, "memory") + _amount(node, "object_store_memory")
        domain = builder.add(NUMA, host, f"NUMA {count}", size_bytes=memory)
        for _ in range(_amount(node, "CPU")):
            builder.add(CORE, domain, f"Core {cores}")
            cores += 1
        for _ in range(_amount(node, "GPU")):
            builder.add(GPU, host, f"GPU {gpus}")
            gpus += 1
    builder.link_tree()
    return builder.build()


def nodes_of_processors(nodes: Sequence[Mapping[str, Any]]) -> list[str]:
    """The NodeID of each processor of ``topology_of_nodes``: cores host by host, then GPUs host by host."""
    alive = sorted((("", node) for node in nodes if node.get("Alive")), key=_place)
    return [str(node.get("NodeID", "")) for what in ("CPU", "GPU") for _, node in alive for _ in range(_amount(node, what))]


def connect_ray(package: Any, address: str) -> None:
    """Connect to a running cluster at ``host:port`` or ``auto``; ``package`` is the module ray.

    Raises
    ------
    InputError
        The address is none.
    BackendError
        No cluster answers.
    """
    where, listens = "on this machine" if address == "auto" else f"at {address}", False
    try:
        if address == "auto":
            address = _latest_address()
        if address != "auto":
            where = f"at {address}"
            _knock(address)
            listens = True
        package.init(address=address, ignore_reinit_error=True, log_to_driver=False, configure_logging=False)
    except InputError:
        raise
    except Exception as error:  # Ray raises ConnectionError, ValueError, RuntimeError or an error of its own
        reason = str(error).strip().split("\n")[0].partition(". ")[0].rstrip(".")[:200]
        if listens:
            raise BackendError(f"What listens at {address} did not let irpart in as a Ray cluster would ({reason}); compare "
                               "the versions and the authentication of Ray here and there.") from None
        raise BackendError(f"No Ray cluster answers {where} ({reason}); start one with 'ray start --head', or give the "
                           "address of its head node, such as ray:10.0.0.1:6379.") from None


def _latest_address() -> str:
    """Address that Ray itself would take, which a stopped cluster may have left; ``auto`` where this Ray does not tell."""
    try:
        from ray._private import services

        return str(services.get_ray_address_from_environment("auto", None))
    except (ImportError, AttributeError, TypeError):
        return "auto"


def _knock(address: str) -> None:
    """Refuse an address where nothing listens: Ray itself would try for minutes."""
    host, colon, port = address.removeprefix("ray://").rpartition(":")
    if not colon or not host or not port.isdecimal() or int(port) > 65535:
        raise InputError(f"'{address}' is no address of a Ray cluster; give host:port, such as ray:10.0.0.1:6379.")
    socket.create_connection((host, int(port)), timeout=KNOCK_SECONDS).close()


def _amount(node: Mapping[str, Any], what: str) -> int:
    """Whole number of a resource; Ray gives fractions too, and leaves out what is 0."""
    return int((node.get("Resources") or {}).get(what, 0))


def _place(entry: tuple[str, Mapping[str, Any]]) -> tuple[str, str]:
    """Order of hosts, the same whatever order Ray lists them in."""
    node = entry[1]
    return str(node.get("NodeManagerAddress", "")), str(node.get("NodeID", ""))
