"""Clusters executed for real: serial replay, two pinned threads, the cost of a message, and of a window under Ray."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from harness.figures import copies, load
from numpy.typing import NDArray

import irpart
from irpart.graph.types import DependenceGraph
from irpart.measurement.reading import read_subject
from irpart.partitioning.messages import plan_messages
from irpart.partitioning.storage import load_partition, save_partition
from irpart.partitioning.types import Partition
from irpart.profiles.types import Profile
from irpart.replay.actions import ACTION_NUMBER
from irpart.replay.build import build_dataflow
from irpart.replay.dataflow import DataflowProgram, StepKinds
from irpart.replay.execute import execute
from irpart.replay.order import deadline_order
from irpart.replay.plan import plan_workers, workers_of
from irpart.replay.results import check_results, compare_values
from irpart.replay.windows import order_by_windows
from irpart.replay.workers import ExecutionPlan

PARALLEL = 100
"""Work over span from which a workload counts for the speed-up of threads."""
ROUNDS = 5
"""Serial and parallel runs take turns so often."""
_RUN_SECONDS = 0.2
"""Serial runs of a round take about so long."""


def measure_execution(names: list[str], size: str, folder: Path | None) -> list[dict[str, Any]]:
    """A row for each workload, then one of message costs and one of windows under Ray.

    With a folder profiles and partitions are kept there and taken from there, so that another run measures only.
    """
    rows = []
    with tempfile.TemporaryDirectory() as temporary:
        for name in names:
            rows.append(measure_workload(name, size, folder or Path(temporary)))
            print(row_text(rows[-1]), flush=True)
    rows.append(measure_messages())
    print(f"message: {rows[-1]['nanoseconds_per_value']:.1f} ns a value in a stream, "
          f"{rows[-1]['round_trip_nanoseconds']:.0f} ns there and back")
    rows.append(measure_windows())
    print(f"Ray, {rows[-1]['windows']} windows: {1000 * rows[-1]['calls_seconds_per_window']:.2f} ms a window by calls, "
          f"{1000 * rows[-1]['compiled_seconds_per_window']:.2f} ms by a compiled graph")
    print(medians_text(rows))
    return rows


def prepared(name: str, size: str, folder: Path) -> Profile:
    """A replayable profile of a workload; made when the folder has none."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.{size}.irpg"
    if not path.exists():
        workload = load(name)
        arguments = copies(workload.initialize(**workload.SIZES[size]))
        irpart.profile(getattr(workload, name), *arguments, output=path, replay=True).close()
    return Profile(path)


def cut_in_two(name: str, size: str, folder: Path, graph: DependenceGraph) -> Partition:
    """The default partition into two clusters; made when the folder has none."""
    path = folder / f"{name}.{size}.k2.irpp"
    if not path.exists():
        save_partition(irpart.partition(graph, 2), path)
    return load_partition(path)


def measure_workload(name: str, size: str, folder: Path) -> dict[str, Any]:
    """Serial replay and two threads, the default partition's clusters one on each; times are medians over rounds."""
    with prepared(name, size, folder) as profile:
        graph, parallelism = profile.graph, profile.summary.parallelism
        began = time.perf_counter()
        program = build_dataflow(profile.program, profile.tables, profile.recording, profile.chunks(), profile.segment_count)
        built = time.perf_counter() - began
    partition = cut_in_two(name, size, folder, graph)
    n = program.n_vertices
    whole = plan_workers(program, np.zeros(n, np.uint16), 1)
    worker, processor = workers_of(plan_messages(graph, partition))
    began = time.perf_counter()
    order = deadline_order(program, worker, len(processor))
    ordered = time.perf_counter() - began
    began = time.perf_counter()
    plan = plan_workers(program, worker, len(processor), order, processor)
    planned = time.perf_counter() - began
    del graph, order
    alone, together = execute(whole, "serial"), execute(plan, "threads")
    right = check_results(program, alone.values_of).agrees and compare_values(n, together.values_of, alone.values_of) < 0
    repeat = int(np.clip(_RUN_SECONDS / max(alone.wall_seconds, 1e-6), 3, 101))
    serial, threads, waits, costs = [], [], [], []
    for _ in range(ROUNDS):
        serial.append(execute(whole, "serial", repeat=repeat).wall_seconds)
        run = execute(plan, "threads", repeat=repeat)
        threads.append(run.wall_seconds)
        waits.append(float(run.wait_seconds.sum()) / (len(processor) * run.wall_seconds))
        costs.append(float(run.send_seconds.sum() + run.receive_seconds.sum()) / max(1, plan.n_values))
    ratios = [a / b for a, b in zip(serial, threads, strict=True)]
    return {"workload": name, "size": size, "instructions": n, "parallelism": parallelism, "right": right,
            "serial_rate": n / statistics.median(serial), "bytes_per_instruction": whole.bytes_per_instruction,
            "build_rate": n / built, "order_rate": n / ordered, "plan_rate": n / planned,
            "speedup": statistics.median(ratios), "least_speedup": min(ratios), "most_speedup": max(ratios),
            "wait_share": statistics.median(waits), "values": plan.n_values,
            "exchange_nanoseconds": 1e9 * statistics.median(costs), "repeat": repeat}


