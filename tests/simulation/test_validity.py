"""The simulator beside BookSim's figures and, where it is installed, SimGrid: the study of docs/simulation.md, small."""

from __future__ import annotations

import pytest

from tests.profiling_peers.loading import load

validity = load("harness.simulation_validity")
CYCLES = 5000


@pytest.fixture(scope="module")
def simgrid():
    """A Python that has SimGrid."""
    python = validity.simgrid_python()
    if python is None:
        pytest.skip("SimGrid is not installed (Debian: python3-simgrid)")
    return python


@pytest.mark.parametrize("configuration", sorted(validity.BOOKSIM))
def test_a_mesh_has_the_latency_and_the_knee_of_booksim(configuration):
    """Zero-load latency within 5%, the rate at which latency doubles within 15%."""
    points, machine = validity.BOOKSIM[configuration], validity.mesh_machine(configuration)
    rates = [points[0][0], 0.3, 0.35, 0.37, 0.45, 0.48, 0.5]
    curve = [(rate, validity.mesh_latency(machine, rate, CYCLES)) for rate in rates]
    assert curve[0][1] == pytest.approx(points[0][1], rel=0.05)
    assert validity.knee(curve) == pytest.approx(validity.knee(points), rel=0.15)


def test_flows_share_a_link_as_in_simgrid(simgrid):
    """Flows that begin together end when fluids of equal shares do, within 1%."""
    values = [500, 1000, 1500]
    theirs = validity.simgrid_times(simgrid, {"flows": [[16 * count, 0.0] for count in values], "bandwidth": 1.6e9})
    assert validity.shared_link_times(values, 10.0) == pytest.approx([1e9 * t for t in theirs], rel=0.01)


@pytest.mark.parametrize(("name", "value_ns", "within"), [
    ("chain", 500.0, 1e-9), ("fork-join", 50.0, 0.05), ("random 0", 50.0, 0.01), ("random 0", 500.0, 0.05),
    ("random 2", 500.0, 0.05)])
def test_schedules_take_the_time_they_take_in_simgrid(simgrid, name, value_ns, within):
    """Tasks on four hosts that send values of some length; SimGrid shares links, here one value goes after the other."""
    tasks = validity.schedules()[name]
    assert validity.schedule_times(tasks, 4, value_ns, 20.0) == pytest.approx(
        validity.simgrid_schedule(simgrid, tasks, 4, value_ns, 20.0), rel=within)
