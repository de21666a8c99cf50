"""The simulator beside others: BookSim's latencies of a mesh, an M/D/1 queue, SimGrid's shared links and schedules."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np

from irpart.simulation import _machine_kernels as kernels
from irpart.simulation.machine import MachineState, SimulatedMachine, build_machine
from irpart.simulation.types import SimulationModel
from irpart.topology.construct import TopologyBuilder
from irpart.topology.types import CORE, NUMA, ROUTER, SWITCH

SIDE, HOP_CYCLES, PORT_CYCLES, TURNAROUND_CYCLES = 8, 4.0, 2.5, 11.0
"""Of the mesh: tiles along an edge, from router to router, on each port, and from the time that a virtual channel is given
to a flit until it can be given again when it waits for the credit of the tail."""
BOOKSIM = {
    "waits for tail credit": ((0.05, 27.1), (0.1, 27.3), (0.2, 27.7), (0.3, 29.1), (0.35, 49.2)),
    "does not wait": ((0.02, 26.9), (0.2, 27.8), (0.3, 28.8), (0.35, 29.8), (0.4, 32.3), (0.42, 34.3), (0.45, 46.5))}
"""Offered flits per node and cycle, and mean latency: BookSim 2 on an 8x8 mesh, dimension order, 8 virtual channels, uniform
traffic of one flit, with its default ``wait_for_tail_credit = 1`` (unstable from 0.4 on) and with 0."""
_PICTURE = Path(__file__).resolve().parents[2] / "docs" / "pictures" / "mesh_latency.png"
_VALUE = kernels.VALUE
_SECONDS = 1e-9


def mesh_machine(configuration: str, **model: Any) -> SimulatedMachine:
    """An 8x8 mesh at 1 GHz as BookSim has it, for one of the configurations of ``BOOKSIM``.

    A flit is a value of 16 bytes. Links carry one a cycle; when a channel waits for the credit of the tail, only 8 in the
    time that one channel is taken. Buffers have 64 places (which never fill), or no limit where the channels are it.
    """
    limited = configuration == "waits for tail credit"
    builder = TopologyBuilder(f"mesh of {SIDE}x{SIDE}", "validity")
    builder.add(NUMA)
    routers = [builder.add(ROUTER) for _ in range(SIDE * SIDE)]
    for i, router in enumerate(routers):
        builder.link(builder.add(CORE), router, PORT_CYCLES, 16.0, "mesh")
        for last, step in ((i % SIDE == SIDE - 1, 1), (i // SIDE == SIDE - 1, SIDE)):
            if not last:
                bandwidth = 16 * 8 / TURNAROUND_CYCLES if limited else 16.0
                builder.link(router, routers[i + step], HOP_CYCLES, bandwidth, "mesh")
    builder.link(1, routers[0], 1.0, 16.0, "memory")
    topology = builder.build(clock_ghz=1.0, grid=(SIDE, SIDE))
    return build_machine(topology, SimulationModel(**{"buffers": 0 if limited else 64} | model))


def carry(machine: SimulatedMachine, cycle: Any, origin: Any, goal: Any) -> np.ndarray:
    """Cycles that values take which are sent, in order of time, from processor to processor."""
    net = MachineState(machine, 1, np.full(1, -1, np.int16)).net
    ticks, arrival = np.asarray(cycle * kernels.TICKS, np.int64), np.zeros(len(cycle), np.int64)
    node = machine.core[:, kernels.C_NODE]
    kernels.carry_all(ticks, node[origin], node[goal], _VALUE, net, arrival)
    return (arrival - ticks) / kernels.TICKS


def mesh_latency(machine: SimulatedMachine, rate: float, cycles: int = 10_000, seed: int = 0) -> float:
    """Mean latency of uniform traffic: nodes send a flit with a probability each cycle; the first fifth is left out."""
    random = np.random.default_rng(seed)
    cycle, origin = np.nonzero(random.random((cycles, SIDE * SIDE)) < rate)
    latency = carry(machine, cycle, origin, random.integers(0, SIDE * SIDE, len(cycle)))
    return float(latency[cycle >= cycles // 5].mean())


def knee(points: Any) -> float:
    """The rate at which latency is twice that of the lowest rate, between points or beyond the last by its last slope."""
    rate, latency = np.array(points).T
    goal = 2 * latency[0]
    i = int(np.argmax(latency >= goal)) if latency[-1] >= goal else len(rate) - 1
    slope = (latency[i] - latency[i - 1]) / (rate[i] - rate[i - 1])
    return float(rate[i - 1] + (goal - latency[i - 1]) / slope)


def queue_wait(load: float, count: int, seed: int = 1) -> tuple[float, float]:
    """Mean wait of values with random arrivals for one link, found and by Pollaczek and Khinchine, in times of a value."""
    builder = TopologyBuilder("link", "validity")
    builder.add(NUMA)
    first, second = builder.add(CORE), builder.add(CORE)
    builder.link(first, second, 10.0, 0.16, "mesh")
    builder.link(1, second, 1.0, 1000.0, "memory")
    machine = build_machine(builder.build(clock_ghz=1.0), SimulationModel(buffers=0))
    arrivals = np.cumsum(np.random.default_rng(seed).exponential(100 / load, count))
    latency = carry(machine, arrivals, np.zeros(count, np.int64), np.ones(count, np.int64))
    return float(latency.mean() - 10 - 100) / 100, load / (2 * (1 - load))


def simgrid_python() -> str | None:
    """A Python that has SimGrid, if this machine has one: this, or the system's."""
    for found in (sys.executable, shutil.which("python3", path=os.defpath)):
        if found and not subprocess.run([found, "-c", "import simgrid"], capture_output=True, check=False).returncode:
            return found
    return None