def measure_messages(values: int = 2_000_000) -> dict[str, Any]:
    """What a value costs that goes to another worker: in a stream, and there and back.

    Two workers each compute chains of additions. In the stream the second adds up the first one's values; in the comparison
    it adds its own. There and back: every addition takes the value that the other has just sent.
    """
    n = 2 * values
    side = (np.arange(n) % 2).astype(np.uint16)
    own = np.maximum(np.arange(n) - 2, -1)
    other = np.where(side == 1, np.arange(n) - 1, own)
    back = np.arange(n) - 1
    seconds = {what: statistics.median(execute(sum_plan(own, second, side), "threads", repeat=9).repeat_seconds)
               for what, second in (("apart", own), ("stream", other))}
    few = 200_000
    turns = statistics.median(execute(sum_plan(own[:few], back[:few], side[:few]), "threads", repeat=9).repeat_seconds)
    return {"what": "messages", "values": values,
            "nanoseconds_per_value": 1e9 * (seconds["stream"] - seconds["apart"]) / values,
            "round_trip_nanoseconds": 2e9 * turns / few}


def sum_plan(first: NDArray[np.int64], second: NDArray[np.int64], worker: NDArray[np.uint16]) -> ExecutionPlan:
    """Two workers; vertex v is the sum of vertices ``first[v]`` and ``second[v]``, or of 1 where these are below 0."""
    one = np.array([0], np.uint8)
    kinds = StepKinds(one + ACTION_NUMBER["add"], one + 64, one + 2, one, one + 3, np.zeros(1, np.int32))
    operands = np.stack([first, second], axis=1).reshape(-1)
    operand = np.where(operands < 0, 1 << 31, operands).astype(np.uint32)
    numbers, sizes, values = np.empty(0, np.uint32), np.empty(0, np.uint8), np.empty(0, np.uint64)
    program = DataflowProgram(kinds, np.zeros(len(first), np.uint16), operand, np.array([1], np.uint64),
                              np.empty(0, np.int64), numbers, sizes, sizes.copy(), values, numbers.copy(), values.copy(), {})
    return plan_workers(program, worker, 2)


def measure_windows(name: str = "fft", size: str = "S") -> dict[str, Any]:
    """What a window costs under Ray with two local actors, beside the work in it: by both ways of exchange."""
    with tempfile.TemporaryDirectory() as folder:
        with prepared(name, size, Path(folder)) as profile:
            subject = read_subject(profile)
        partition = cut_in_two(name, size, Path(folder), subject.graph)
    worker, processor = workers_of(plan_messages(subject.graph, partition))
    order = order_by_windows(subject.dataflow, worker, deadline_order(subject.dataflow, worker, len(processor)))
    plan = plan_workers(subject.dataflow, worker, len(processor), order, processor)
    alone = execute(plan_workers(subject.dataflow, np.zeros(len(worker), np.uint16), 1), "serial", repeat=9)
    row: dict[str, Any] = {"what": "windows", "workload": f"{name}, size {size}"}
    for exchange in ("calls", "compiled"):
        run = execute(plan, "ray", repeat=3, exchange=exchange)
        right = compare_values(subject.dataflow.n_vertices, run.values_of, alone.values_of) < 0
        overhead = run.window_overhead_seconds
        row |= {"windows": len(overhead), f"{exchange}_seconds_per_window": float(overhead.mean()),
                f"{exchange}_median_seconds": float(np.median(overhead)), f"{exchange}_most_seconds": float(overhead.max()),
                f"{exchange}_speedup": alone.wall_seconds / run.wall_seconds, f"{exchange}_right": right}
    return row


