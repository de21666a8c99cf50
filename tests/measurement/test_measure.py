"""Executed placements: bit-equal however they are executed, differences named, timelines and predictions that fit."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest

import irpart
from irpart.base.errors import InputError
from irpart.mapping.place import place
from irpart.measurement import measure as measuring
from irpart.measurement.measure import check_engine, measure
from irpart.measurement.orders import ORDERS, check_order
from irpart.measurement.reading import read_subject
from irpart.measurement.subject import Subject
from irpart.measurement.teams import seat_clusters, this_machine, usable_processors
from irpart.measurement.timeline import trace_events
from irpart.partitioning.execution_model import ExecutionEstimator, ExecutionModel, estimate_execution
from irpart.partitioning.messages import plan_messages
from irpart.replay.actions import ACTION_NUMBER
from irpart.replay.dataflow import CONSTANT_BIT
from irpart.replay.plan import plan_workers
from irpart.replay.workers import ExecutionPlan
from irpart.topology.reading import read_topology
from tests.measurement.subjects import sweep, sweep_profile, sweep_subject


def cut(k: int, *, ordered: bool = True):
    """A partition of the subject, with an order of execution, that of the critical path, or without."""
    made = irpart.partition(sweep_subject().graph, k)
    order = ExecutionEstimator(sweep_subject().graph).critical_order() if ordered else np.empty(0, np.uint32)
    return dataclasses.replace(made, priority=order)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("k", [2, 5])
def test_every_order_gives_the_same(k, order):
    """All values, memory and results, with as many messages as there are pairs of a value and another worker."""
    measured = measure(sweep_subject(), cut(k), order=order, check=True, predict=False)
    assert measured.check.agrees
    assert measured.check.vertices == sweep_subject().graph.n_vertices
    assert measured.check.memory_bytes > 0
    assert measured.check.returned == 1
    assert measured.order == order
    assert measured.run.instructions.sum() == measured.check.vertices


def test_without_an_order_of_its_own():
    """The default needs none; asking for the partition's is refused."""
    measured = measure(sweep_subject(), cut(2, ordered=False), predict=False)
    assert measured.order == "deadline"
    assert measured.check is None
    with pytest.raises(InputError, match="carries no order of execution"):
        check_order("partition", cut(2, ordered=False))
    with pytest.raises(InputError, match="one of deadline, partition"):
        check_order("fast", cut(2))


def test_an_engine_of_one_worker_runs_all_clusters():
    """The serial engine; nothing is sent, nothing predicted."""
    measured = measure(sweep_subject(), cut(5), backend="serial", check=True)
    assert measured.check.agrees
    assert (len(measured.run.instructions), measured.run.pair_values.sum(), measured.predictions) == (1, 0, ())
    assert "runs all 5 clusters" in measured.notes[0]


def test_a_placement_has_a_worker_per_processor_used():
    """Named as the machine names them; the simulator simulates just this placement."""
    subject, partition = sweep_subject(), cut(6)
    placement = place(subject.graph, partition, read_topology("mesh:2x2"))
    measured = measure(subject, placement, check=True, order="trace")
    used = np.unique(placement.cluster_processor)
    assert measured.check.agrees
    assert list(measured.labels) == [placement.topology.label[placement.topology.processors[p]] for p in used]
    assert [found.source for found in measured.predictions] == ["execution model", "simulation"]
    simulated = irpart.simulate(sweep_profile(), placement, order="trace")
    assert measured.predictions[1].values_sent == simulated.messages
    assert measured.predictions[1].speedup == pytest.approx(simulated.speedup)
    if len(used) > usable_processors():
        assert "workers share the" in measured.notes[0]


def test_the_model_sees_what_is_executed():
    """In order, in the order that is executed, clusters of one worker as one."""
    partition = cut(2)
    measured = measure(sweep_subject(), partition, order="trace")
    expected = estimate_execution(sweep_subject().graph, partition, ExecutionModel(order="trace", window=1))
    assert measured.predictions[0].speedup == expected.speedup
    assert measured.predictions[0].values_sent == expected.messages
    assert measured.predictions[1].values_sent == plan_messages(sweep_subject().graph, partition).n_messages


def test_seating():
    """Workers of their own while there are processors, then the machine's; as asked otherwise."""
    subject, usable = sweep_subject(), usable_processors()
    assert this_machine().n_processors == usable
    assert seat_clusters(subject.graph, cut(min(2, usable))) is None
    many = cut(usable + 3)
    assert seat_clusters(subject.graph, many).topology.n_processors == usable
    assert seat_clusters(subject.graph, many, per_cluster=True) is None
    assert seat_clusters(subject.graph, many, machine=read_topology("core:3"), method="identity").method == "identity"
    with pytest.raises(InputError, match="leave out --machine and --map"):
        seat_clusters(subject.graph, many, method="swap", per_cluster=True)
    with pytest.raises(InputError, match="or leave out --strict"):
        measure(subject, many, strict=True, predict=False)


def corrupted(plan: ExecutionPlan) -> tuple[ExecutionPlan, int]:
    """A plan in which worker 1 multiplies where it should add, and the vertex."""
    program, kinds = plan.workers[1], plan.kinds
    rows = {name: np.flatnonzero((kinds.action == ACTION_NUMBER[name]) & (kinds.chained == 0)) for name in ("fadd", "fmul")}
    own = np.flatnonzero(program.step < plan.send_step)
    place = next(i for i, at in enumerate(own) if program.step[at] in rows["fadd"])
    step = program.step.copy()
    step[own[place]] = rows["fmul"][0]
    workers = list(plan.workers)
    workers[1] = dataclasses.replace(program, step=step)
    return dataclasses.replace(plan, workers=tuple(workers)), int(program.vertex[place])


