"""Every workload, cut by every registered method into 1 to 64 clusters, executed by threads: all values as in the serial
replay, results as in the run."""

from __future__ import annotations

import dataclasses
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import irpart
from irpart.measurement.orders import priority_of
from irpart.measurement.reading import read_subject
from irpart.measurement.subject import Subject
from irpart.partitioning.messages import plan_messages
from irpart.replay.execute import execute
from irpart.replay.plan import plan_workers, workers_of
from irpart.replay.results import check_results, compare_values
from irpart.replay.runs import ReplayRun
from tests.contracts.test_partitioners import NAMES as METHODS
from tests.graph.random_programs import make_module, programs
from tests.replay.recorded import profile_text
from tests.workloads.test_workloads import NAMES, copies, load

ORDER_OF = {1: "trace", 2: "deadline", 3: "critical-path", 8: "deadline", 64: "trace"}
"""The numbers of clusters, and an order of execution for each."""
OPTIONS = {"irpart": {"effort": 0}}
"""Of methods that are fast enough for whole workloads only so."""
WHOLE = ("chunks", "hdrf", "irpart", "two-ps-l", "wb-libra")
"""Methods that cut whole workloads of size S; these and all others, without options, cut prefixes."""
PREFIX = 1200
"""Instructions of a prefix; methods like spectral take more than a second for a cut of ten thousand."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A workload and its serial replay."""

    subject: Subject
    serial: ReplayRun


@lru_cache(maxsize=2)
def reference(name: str) -> Reference:
    """A workload at size S, replayed serially and checked against its run."""
    workload = load(name)
    arguments = copies(workload.initialize(**workload.SIZES["S"]))
    with irpart.profile(getattr(workload, name), *arguments, timing="none", replay=True) as profile:
        return replayed(read_subject(profile))


def replayed(subject: Subject) -> Reference:
    """The serial replay, whose results are those of the run."""
    serial = execute(plan_workers(subject.dataflow, np.zeros(subject.graph.n_vertices, np.uint16), 1), "serial")
    check = check_results(subject.dataflow, serial.values_of)
    assert check.agrees
    assert check.memory_bytes + check.returned > 0
    return Reference(subject, serial)


def prefix_of(subject: Subject, n: int) -> Subject:
    """Graph and dataflow program of the first ``n`` instructions; nothing is known of their results."""
    graph, dataflow = subject.graph, subject.dataflow
    m, operands = int(graph.in_degree[:n].sum()), int(dataflow.kinds.operands()[dataflow.step[:n]].sum())
    part = dataclasses.replace(graph, source=graph.source[:m], in_degree=graph.in_degree[:n],
                               weight_code=graph.weight_code[:m], cost_code=graph.cost_code[:n],
                               static_id=graph.static_id[:n])
    nothing = {name: getattr(dataflow, name)[:0] for name in (
        "final_address", "final_operand", "final_offset", "final_size", "final_value", "returned_operand", "returned_value")}
    return Subject(part, dataclasses.replace(dataflow, step=dataflow.step[:n], operand=dataflow.operand[:operands],
                                             **nothing))


def differing(subject: Subject, serial: ReplayRun, method: str, k: int, options: dict[str, int]) -> str:
    """What is wrong with the clusters of a cut; "" when nothing is."""
    graph, dataflow = subject.graph, subject.dataflow
    partition = irpart.partition(graph, k, method=method, **options)
    worker, processor = workers_of(plan_messages(graph, partition))
    priority = priority_of(ORDER_OF.get(k, "deadline"), graph, partition, dataflow, worker, len(processor))
    run = execute(plan_workers(dataflow, worker, len(processor), priority, processor), "threads")
    vertex = compare_values(graph.n_vertices, run.values_of, serial.values_of)
    wrong = vertex >= 0 or not check_results(dataflow, run.values_of).agrees
    return f"{method}, k = {k}: first wrong is vertex {vertex}" if wrong else ""


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", NAMES)
def test_workloads(name: str, method: str) -> None:
    """Prefixes by every method; whole workloads by those that are fast enough."""
    known = reference(name)
    begin = prefix_of(known.subject, PREFIX)
    assert [wrong for k in ORDER_OF if (wrong := differing(begin, known.serial, method, k, {}))] == []
    if method in WHOLE:
        options = OPTIONS.get(method, {})
        assert [wrong for k in ORDER_OF if (wrong := differing(known.subject, known.serial, method, k, options))] == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(bodies=programs, method=st.sampled_from([method.values[0] for method in METHODS if not method.marks[0].args[0]]),
       k=st.sampled_from([2, 3, 8, 64]))
def test_random_programs(bodies: list[object], method: str, k: int) -> None:
    """Nested loops, branches, calls, recursion, mixed widths, overlaps, copies, heap blocks, atomics."""
    with tempfile.TemporaryDirectory() as folder, profile_text(make_module(bodies), Path(folder)) as profile:
        known = replayed(read_subject(profile))
    assert differing(known.subject, known.serial, method, k, {}) == ""