def simgrid_times(python: str, experiment: dict[str, Any]) -> list[float]:
    """Times of an experiment by SimGrid (see ``simgrid_process``)."""
    script = Path(__file__).with_name("simgrid_process.py")
    done = subprocess.run([python, str(script)], input=json.dumps(experiment), capture_output=True, text=True, check=True,
                          timeout=120)
    return list(json.loads(done.stdout)["times"])


def star_machine(hosts: int, value_ns: float, latency_ns: float) -> SimulatedMachine:
    """Cores around one switch."""
    builder = TopologyBuilder("star", "validity")
    builder.add(NUMA)
    switch = builder.add(SWITCH)
    for _ in range(hosts):
        builder.link(builder.add(CORE), switch, latency_ns, 16 / value_ns, "network")
    builder.link(1, switch, 1.0, 16.0, "memory")
    return build_machine(builder.build(clock_ghz=1.0), SimulationModel(buffers=0, send_cycles=0.0, receive_cycles=0.0))


def shared_link_times(values: list[int], value_ns: float) -> list[float]:
    """When flows of some values that begin together end (ns) on the link to their common reader."""
    machine = star_machine(len(values) + 1, value_ns, 1 / kernels.TICKS)
    cycle = np.concatenate([np.arange(count) * value_ns for count in values])
    origin = np.repeat(np.arange(len(values)), values)
    order = np.argsort(cycle, kind="stable")
    latency = carry(machine, cycle[order], origin[order], np.full(len(cycle), len(values)))
    end = cycle[order] + latency
    return [float(end[origin[order] == i].max()) for i in range(len(values))]


def schedule_times(tasks: list[tuple[int, float, list[int]]], hosts: int, value_ns: float, latency_ns: float) -> float:
    """When the last of some tasks (host, ns, operands) ends; a host runs its own in their order, and gets a value once."""
    machine = star_machine(hosts, value_ns, latency_ns)
    readers: dict[int, list[int]] = {}
    for where, _, operands in tasks:
        for j in operands:
            if tasks[j][0] != where and where not in readers.setdefault(j, []):
                readers[j].append(where)
    group = {j: g for g, j in enumerate(readers)}
    first = np.cumsum([0, *(len(found) for found in readers.values())])
    body: list[list[int]] = [[] for _ in range(hosts)]
    come = set()
    for i, (where, ns, operands) in enumerate(tasks):
        for j in operands:
            if tasks[j][0] != where and (j, where) not in come:
                come.add((j, where))
                body[where].append(int(first[group[j]] + readers[j].index(where)) << 4 | kernels.RECEIVE)
        body[where].append(round(ns * kernels.TICKS) << 4 | kernels.COMPUTE)
        if i in group:
            body[where].append(group[i] << 4 | kernels.SEND)
    start = np.cumsum([0, *(len(operations) for operations in body)]).astype(np.int64)
    to = np.array([q for found in readers.values() for q in found], np.int32)
    state = MachineState(machine, 1, np.full(1, -1, np.int16))
    state.run(np.array([word for operations in body for word in operations], np.uint64), start[:-1], start[1:],
              (first.astype(np.int64), to, np.full(len(to), -1), np.full(max(1, len(to)), -1, np.int64)))
    return float(state.private[0][:, kernels.C_CLOCK].max()) / kernels.TICKS


def simgrid_schedule(python: str, tasks: list[tuple[int, float, list[int]]], hosts: int, value_ns: float,
                     latency_ns: float) -> float:
    """The same by SimGrid."""
    sent, given = set(), []
    for where, ns, operands in tasks:
        read = [j for j in dict.fromkeys(operands) if tasks[j][0] != where and (j, where) not in sent]
        sent |= {(j, where) for j in read}
        given.append([where, ns * _SECONDS, [[j, 16] for j in read]])
    return max(simgrid_times(python, {"tasks": given, "hosts": hosts, "bandwidth": 16 / value_ns / _SECONDS,
                                      "latency": latency_ns * _SECONDS})) / _SECONDS


