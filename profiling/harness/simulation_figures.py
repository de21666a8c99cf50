"""How fast the simulator runs on the workloads: memory references and instructions per second of one host core."""

from __future__ import annotations

import statistics
import time
from typing import Any

import numpy as np
from harness.figures import profile_of
from rich.console import Console
from rich.table import Table

from irpart.mapping.types import Placement
from irpart.partitioning import partition
from irpart.partitioning.messages import plan_messages
from irpart.simulation import _machine_kernels as kernels
from irpart.simulation.machine import build_machine
from irpart.simulation.simulate import run_streams, simulate_one_core
from irpart.simulation.streams import write_streams
from irpart.topology.reading import read_topology

MACHINES = (("mesh:8x8", 64), ("mesh:32x32", 1024))
"""Machines and the clusters on them, one a core."""
_RUNS = 3


def measure_simulations(names: list[str], size: str) -> list[dict[str, Any]]:
    """A row for each workload and machine: clusters of irpart's fastest setting, in the order of the trace.

    The time of the simulation is the least of three runs, other steps run once (and may compile in the
    first row); a reference is a load or store of one line.
    """
    rows = [row for name in names for row in measure_workload(name, size)]
    Console(width=150).print(summary_table(rows))
    return rows


def measure_workload(name: str, size: str) -> list[dict[str, Any]]:
    """The rows of one workload."""
    rows = []
    with profile_of(name, size) as profile:
        graph, accesses = profile.graph, profile.accesses
    for described, k in MACHINES:
        topology = read_topology(described)
        made = partition(graph, k, method="irpart", effort=0)
        placement = Placement(np.arange(k, dtype=np.int32), made, topology, "identity")
        machine = build_machine(topology)
        plan, plan_seconds = least_time(lambda made=made: plan_messages(graph, made))
        streams, stream_seconds = least_time(
            lambda plan=plan, placed=placement.cluster_processor, machine=machine: write_streams(
                graph, plan, placed, machine, None, accesses))
        (state, _), run_seconds = least_time(lambda machine=machine, streams=streams: run_streams(machine, streams), _RUNS)
        cycles = float(state.private[0][:, kernels.C_CLOCK].max()) / kernels.TICKS
        alone = simulate_one_core(graph, topology, accesses=accesses)
        rows.append({
            "workload": name, "machine": described, "clusters": k, "instructions": graph.n_vertices,
            "references": len(accesses.line), "messages": streams.n_transfers, "operations": streams.n_operations,
            "plan_seconds": plan_seconds, "stream_seconds": stream_seconds, "run_seconds": run_seconds,
            "speedup": alone / cycles,
            "references_per_second": len(accesses.line) / run_seconds,
            "instructions_per_second": graph.n_vertices / run_seconds,
            "bytes_per_instruction": (streams.ops.nbytes + 8 * streams.n_transfers) / graph.n_vertices})
        row = rows[-1]
        print(f"{name:20} {described:11} {row['references_per_second'] / 1e6:7.1f} M references/s "
              f"{row['instructions_per_second'] / 1e6:7.1f} M instructions/s  {streams.n_transfers:10,} messages  "
              f"speed-up {row['speedup']:6.1f}", flush=True)
    return rows


def least_time(call: Any, runs: int = 1) -> tuple[Any, float]:
    """What a call returns, and the least wall time of some runs."""
    best = np.inf
    for _ in range(runs):
        began = time.perf_counter()
        result = call()
        best = min(best, time.perf_counter() - began)
    return result, best


def simulation_table(rows: list[dict[str, Any]]) -> str:
    """The rows as Markdown, medians by machine below."""
    lines = ["| workload | machine | instructions | references | messages | M references/s | M instructions/s | plan, s "
             "| operations, s | B per instruction | cycles |", "|---|---|---|---|---|---|---|---|---|---|---|"]
    for row in rows:
        lines.append(
            f"| {row['workload']} | {row['machine']} | {row['instructions']:,} | {row['references']:,} "
            f"| {row['messages']:,} "
            f"| {row['references_per_second'] / 1e6:.1f} | {row['instructions_per_second'] / 1e6:.1f} "
            f"| {row['plan_seconds']:.2f} | {row['stream_seconds']:.2f} | {row['bytes_per_instruction']:.1f} "
            f"| {1 / row['speedup']:.2f} |")
    for described, _ in MACHINES:
        chosen = [row for row in rows if row["machine"] == described]
        references, instructions = (statistics.median(row[f"{what}_per_second"] for row in chosen) / 1e6
                                    for what in ("references", "instructions"))
        lines.append(f"| median | {described} | | | | {references:.1f} | {instructions:.1f} | | | | |")
    return "\n".join(lines)


def summary_table(rows: list[dict[str, Any]]) -> Table:
    """Medians and extremes over the workloads, by machine."""
    table = Table(title="simulation speed on one host core (M/s)")
    for column in ("machine", "references: median", "least", "most", "instructions: median", "messages' share"):
        table.add_column(column, justify="right")
    for described, _ in MACHINES:
        chosen = [row for row in rows if row["machine"] == described]
        rates = sorted(row["references_per_second"] / 1e6 for row in chosen)
        share = statistics.median(row["messages"] / max(1, row["operations"]) for row in chosen)
        table.add_row(described, f"{statistics.median(rates):.1f}", f"{rates[0]:.1f}", f"{rates[-1]:.1f}",
                      f"{statistics.median(row['instructions_per_second'] for row in chosen) / 1e6:.1f}", f"{share:.2f}")
    return table
