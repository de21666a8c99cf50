"""A Ray cluster as a machine: from node dictionaries, and from a cluster that is started for the test."""

from __future__ import annotations

import socket
import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from irpart.base.errors import BackendError, InputError
from irpart.topology import measure_distances
from irpart.topology.sources import ray as source
from irpart.topology.sources.ray import topology_of_nodes
from irpart.topology.types import CORE, GPU, HOST, NUMA


def node(address: str, cpus: float = 4, gpus: float = 0, alive: bool = True, **more: Any) -> dict[str, Any]:
    """A node as ``ray.nodes()`` tells of it; resources of 0 are left out there."""
    resources = {"CPU": float(cpus), "GPU": float(gpus), "memory": 3.0 * 2**30, "object_store_memory": 1.0 * 2**30,
                 f"node:{address}": 1.0}
    given = {name: value for name, value in resources.items() if value}
    return {"NodeID": f"id{address}", "Alive": alive, "NodeManagerAddress": address,
            "NodeManagerHostname": f"host-{address}", "Resources": given, **more}


def test_nodes_become_hosts() -> None:
    """Cores, GPUs and memory of each node, in the order of addresses; dead and idle nodes are left out."""
    machine = topology_of_nodes([node("10.0.0.2", 2, 1), node("10.0.0.1", 4), node("10.0.0.3", alive=False),
                                 node("10.0.0.4", cpus=0)])
    assert [machine.label[row] for row in machine.of_kind(HOST)] == ["Host host-10.0.0.1", "Host host-10.0.0.2"]
    assert (len(machine.of_kind(CORE)), len(machine.of_kind(GPU))) == (6, 1)
    assert machine.size_bytes[machine.of_kind(NUMA)].tolist() == [4 << 30, 4 << 30]
    assert machine.ancestor_of_kind(HOST)[machine.processors].tolist() == [1] * 4 + [machine.of_kind(HOST)[1]] * 3
    latency = measure_distances(machine).latency_ns
    assert latency[0, 4] > 2000 > latency[0, 1]
    again = topology_of_nodes([node("10.0.0.1", 4), node("10.0.0.2", 2, 1)])
    assert again.label == machine.label


def test_fractions_and_missing_names() -> None:
    """Ray gives fractions of CPUs; a node without a name has its address."""
    machine = topology_of_nodes([node("10.0.0.1", 2.5, NodeManagerHostname="")])
    assert machine.n_processors == 2
    assert "Host 10.0.0.1" in machine.label


@pytest.mark.parametrize("nodes", [[], [node("1", alive=False)], [node("1", cpus=0)], [{"Alive": True}]])
def test_nothing_to_compute_with(nodes: list[dict[str, Any]]) -> None:
    """No node that is alive has CPUs or GPUs."""
    with pytest.raises(BackendError, match=rf"has {len(nodes)} nodes, but none that is alive .* ray start --num-cpus=N"):
        topology_of_nodes(nodes)


def test_too_many_processors() -> None:
    """The same bound as for generators."""
    with pytest.raises(InputError, match="The Ray cluster has 20,000 processors; at most 16,384 are supported"):
        topology_of_nodes([node("1", 20000)])


@pytest.fixture(autouse=True)
def no_insides(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a test has a stand-in for ray, the parts of the real one that other tests imported are not found."""
    if request.function.__name__ in ("test_connections_are_left_as_they_were", "test_no_cluster"):
        monkeypatch.setitem(sys.modules, "ray._private", None)


def make_package(connected: bool, error: Exception | None = None) -> Any:
    """A stand-in for the package ray that notes what is asked of it."""
    calls: list[str] = []

    def init(**options: Any) -> None:
        calls.append(f"init {options['address']}")
        if error:
            raise error

    return SimpleNamespace(calls=calls, is_initialized=lambda: connected, init=init, nodes=lambda: [node("10.0.0.1")],
                           shutdown=lambda: calls.append("shutdown"))


@pytest.mark.parametrize(("connected", "calls"), [(False, ["init auto", "shutdown"]), (True, [])])
def test_connections_are_left_as_they_were(monkeypatch: pytest.MonkeyPatch, connected: bool, calls: list[str]) -> None:
    """One that existed stays, one that was made is closed."""
    package = make_package(connected)
    monkeypatch.setitem(sys.modules, "ray", package)
    assert source.ray("").n_processors == 4
    assert package.calls == calls


def test_no_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Ray says, in one sentence, and what to type."""
    package = make_package(False, ConnectionError("Could not find any running Ray instance. Please specify\nmore"))
    monkeypatch.setitem(sys.modules, "ray", package)
    with pytest.raises(BackendError, match=r"No Ray cluster answers on this machine \(Could not find any running Ray "
                                           r"instance\); start one with 'ray start --head', or give the address"):
        source.ray("")
    with pytest.raises(BackendError, match=r"No Ray cluster answers at 127\.0\.0\.1:1 \(.*refused\)"):
        source.ray("127.0.0.1:1")
    for wrong in ("local", "host", ":1", "host:99999", "host:port"):
        with pytest.raises(InputError, match=f"'{wrong}' is no address of a Ray cluster; give host:port"):
            source.ray(wrong)
    assert package.calls == ["init auto"]


def test_a_cluster_that_runs() -> None:
    """A local cluster of a process of its own is seen through the connection that the process has, which stays."""
    code = ("import ray\n"
            "ray.init(address='local', num_cpus=3, num_gpus=2, include_dashboard=False,"
            " logging_level='ERROR', object_store_memory=10**8)\n"
            "from irpart.topology.sources.ray import ray as read\n"
            "machine = read('')\n"
            "print('seen', machine.n_processors, int((machine.kind == 8).sum()), ray.is_initialized())\n"
            "ray.shutdown()\n")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert "seen 5 2 True" in done.stdout, done.stderr


def test_the_address_of_a_stopped_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused at once: Ray itself would try for minutes."""
    monkeypatch.setenv("RAY_ADDRESS", "127.0.0.1:1")
    with pytest.raises(BackendError, match=r"No Ray cluster answers at 127\.0\.0\.1:1 \(.*refused\); start one with"):
        source.ray("")


def test_something_else_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cluster that refuses, or no cluster at all: another sentence than where nothing answers."""
    monkeypatch.setitem(sys.modules, "ray", make_package(False, ConnectionError("Failed to connect")))
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(BackendError, match=rf"listens at 127\.0\.0\.1:{port} did not let irpart in .*to connect\)"):
            source.ray(f"127.0.0.1:{port}")