def row_text(row: dict[str, Any]) -> str:
    """A workload's row as a line."""
    return (f"{row['workload']:20} {row['instructions'] / 1e6:7.2f} M  work/span {row['parallelism']:7.0f}  "
            f"serial {row['serial_rate'] / 1e6:6.1f} M/s  {row['bytes_per_instruction']:5.2f} B  "
            f"2 threads {row['speedup']:5.2f}x ({row['least_speedup']:.2f} to {row['most_speedup']:.2f})  "
            f"wait {row['wait_share']:4.0%}  {row['values']:9,} values  {'' if row['right'] else 'WRONG'}")


def medians_text(rows: list[dict[str, Any]]) -> str:
    """What the aims ask for."""
    found = [row for row in rows if "serial_rate" in row]
    wide = [row["speedup"] for row in found if row["parallelism"] > PARALLEL]
    reached = sum(ratio >= 1.6 for ratio in wide)
    wide_text = f"{statistics.median(wide):.2f}, at least 1.6 on {reached} of {len(wide)}" if wide else "none"
    return (f"medians: serial {statistics.median(row['serial_rate'] for row in found) / 1e6:.1f} M/s, "
            f"{statistics.median(row['bytes_per_instruction'] for row in found):.2f} B (most "
            f"{max(row['bytes_per_instruction'] for row in found):.2f}); speed-up where work/span > {PARALLEL}: {wide_text}")


def execution_tables(rows: list[dict[str, Any]], large: list[dict[str, Any]]) -> str:
    """Markdown: the workloads of both sizes, medians, messages and windows."""
    parts = [_aims(rows, large)]
    for title, chosen in (("size S", rows), ("size M", large)):
        parts.append(f"\n### Workloads, {title}\n")
        lines = ["| workload | instructions | work/span | serial, M/s | B per instruction | values sent | waiting "
                 "| 2 threads |", "|---" * 8 + "|"]
        lines += [f"| {row['workload']} | {row['instructions']:,} | {row['parallelism']:.0f} "
                  f"| {row['serial_rate'] / 1e6:.0f} | {row['bytes_per_instruction']:.2f} | {row['values']:,} "
                  f"| {row['wait_share']:.0%} "
                  f"| {row['speedup']:.2f} ({row['least_speedup']:.2f} to {row['most_speedup']:.2f}) |"
                  for row in chosen if "serial_rate" in row]
        parts.append("\n".join(lines))
    return "\n".join(parts)


def _aims(rows: list[dict[str, Any]], large: list[dict[str, Any]]) -> str:
    """What was asked for, and what was reached."""
    def serial(chosen: list[dict[str, Any]]) -> str:
        rates = [row["serial_rate"] / 1e6 for row in chosen if "serial_rate" in row]
        return f"median {statistics.median(rates):.0f}, least {min(rates):.0f}"

    def threads(chosen: list[dict[str, Any]]) -> str:
        wide = [row["speedup"] for row in chosen if row.get("parallelism", 0) > PARALLEL]
        return (f"median {statistics.median(wide):.2f}, least {min(wide):.2f}, at least 1.6 on "
                f"{sum(ratio >= 1.6 for ratio in wide)} of {len(wide)}")

    found = [row for row in rows + large if "serial_rate" in row]
    messages = next(row for row in rows if row.get("what") == "messages")
    windows = next(row for row in rows if row.get("what") == "windows")
    lines = [("serial replay, M instructions/s", ">= 50 (median)", f"size S: {serial(rows)}; size M: {serial(large)}"),
             ("program memory per executed instruction", "<= 12 B",
              f"most {max(row['bytes_per_instruction'] for row in found):.2f} B"),
             (f"2 threads over serial, default partition, work/span > {PARALLEL}", ">= 1.6",
              f"size S: {threads(rows)}; size M: {threads(large)}"),
             ("cost of a value sent, in a stream", "<= 10 ns",
              f"{messages['nanoseconds_per_value']:.1f} ns; there and back {messages['round_trip_nanoseconds']:.0f} ns"),
             ("Ray, 2 local actors: overhead of a window", "<= 1 ms",
              f"mean {1000 * windows['calls_seconds_per_window']:.2f} ms by calls, "
              f"{1000 * windows['compiled_seconds_per_window']:.2f} ms by a compiled graph, "
              f"over {windows['windows']} windows; "
              f"speed-up {windows['calls_speedup']:.4f} ({windows['workload']})")]
    return "\n".join(["| figure | aim | reached |", "|---|---|---|", *(f"| {a} | {b} | {c} |" for a, b, c in lines)])
