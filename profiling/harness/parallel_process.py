"""Run by ``scripts/bench parallel`` in a process of its own: one program at one size under one threading layer of Numba.

Reads a job as JSON from its first argument and writes one line of JSON. Variants take turns in rounds; each call gets
fresh copies of the arrays that the program writes, made before the clock starts, and its results are compared with those
of the sequential run.
"""

from __future__ import annotations

import importlib
import json
import statistics
import sys
import threading
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent
REST_SECONDS = 0.005
"""Before each turn, so that the threads of the variant before have gone to sleep."""
SHORT_SECONDS, TURN_CALLS, SHORT_BUDGET = 1e-3, 20, 0.6
"""A call shorter than this counts as short: a turn is then so many calls in a row, and rounds go on for so long; two copies
at once are not tried."""
TOLERANCE = 1e-9
"""Relative to the largest entry of an array: what a sum taken in another order may differ by."""


def measure(job: dict[str, Any], parallelize: Callable[..., Any]) -> dict[str, Any]:
    """A row: seconds of each variant, how results compare, what first calls cost, how two copies at once get on."""
    import numba
    from harness.parallel_workloads import Program

    from irpart.program import numba_adapter

    program = Program(job["name"], job["size"])
    types = tuple(numba.typeof(a) for a in program.arguments)
    warm_up(numba, bool(job["layer"]))
    start = seconds_of(lambda: parallelize(double_all, workers=job["workers"])(np.ones(1_000_000)))
    sequential = numba_adapter.jit_with_callees(program.kernel)
    row: dict[str, Any] = {"workload": job["name"], "size": job["size"], "layer": job["layer"], "start_seconds": start,
                           "compile_seconds": seconds_of(lambda: sequential.compile(types))}
    run = Runs(program.arguments, sequential)
    variants: dict[str, Callable[..., Any]] = {"sequential": sequential}
    subject = sequential if program.calls_others else program.kernel
    if job["plan"]:
        row |= planning_seconds(subject, types)
    for label, workers in (("all", job["workers"]), ("one", 1)):
        variants[label] = parallelize(subject, workers=workers)
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            row[f"{label}_first_seconds"] = run.once(label, variants[label])
        if caught:
            row["warnings"] = sorted({str(found.message)[:300] for found in caught})
    row["regions"] = sum(len(plan.regions) for plan in getattr(variants["all"], "plans", {}).values())
    for label, function in (program.prange_variants() if job["layer"] else {}).items():
        variants[label] = numba.njit(parallel=True)(function)
        row[f"{label}_first_seconds"] = run.once(label, variants[label])
    if job["layer"]:
        row["layer"] = numba.threading_layer()
    run.rounds(variants, job["repeat"])
    row |= {f"{label}_seconds": min(times) for label, times in run.seconds.items()}
    row |= {f"{label}_median_seconds": statistics.median(times) for label, times in run.seconds.items()}
    row |= {"agreement": run.agreement, "rounds": run.n_rounds, "bytes": sum(a.nbytes for a in run.before if is_array(a)),
            "untouched": run.inputs_are_untouched()}
    if job["copies"] and row["sequential_seconds"] > SHORT_SECONDS:
        row |= two_copies(program, numba_adapter.jit_with_callees(program.kernel, nogil=True))
    return row


def is_array(value: Any) -> bool:
    """Whether an argument or result is an array."""
    return isinstance(value, np.ndarray)


def seconds_of(call: Callable[[], Any]) -> float:
    """Wall time of a call."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def double_all(a: Any) -> None:
    """A loop that is worth several workers: the first of a process starts the team."""
    for i in range(a.shape[0]):
        a[i] *= 2.0


def warm_up(numba: Any, parallel: bool) -> None:
    """Compile and run something, so that no variant pays for Numba's own first time."""
    def double(a: Any, n: int) -> Any:
        total = 0.0
        for i in numba.prange(n):
            total += a[i, i] * 2.0
        return total

    numba.njit(double)(np.ones((4, 4)), 4)
    if parallel:
        numba.njit(parallel=True)(double)(np.ones((4, 4)), 4)


def planning_seconds(function: Callable[..., Any], types: tuple[Any, ...]) -> dict[str, float]:
    """Analysis and scheduling alone, after a small function has loaded what they need; nothing where it cannot be."""
    from irpart.planning.plan import plan_function

    def small(a, n):
        for i in range(n):
            a[i, i] = 1.0

    import numba

    plan_function(small, (numba.types.float64[:, ::1], numba.types.int64))
    return {"planning_seconds": seconds_of(lambda: plan_function(function, types))}


