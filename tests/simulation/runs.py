"""Simulated runs made by hand, of any machine, for tests of what is said and drawn about them."""

from __future__ import annotations

import numpy as np

from irpart.simulation.types import SimulatedRun, SimulationModel
from irpart.topology.reading import read_topology
from irpart.topology.types import Topology


def made_run(source: str, cycles: float = 20_000.0, interval: float = 128.0,
             **model: object) -> tuple[Topology, SimulatedRun]:
    """A machine, and a run on it in which processor p is busy for the first half, stalled for an eighth, then sends a value,
    and has ended after (p + 1) / P of the run; the last of several processors has no instructions."""
    topology = read_topology(source)
    count = topology.n_processors
    timeline = np.zeros((count, 256, 3))
    instructions = np.arange(count) * 100 + 1000
    if count > 1:
        instructions[-1] = 0
    for p in np.flatnonzero(instructions):
        last = max(2, int((p + 1) / count * cycles / interval))
        timeline[p, : last // 2, 0] = interval
        timeline[p, last // 2, 1] = last // 8 * interval
        timeline[p, last - 1, 2] = interval / 4
    busy, stall, overhead = (timeline[:, :, kind].sum(axis=1) for kind in range(3))
    ends = np.repeat(topology.link_ends, 2, axis=0)
    ends[1::2] = ends[1::2, ::-1]
    messages = np.arange(len(ends)) % 7 * 10
    domains = len(topology.memories)
    counts = np.tile(np.array([600, 300, 720, 90, 45, 30, 15, 4, 4, 8, 8]), (count, 1)) * (instructions > 0)[:, None]
    wait = np.where(instructions > 0, 0.1 * cycles / count, 0.0)
    return topology, SimulatedRun(
        machine=topology.name, model=SimulationModel(**model), clock_ghz=topology.clock_ghz,  # type: ignore[arg-type]
        cycles=cycles, baseline_cycles=3 * cycles, instructions=int(instructions.sum()), busy_cycles=busy,
        stall_cycles=stall, wait_cycles=wait, overhead_cycles=overhead, counts=counts, processor_instructions=instructions,
        link_ends=ends.astype(np.int32), link_busy_cycles=messages * 8.0, link_wait_cycles=messages * 1.5,
        link_messages=messages, link_bytes=messages * 16, memory_busy_cycles=np.full(domains, cycles / 8),
        memory_wait_cycles=np.full(domains, 100.0), memory_bytes=np.full(domains, 6400), messages=8 * count,
        timeline_cycles=timeline, interval_cycles=interval,
        energy_pj={"instructions": 70e3, "caches": 20e3, "memory": 6e3, "network": 3e3, "idle": 1e3}, seconds=0.25)
