"""SimulationModel: what a simulation assumes beyond the topology. SimulatedRun: what came out."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from irpart.base.errors import InputError

SYNCHRONISATIONS = ("messages", "shared-memory")
CORES = ("in-order", "out-of-order")
PAGES = ("first-touch", "interleaved")


@dataclass(frozen=True, slots=True)
class SimulationModel:
    """Parameters of a simulation that a topology does not say.

    Attributes
    ----------
    synchronisation
        How a value gets to a processor that reads it: ``messages`` (the producer's core sends it over the network) or
        ``shared-memory`` (it writes the value to memory of its own, readers load it from there through their caches).
    core
        ``in-order`` (one instruction at a time, loads block, stores do not) or ``out-of-order`` (a window of instructions,
        each starts when its operands are there, ``width`` enter per cycle and leave in order).
    window, width
        Of an out-of-order core.
    send_cycles, receive_cycles, forward_cycles
        Time that a core spends on each message it sends or receives, and that an interface takes to pass one on.
    pages
        Where memory is: ``first-touch`` (in the domain of the core that first needs the page from beyond its caches) or
        ``interleaved`` (page by page over all domains).
    stores
        Stores that a core may have under way.
    buffers
        Messages that a link's far end can hold beyond what is on the way; 0: no limit.
    credit_cycles
        From the time a buffer is left until the link knows.
    launch_cycles
        From the arrival of a value at a GPU until it can be used there (a kernel is launched).
    quantum_cycles
        How far a core may run ahead of the others; 0 is strict order of time, more is faster and less exact.
    l1_bytes, l1_ways, l2_bytes, l2_ways
        Private caches of cores for which the topology has none.
    """

    synchronisation: str = "messages"
    core: str = "in-order"
    window: int = 128
    width: int = 4
    send_cycles: float = 4.0
    receive_cycles: float = 4.0
    forward_cycles: float = 4.0
    pages: str = "first-touch"
    stores: int = 8
    buffers: int = 8
    credit_cycles: float = 1.0
    launch_cycles: float = 10_000.0
    quantum_cycles: float = 32.0
    l1_bytes: int = 32 << 10
    l1_ways: int = 8
    l2_bytes: int = 512 << 10
    l2_ways: int = 8

    def __post_init__(self) -> None:
        for name, values in (("synchronisation", SYNCHRONISATIONS), ("core", CORES), ("pages", PAGES)):
            if getattr(self, name) not in values:
                raise InputError(f"{name} of a simulation is one of {', '.join(values)}; got '{getattr(self, name)}'.")
        for name in ("send_cycles", "receive_cycles", "forward_cycles", "credit_cycles", "launch_cycles", "quantum_cycles"):
            value = getattr(self, name)
            if not isinstance(value, int | float) or not math.isfinite(value) or not 0 <= value <= 1e9:
                raise InputError(f"{name} of a simulation must be a number from 0 to 1e9, got {value!r}.")
        for name, least, most in (("window", 1, 65536), ("width", 1, 1024), ("stores", 1, 1024), ("buffers", 0, 1 << 16),
                                  ("l1_bytes", 64, 1 << 30), ("l2_bytes", 64, 1 << 34), ("l1_ways", 1, 64),
                                  ("l2_ways", 1, 64)):
            value = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
                raise InputError(f"{name} of a simulation must be a whole number from {least} to {most}, got {value!r}.")


COUNTS = ("reads", "writes", "l1_hits", "l2_hits", "l3_hits", "local_accesses", "remote_accesses", "forwarded",
          "invalidated", "sent", "received")
"""What is counted per processor: loads and stores by line; where they were served (an upgrade of a held line counts as a hit
in the cache that holds it); lines that came from another core's cache, lines lost to another; values sent and received."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SimulatedRun:
    """What a simulation found; times are cycles of the machine's cores.

    Attributes
    ----------
    machine, model, clock_ghz
        Name of the machine, the assumptions, and its clock.
    cycles, baseline_cycles
        Run time, and that of the same program on the fastest core of the same machine alone (0 when not simulated).
    instructions
        Executed instructions.
    busy_cycles, stall_cycles, wait_cycles, overhead_cycles
        float64, shape (P,): per processor: computing (out of order: letting instructions in); waiting for memory; waiting
        for a value of another processor (both in order only); sending and receiving. What is left of ``cycles`` is idle.
    counts
        int64, shape (P, 11): see ``COUNTS``.
    processor_instructions
        int64, shape (P,).
    link_ends
        int32, shape (l, 2): objects of the topology that each directed link leads from and to.
    link_busy_cycles, link_wait_cycles, link_messages, link_bytes
        float64 and int64, shape (l,): how long each carried data, how long messages waited for it, how many, and how much.
    memory_busy_cycles, memory_wait_cycles, memory_bytes
        The same for the memory channel of each domain.
    messages
        Values sent from processor to processor.
    timeline_cycles
        float64, shape (P, intervals, 3): busy, stalled and overhead time of each processor in intervals of
        ``interval_cycles``.
    interval_cycles
        Length of these.
    energy_pj
        Estimated energy by part, in picojoules (see ``irpart.simulation.energy``).
    seconds
        Wall time of the simulation itself, without writing its operations, and without the baseline.
    """

    machine: str
    model: SimulationModel
    clock_ghz: float
    cycles: float
    baseline_cycles: float
    instructions: int
    busy_cycles: NDArray[np.float64]
    stall_cycles: NDArray[np.float64]
    wait_cycles: NDArray[np.float64]
    overhead_cycles: NDArray[np.float64]
    counts: NDArray[np.int64]
    processor_instructions: NDArray[np.int64]
    link_ends: NDArray[np.int32]
    link_busy_cycles: NDArray[np.float64]
    link_wait_cycles: NDArray[np.float64]
    link_messages: NDArray[np.int64]
    link_bytes: NDArray[np.int64]
    memory_busy_cycles: NDArray[np.float64]
    memory_wait_cycles: NDArray[np.float64]
    memory_bytes: NDArray[np.int64]
    messages: int
    timeline_cycles: NDArray[np.float64]
    interval_cycles: float
    energy_pj: dict[str, float]
    seconds: float

    def __post_init__(self) -> None:
        for name in ("busy_cycles", "stall_cycles", "wait_cycles", "overhead_cycles", "counts", "processor_instructions",
                     "link_ends", "link_busy_cycles", "link_wait_cycles", "link_messages", "link_bytes",
                     "memory_busy_cycles", "memory_wait_cycles", "memory_bytes", "timeline_cycles"):
            getattr(self, name).setflags(write=False)

    def __repr__(self) -> str:
        return f"SimulatedRun({self.machine}: {self.cycles:.0f} cycles, speed-up {self.speedup:.2f})"

    @property
    def speedup(self) -> float:
        """Time of one core over the run time; 0 when the baseline was not simulated."""
        return self.baseline_cycles / self.cycles if self.cycles else float(self.baseline_cycles > 0)

    @property
    def idle_fraction(self) -> float:
        """Share of all used processors' time that is neither busy nor stalled nor overhead."""
        used = self.processor_instructions > 0
        spent = (self.busy_cycles + self.stall_cycles + self.overhead_cycles)[used].sum()
        return float(1 - spent / (self.cycles * np.count_nonzero(used))) if self.cycles and used.any() else 0.0

    def column(self, name: str) -> NDArray[np.int64]:
        """int64, shape (P,): a column of ``counts`` by its name."""
        return np.asarray(self.counts[:, COUNTS.index(name)])

    def total(self, name: str) -> int:
        """Sum over the processors of a column of ``counts``."""
        return int(self.column(name).sum())

    def hit_rates(self) -> dict[str, float]:
        """Share of the accesses that reach each level of cache which hit there."""
        accesses = self.total("reads") + self.total("writes")
        rates = {}
        for level in ("l1", "l2"):
            hits = self.total(f"{level}_hits")
            rates[level] = hits / accesses if accesses else 0.0
            accesses -= hits
        asked = self.total("l3_hits") + self.total("local_accesses") + self.total("remote_accesses")
        rates["l3"] = self.total("l3_hits") / asked if asked else 0.0
        return rates

    def to_json(self) -> dict[str, Any]:
        """Plain data: totals and shares, and per-processor columns; not the timeline."""
        return {
            "machine": self.machine, "model": asdict(self.model), "clock_ghz": self.clock_ghz, "cycles": self.cycles,
            "microseconds": self.cycles / self.clock_ghz / 1000, "baseline_cycles": self.baseline_cycles,
            "speedup": self.speedup,
            "instructions": self.instructions, "idle_fraction": self.idle_fraction, "messages": self.messages,
            "network_bytes": int(self.link_bytes.sum()), "memory_bytes": int(self.memory_bytes.sum()),
            "hit_rates": self.hit_rates(), "energy_pj": dict(self.energy_pj), "seconds": self.seconds,
            "counts": {name: self.total(name) for name in COUNTS},
            "busiest_link": float(self.link_busy_cycles.max(initial=0.0) / self.cycles) if self.cycles else 0.0,
            "processors": {
                "instructions": self.processor_instructions.tolist(), "busy_cycles": self.busy_cycles.tolist(),
                "stall_cycles": self.stall_cycles.tolist(), "wait_cycles": self.wait_cycles.tolist(),
                "overhead_cycles": self.overhead_cycles.tolist()}}