class Runs:
    """Calls of variants on the same arguments: what they took, and whether their results are the sequential one's."""

    def __init__(self, arguments: tuple[Any, ...], sequential: Callable[..., Any]) -> None:
        import zlib

        self.checksum = lambda a: zlib.crc32(np.ascontiguousarray(a).data)
        self.before = arguments
        after = [a.copy() if is_array(a) else a for a in arguments]
        self.returned = sequential(*after)
        self.changed = [i for i, a in enumerate(arguments) if is_array(a) and not same_bits(a, after[i])]
        self.after = {i: after[i] for i in self.changed}
        self.work = [a.copy() if i in self.changed else a for i, a in enumerate(arguments)]
        self.sums = {i: self.checksum(a) for i, a in enumerate(arguments) if is_array(a) and i not in self.changed}
        self.seconds: dict[str, list[float]] = {}
        self.agreement: dict[str, float] = {}
        self.n_rounds = 0

    def once(self, label: str, function: Callable[..., Any]) -> float:
        """One call on fresh copies, compared."""
        for i in self.changed:
            np.copyto(self.work[i], self.before[i])
        began = time.perf_counter()
        returned = function(*self.work)
        seconds = time.perf_counter() - began
        self.compare(label, returned)
        return seconds

    def compare(self, label: str, returned: Any) -> None:
        """Keep the largest relative difference of a variant's results; 0 where all bits are the same."""
        found = [difference(self.after[i], self.work[i]) for i in self.changed]
        if self.returned is not None or returned is not None:
            found.append(difference(np.asarray(self.returned), np.asarray(returned)))
        self.agreement[label] = max([self.agreement.get(label, 0.0), *found])

    def rounds(self, variants: dict[str, Callable[..., Any]], repeat: int) -> None:
        """Every variant in turn, at least ``repeat`` times."""
        short = self.once("sequential", variants["sequential"]) < SHORT_SECONDS
        self.seconds = {label: [] for label in variants}
        began = time.perf_counter()
        while self.n_rounds < repeat or (short and time.perf_counter() - began < SHORT_BUDGET):
            labels = list(variants)
            for label in labels if self.n_rounds % 2 == 0 else labels[::-1]:
                time.sleep(REST_SECONDS)
                times = [self.once(label, variants[label]) for _ in range(TURN_CALLS if short else 1)]
                self.seconds[label] += times
            self.n_rounds += 1

    def inputs_are_untouched(self) -> bool:
        """Whether no variant wrote to an array that the sequential run leaves alone."""
        return all(self.checksum(self.before[i]) == found for i, found in self.sums.items())


def same_bits(a: Any, b: Any) -> bool:
    """Whether arrays are equal bit by bit (zeros of different sign are not, equal NaNs are)."""
    first, second = np.ascontiguousarray(a), np.ascontiguousarray(b)
    if first.shape != second.shape or first.dtype != second.dtype:
        return False
    word = f"u{first.itemsize}" if first.itemsize in (1, 2, 4, 8) else "u1"
    return np.array_equal(first.reshape(-1).view(word), second.reshape(-1).view(word))


def difference(expected: Any, found: Any) -> float:
    """0 for equal bits, else the largest difference over the largest entry; infinite where that cannot be said."""
    if same_bits(expected, found):
        return 0.0
    if expected.shape != found.shape or expected.dtype.kind not in "fc":
        return float("inf")
    largest = np.max(np.abs(expected), initial=0.0)
    apart = np.max(np.abs(expected - found), initial=0.0)
    return max(float(apart / largest), 5e-324) if np.isfinite(apart) and largest > 0 else float("inf")


def two_copies(program: Any, compiled: Callable[..., Any], rounds: int = 3) -> dict[str, float]:
    """Rate of two sequential runs at once on two threads, each on arrays of its own, over that of one alone.

    What the copies share is the path to memory and the last cache; where they hinder each other, no division of the work
    over the same two cores can reach two. Processor time is counted, so that other programs' turns are left out.
    """
    originals = program.arguments
    works = [[a.copy() if is_array(a) else a for a in originals] for _ in range(2)]

    def seconds_together(count: int) -> float:
        """Mean processor time of so many runs at once."""
        found = [0.0] * count
        gate = threading.Barrier(count)

        def run(number: int) -> None:
            for a, b in zip(works[number], originals, strict=True):
                if is_array(a):
                    np.copyto(a, b)
            gate.wait()
            began = time.thread_time()
            compiled(*works[number])
            found[number] = time.thread_time() - began

        threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return statistics.fmean(found)

    compiled(*works[0])
    alone, both = zip(*((seconds_together(1), seconds_together(2)) for _ in range(rounds)), strict=True)
    return {"copies_ratio": 2 * min(alone) / min(both), "alone_cpu_seconds": min(alone)}


def triad(n: int = 8_000_000, rounds: int = 5) -> dict[str, float]:
    """Bandwidth of a = b + c * x in bytes a second, by one core and by two at once (24 bytes a point are counted)."""
    import numba

    @numba.njit(nogil=True)
    def triad_kernel(a: Any, b: Any, c: Any) -> None:
        for i in range(a.shape[0]):
            a[i] = b[i] + 3.0 * c[i]

    sets = [[np.ones(n) for _ in range(3)] for _ in range(2)]
    triad_kernel(*sets[0])
    found = {}
    for count in (1, 2):
        times = []
        for _ in range(rounds):
            threads = [threading.Thread(target=triad_kernel, args=arrays) for arrays in sets[:count]]
            began = time.perf_counter()
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            times.append(time.perf_counter() - began)
        found[f"bandwidth_{count}"] = count * 24 * n / min(times)
    return found


def main() -> None:
    """Measure the job of the first argument."""
    sys.path.insert(0, str(HERE.parent))
    job = json.loads(sys.argv[1])
    if job.get("what") == "triad":
        print(json.dumps(triad()))
        return
    module, _, name = job["parallelize"].partition(":")
    print(json.dumps(measure(job, getattr(importlib.import_module(module), name))))


if __name__ == "__main__":
    main()