def test_a_wrong_value_is_named(monkeypatch):
    """Vertex, instruction, line, cluster, worker, both bit patterns: of the first that is wrong."""
    wrong = []

    def planned(*arguments):
        plan = plan_workers(*arguments)
        if plan.n_workers == 1:
            return plan
        plan, vertex = corrupted(plan)
        wrong.append(vertex)
        return plan

    monkeypatch.setattr(measuring, "plan_workers", planned)
    partition = cut(2)
    measured = measure(sweep_subject(), partition, order="trace", check=True, predict=False)
    found = measured.check.difference
    assert not measured.check.agrees
    assert found.vertex == wrong[0]
    assert "fadd" in found.instruction
    assert found.source.startswith("subjects.py:")
    assert (found.cluster, found.worker) == (1, 1)
    a, b = (np.array([bits], np.uint64).view(np.float64)[0] for bits in (found.expected, found.found))
    assert a != b
    told = measured.check.to_json()["difference"]
    assert int(told["expected"], 16) == found.expected
    for part in (f"instruction {found.vertex}", "fadd", found.source, "cluster 1", "worker 1", told["expected"],
                 told["found"]):
        assert part in found.sentence(), part


def test_a_replay_that_differs_from_the_run_is_named():
    """Both replays agree, but not with the record."""
    subject = sweep_subject()
    computed = int(np.flatnonzero(subject.dataflow.final_operand < CONSTANT_BIT)[0])
    for name, number in (("returned_value", 0), ("final_value", computed)):
        column = getattr(subject.dataflow, name).copy()
        column[number] ^= np.uint64(1 << 3)
        other = Subject(subject.graph, dataclasses.replace(subject.dataflow, **{name: column}), subject.program)
        check = measure(other, cut(2), check=True, predict=False).check
        assert (check.wrong_returned, check.wrong_bytes) == ((1, 0) if name == "returned_value" else (0, 1))
        assert check.difference.expected == check.difference.found ^ 8
        assert check.difference.sentence().startswith("The serial replay and the record of the run differ, first at ")
        assert (check.difference.vertex >= 0) == ("store" in check.difference.instruction) == (name == "final_value")


def test_the_timeline_fits_the_run():
    """A thread per worker; its slices follow each other until it ends; arrows join workers; counters end at 0."""
    measured = measure(sweep_subject(), cut(4), predict=False)
    run = measured.run
    told = json.loads(json.dumps(trace_events(measured, sweep_subject()), allow_nan=False))
    events = told["traceEvents"]
    assert sum(event["name"] == "thread_name" for event in events) == len(run.instructions)
    for w in range(len(run.instructions)):
        slices = [event for event in events if event["ph"] == "X" and event["tid"] == w + 1]
        ends = [event["ts"] + event["dur"] for event in slices]
        assert all(after["ts"] >= end - 2e-3 for after, end in zip(slices[1:], ends, strict=False))
        assert ends[-1] == pytest.approx(run.finish_seconds[w] * 1e6, abs=0.01)
        waited = sum(event["dur"] for event in slices if event["name"] == "wait")
        assert waited <= run.wait_seconds[w] * 1e6 * 1.5 + 1
    waits = [event for event in events if event["name"] == "wait"]
    assert all(event["args"]["at"] for event in waits)
    assert all(event["args"]["for"] != f"worker {event['tid'] - 1}" for event in waits)
    assert len([e for e in events if e["ph"] == "s"]) == len([e for e in events if e["ph"] == "f"])
    counted = [event["args"]["workers"] for event in events if event["ph"] == "C"]
    assert not counted or counted[-1] == 0
    assert all(0 <= value <= len(run.instructions) for value in counted)


def test_what_is_told():
    """Totals, workers and pairs as plain data add up."""
    measured = measure(sweep_subject(), cut(2), repeat=3, predict=False)
    told = json.loads(json.dumps(measured.to_json(), allow_nan=False))
    assert len(told["repeat_seconds"]) == len(told["serial_repeat_seconds"]) == 3
    assert told["speedup"] == pytest.approx(told["serial_wall_seconds"] / told["wall_seconds"])
    assert sum(worker["instructions"] for worker in told["workers"]) == told["instructions"]
    assert sum(pair["values"] for pair in told["pairs"]) == told["values_sent"]
    assert 0 <= told["wait_share"] <= 1
    assert told["check"] is None
    assert told["recorded"] == dict(sweep_subject().dataflow.recorded)
    assert repr(measured).startswith("Measurement(ReplayRun(threads, ")


def test_from_python():
    """The verb; another graph, another engine and another option are refused."""
    measured = irpart.execute(sweep_profile(), cut(3), check=True, machine="core:2", predict=False)
    assert measured.check.agrees
    assert len(measured.labels) == 2
    plain = irpart.profile(sweep, np.arange(20.0), np.zeros(20), timing="model")
    with pytest.raises(InputError, match=r"replay=True"):
        irpart.execute(plain, irpart.partition(plain, 2))
    with pytest.raises(InputError, match="is of another graph than"):
        irpart.execute(sweep_profile(), irpart.partition(plain, 2))
    with pytest.raises(InputError, match="There is no engine 'mpi'"):
        irpart.execute(sweep_profile(), cut(2), backend="mpi")
    with pytest.raises(InputError, match="The engine threads has no option luck"):
        check_engine("threads", {"luck": 1})


def test_reading_says_what_it_does():
    """Stages for a progress display."""
    stages = []
    read_subject(sweep_profile(), show=lambda stage, amount: stages.append((stage, amount)))
    assert [stage.split()[0] for stage, _ in stages] == ["reading", "reading", "building"]