def schedules(hosts: int = 4, seed: int = 0) -> dict[str, list[tuple[int, float, list[int]]]]:
    """A chain across hosts, a fork and join, and random task graphs."""
    random = np.random.default_rng(seed)
    branches = [(i % hosts, 2000.0, [0]) for i in range(1, 13)]
    found = {"chain": [(i % hosts, 1000.0, [i - 1] if i else []) for i in range(20)],
             "fork-join": [(0, 500.0, []), *branches, (0, 500.0, list(range(1, 13)))]}
    for number in range(3):
        found[f"random {number}"] = [
            (int(random.integers(hosts)), float(random.integers(500, 5000)),
             sorted(random.choice(i, min(i, int(random.integers(0, 4))), replace=False).tolist())) for i in range(60)]
    return found


def measure_validity() -> list[dict[str, Any]]:
    """All comparisons as rows, printed; draws the picture of the documentation."""
    rows: list[dict[str, Any]] = []
    curves = {}
    for name, points in BOOKSIM.items():
        rates = [*(rate for rate, _ in points), *((0.37, 0.4) if name == "waits for tail credit" else (0.47, 0.5))]
        curves[name] = [(rate, mesh_latency(mesh_machine(name), rate)) for rate in rates]
        rows.append({"what": "mesh", "configuration": name, "booksim": points, "irpart": curves[name],
                     "zero_load_ratio": curves[name][0][1] / points[0][1], "knee": knee(curves[name]),
                     "booksim_knee": knee(points)})
    scarce = mesh_machine("does not wait", buffers=8, credit_cycles=7.0)
    curve = [(rate, mesh_latency(scarce, rate)) for rate in (0.05, 0.2, 0.3, 0.35, 0.4, 0.45, 0.5)]
    rows.append({"what": "mesh, 8 buffers, 7 cycles for a credit", "irpart": curve, "knee": knee(curve)})
    for load in (0.2, 0.5, 0.8):
        found, expected = queue_wait(load, 3_000_000)
        rows.append({"what": "M/D/1", "load": load, "wait": found, "formula": expected, "ratio": found / expected})
    rows += simgrid_rows()
    draw_mesh(curves)
    for row in rows:
        print(json.dumps(row))
    return rows


def simgrid_rows() -> list[dict[str, Any]]:
    """Comparisons with SimGrid; a row that says so where it is not installed."""
    python = simgrid_python()
    if python is None:
        return [{"what": "SimGrid", "missing": "not installed (Debian: python3-simgrid)"}]
    rows: list[dict[str, Any]] = []
    for values in ([1000, 1000, 1000], [500, 1000, 1500], [200, 400, 1600, 3200]):
        ours = shared_link_times(values, 10.0)
        theirs = [t / _SECONDS for t in simgrid_times(
            python, {"flows": [[16 * count, 0.0] for count in values], "bandwidth": 1.6 / _SECONDS})]
        rows.append({"what": "SimGrid, shared link", "values": values, "irpart_ns": ours, "simgrid_ns": theirs,
                     "ratios": [a / b for a, b in zip(ours, theirs, strict=True)]})
    for name, tasks in schedules().items():
        for value_ns in (50.0, 500.0):
            ours_ns, theirs_ns = schedule_times(tasks, 4, value_ns, 20.0), simgrid_schedule(python, tasks, 4, value_ns, 20.0)
            rows.append({"what": "SimGrid, schedule", "tasks": name, "value_ns": value_ns, "irpart_ns": ours_ns,
                         "simgrid_ns": theirs_ns, "ratio": ours_ns / theirs_ns})
    return rows


def draw_mesh(curves: dict[str, list[tuple[float, float]]]) -> None:
    """Latency by rate, ours as lines, BookSim's points."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.4, 4.0), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    for (name, curve), colour, marker in zip(curves.items(), ("tab:blue", "tab:orange"), "os", strict=True):
        axes.plot(*zip(*curve, strict=True), color=colour, label=f"irpart, {name}")
        axes.plot(*zip(*BOOKSIM[name], strict=True), marker, color=colour, mfc="none", label=f"BookSim 2, {name}")
    axes.axvline(0.5, color="grey", linestyle=":", label="bound of the bisection")
    axes.set(xlabel="offered flits per node and cycle", ylabel="mean latency, cycles", ylim=(0, 90), xlim=(0, 0.52),
             title="8x8 mesh, uniform traffic")
    axes.legend(fontsize=8, loc="upper left")
    _PICTURE.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(_PICTURE, dpi=110)
