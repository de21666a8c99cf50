"""Every value that is sent arrives and every one that is read was received; nothing runs before its operands."""

from __future__ import annotations

import numpy as np
import pytest

from irpart.graph.construct import from_edges
from irpart.partitioning import partition
from irpart.partitioning.messages import plan_messages
from irpart.simulation import _machine_kernels as kernels
from irpart.simulation.machine import build_machine
from irpart.simulation.simulate import run_streams
from irpart.simulation.streams import write_streams
from irpart.simulation.types import SimulationModel
from irpart.topology.reading import read_topology


def random_program(n=400, seed=0):
    """A graph whose vertices read earlier ones."""
    random = np.random.default_rng(seed)
    edges = [(int(u), v) for v in range(1, n) for u in random.choice(v, min(v, 2), replace=False)]
    source, destination = np.array(edges).T
    return from_edges(source, destination, n_vertices=n)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("source", ["mesh:3x3", "pack:2 core:4"])
def test_a_run_follows_from_the_arrivals_of_its_values(source, seed):
    """Replayed by hand: cores wait for what they receive, values leave after they were computed and take their way."""
    machine = build_machine(read_topology(source), SimulationModel())
    graph = random_program(seed=seed)
    cut = partition(graph, 8, method="random", seed=seed)
    plan = plan_messages(graph, cut)
    streams = write_streams(graph, plan, np.arange(8, dtype=np.int32), machine)
    state, arrival = run_streams(machine, streams)
    core, model, nodes = state.private[0], machine.model, machine.core[:, kernels.C_NODE]
    sent, received = np.zeros((2, len(streams.to)), np.int64)
    for p in range(8):
        t = ready = 0
        for word in streams.ops[streams.op_start[p] : streams.op_end[p]].tolist():
            what, value = word & 15, word >> 4
            if what == kernels.COMPUTE:
                t = ready = t + value
            elif what == kernels.RECEIVE:
                t = max(t, int(arrival[value])) + round(model.receive_cycles * kernels.TICKS)
                assert streams.to[value] == p
                received[value] += 1
            else:
                assert what == kernels.SEND
                for j in range(streams.group_start[value], streams.group_start[value + 1]):
                    sender, left = p, 0
                    if streams.via[j] < 0:
                        t += round(model.send_cycles * kernels.TICKS)
                        left = max(t, ready)
                    else:
                        sender = int(streams.to[streams.via[j]])
                        left = int(arrival[streams.via[j]]) + round(model.forward_cycles * kernels.TICKS)
                    assert arrival[j] >= left + machine.network.latency_ticks(int(nodes[sender]), int(nodes[streams.to[j]]))
                    sent[j] += 1
        assert t == core[p, kernels.C_CLOCK]
    assert np.all(sent == 1)
    assert core[:, kernels.C_SENT].sum() == len(sent)
    assert core[:, kernels.C_RECEIVED].sum() == received.sum()
    assert np.all(arrival >= 0)
    assert received.max() == 1
    runs_on = plan.master[np.arange(graph.n_vertices)]
    readers = {(u, int(runs_on[v])) for u, v in zip(graph.source.tolist(), graph.destinations().tolist(), strict=True)}
    assert received.sum() == sum(int(runs_on[u]) != q for u, q in readers)


def test_links_carry_what_was_sent():
    """Messages on all links are the links on the ways of all values."""
    machine = build_machine(read_topology("mesh:3x3"))
    graph = random_program()
    plan = plan_messages(graph, partition(graph, 9, method="random"))
    streams = write_streams(graph, plan, np.arange(9, dtype=np.int32), machine)
    state, _ = run_streams(machine, streams)
    nodes = machine.core[:, kernels.C_NODE].tolist()
    links = 0
    for p in range(9):
        for word in streams.ops[streams.op_start[p] : streams.op_end[p]].tolist():
            if word & 15 == kernels.SEND:
                for j in range(streams.group_start[word >> 4], streams.group_start[(word >> 4) + 1]):
                    sender = p if streams.via[j] < 0 else int(streams.to[streams.via[j]])
                    links += len(machine.network.way(nodes[sender], nodes[streams.to[j]]))
    assert state.net[1][:, kernels.L_COUNT : kernels.L_COUNT + 3].sum() == links
