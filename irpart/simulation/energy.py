"""Energy: what a run would cost, from counts and a table of picojoules per event."""

from __future__ import annotations

from collections.abc import Mapping

PICOJOULES = {
    "instruction": 70.0, "l1_access": 20.0, "l2_access": 60.0, "l3_access": 100.0, "memory_line": 16_000.0,
    "network_byte": 8.0, "idle_core_cycle": 10.0}
"""Energy per event. Instruction (fetch, decode, registers, control), 20 pJ for 8 bytes from a cache of 32 KiB, 100 pJ from
one of 1 MiB, and 1.3 to 2.6 nJ for 8 bytes from DRAM (2 nJ taken, 64 bytes a line) are those of the reference, at 45 nm and
0.9 V; the second cache is put between. A byte over one link of the network, 1 pJ per bit, and an idle core's cycle, a
seventh of an instruction, are of the usual order and not from there.

References
----------
M. Horowitz, Computing's energy problem (and what we can do about it), ISSCC 2014, figure 1.1.9.
"""


def estimate_energy(instructions: int, accesses: int, l1_hits: int, l2_hits: int, memory_bytes: int, network_bytes: int,
                    idle_cycles: float, table: Mapping[str, float] = PICOJOULES) -> dict[str, float]:
    """Picojoules by part: instructions, caches, memory, network, idle cores.

    Every access looks into the first cache, every miss there into the second, every miss there into the third.
    ``network_bytes`` counts a byte once per link.
    """
    beyond1, beyond2 = accesses - l1_hits, accesses - l1_hits - l2_hits
    return {
        "instructions": instructions * table["instruction"],
        "caches": accesses * table["l1_access"] + beyond1 * table["l2_access"] + beyond2 * table["l3_access"],
        "memory": memory_bytes / 64 * table["memory_line"], "network": network_bytes * table["network_byte"],
        "idle": idle_cycles * table["idle_core_cycle"]}
