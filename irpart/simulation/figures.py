"""Figures of a simulated run: shares of the processors' time, the busiest links and memory channels, by name."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.simulation.types import SimulatedRun
from irpart.topology.types import Topology

STATES = ("busy", "stalled", "waiting", "overhead", "idle")
"""What a processor's time goes to: computing, waiting for memory, waiting for a value of another processor, sending and
receiving values, and nothing (it has ended, or has no instructions)."""


@dataclass(frozen=True, slots=True)
class ChannelUse:
    """How a link or a memory channel was used.

    Attributes
    ----------
    name
        What it is, in words.
    utilisation
        Share of the run time (0 to 1) in which it carried data.
    messages
        How many it carried; lines of 64 bytes for memory.
    n_bytes
        How much that was.
    wait_cycles
        How long a message waited for it on average, in cycles.
    """

    name: str
    utilisation: float
    messages: int
    n_bytes: int
    wait_cycles: float


def time_shares(run: SimulatedRun) -> NDArray[np.float64]:
    """float64, shape (P, 5): share of the run time that each processor spends in each of ``STATES``; rows add up to 1.

    An out-of-order core overlaps its states; where they add up to more than the run time they are scaled down to it.
    """
    shares = np.stack([run.busy_cycles, run.stall_cycles, run.wait_cycles, run.overhead_cycles], axis=1)
    shares = shares / run.cycles if run.cycles else np.zeros_like(shares)
    shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1.0)
    return np.concatenate([shares, 1.0 - shares.sum(axis=1, keepdims=True)], axis=1)


def interval_shares(run: SimulatedRun) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Shares of the time of each processor in the intervals of the timeline, and where these begin and end.

    An operation is booked where it begins; what does not fit into its interval is moved on to the next, stalls first.

    Returns
    -------
    float64, shape (P, intervals, 5): shares in the order of ``STATES``, which add up to 1; a processor is idle
    from its last operation on, and out of order whenever it lets no instruction in. And float64, shape
    (intervals + 1,): the ends in cycles, the last one that of the run.
    """
    count = min(max(1, int(np.ceil(run.cycles / run.interval_cycles))), run.timeline_cycles.shape[1])
    ends = np.minimum(np.arange(count + 1) * run.interval_cycles, run.cycles)
    lengths = np.maximum(np.diff(ends), 1e-9)
    shares = np.zeros((len(run.timeline_cycles), count, len(STATES)))
    left = np.zeros((len(shares), 3))
    for i, length in enumerate(lengths):
        left += run.timeline_cycles[:, i]
        room = np.full(len(shares), length)
        for kind, state in ((0, 0), (2, 3), (1, 1)):
            taken = np.minimum(left[:, kind], room)
            left[:, kind] -= taken
            room -= taken
            shares[:, i, state] = taken / length
    rest = 1.0 - shares.sum(axis=2)
    ended = np.cumsum((rest < 1.0)[:, ::-1], axis=1)[:, ::-1] == 0
    if run.model.core == "out-of-order":
        ended[:] = True
    shares[:, :, 2], shares[:, :, 4] = np.where(ended, 0.0, rest), np.where(ended, rest, 0.0)
    return shares, ends


def busiest_links(run: SimulatedRun, topology: Topology, most: int = 5) -> list[ChannelUse]:
    """The directed links that carried data longest, busiest first; links that carried none are left out."""
    order = np.lexsort((np.arange(len(run.link_busy_cycles)), -run.link_busy_cycles))[:most]
    labels = topology.label
    return [_use(f"{labels[run.link_ends[i, 0]]} to {labels[run.link_ends[i, 1]]}", run.cycles, run.link_busy_cycles[i],
                 run.link_wait_cycles[i], run.link_messages[i], run.link_bytes[i])
            for i in order if run.link_messages[i] > 0]


def memory_channels(run: SimulatedRun, topology: Topology, most: int | None = None) -> list[ChannelUse]:
    """The memory channels of NUMA domains and GPUs, busiest first, without those never used."""
    rows = topology.memories
    order = np.lexsort((np.arange(len(rows)), -run.memory_busy_cycles))[:most]
    return [_use(topology.label[rows[i]], run.cycles, run.memory_busy_cycles[i], run.memory_wait_cycles[i],
                 run.memory_bytes[i] // 64, run.memory_bytes[i]) for i in order if run.memory_bytes[i] > 0]


def _use(name: str, cycles: float, busy: float, wait: float, messages: int, n_bytes: int) -> ChannelUse:
    return ChannelUse(name, float(busy / cycles) if cycles else 0.0, int(messages), int(n_bytes),
                      float(wait / messages) if messages else 0.0)


def describe_run(run: SimulatedRun, topology: Topology) -> dict[str, Any]:
    """``SimulatedRun.to_json`` with shares of time, the busiest links and the memory channels: what files hold."""
    used = run.processor_instructions > 0
    shares = time_shares(run)
    spread = {state: {"mean": float(column.mean()), "min": float(column.min()), "median": float(np.median(column)),
                      "max": float(column.max())}
              for state, column in zip(STATES, shares[used].T, strict=True)} if used.any() else {}
    return {**run.to_json(), "processors_used": int(np.count_nonzero(used)), "utilisation": spread,
            "busiest_links": [asdict(use) for use in busiest_links(run, topology)],
            "memory_channels": [asdict(use) for use in memory_channels(run, topology)]}
