"""Machines that the simulator's tables cannot hold are refused in one sentence, before anything is simulated."""

from __future__ import annotations

import pytest

from irpart.base.errors import InputError
from irpart.simulation.machine import build_machine, check_size
from irpart.simulation.types import SimulationModel
from irpart.topology.reading import read_topology


@pytest.mark.parametrize(("machine", "sentence"), [
    ("mesh:2x2,bandwidth=0.000001", r"mesh:2x2: a line takes 144,000,000 cycles on the link between .* and .*; simulated "
                                    r"are at most 16,777,216\. Give it a shorter latency or more bandwidth"),
    ("mesh:2x2,link_latency=1e9", r"mesh:2x2: a line takes .* cycles on the link between"),
    ("mesh:2x2,link_latency=8e6,bandwidth=1e6", r"messages can be under way on its links; simulated are at most 134,217"),
    ("mesh:2x2,memory_bandwidth=0.000001", r"a line takes .* cycles on the link between"),
    ("mesh:2x2,l2=1T", r"mesh:2x2 has caches of 68,719,.* lines in all; simulated are at most 268,435,456 \(16 GiB\)"),
    ("mesh:2x2,l3=1T", r"mesh:2x2 has caches of 68,719,.* lines in all"),
])
def test_machines_beyond_the_tables(machine, sentence):
    """Extreme links and caches are refused, where their numbers would not fit the tables."""
    with pytest.raises(InputError, match=sentence):
        build_machine(read_topology(machine), SimulationModel())


def test_memory_that_supplies_too_little(tmp_path):
    """So is memory whose channel would not fit, though its link would."""
    file = tmp_path / "slow.toml"
    file.write_text("cores_per_numa = 2\n[memory]\nbandwidth_gbs = 1e-6\n")
    with pytest.raises(InputError, match=r"slow: (NUMA 0 supplies 1e-06 GB/s, which is too little|a line takes .* cycles)"):
        build_machine(read_topology(str(file)), SimulationModel())


def test_many_processors_are_refused_at_once():
    """The limit is checked by itself, so that the command can do so before it places clusters."""
    with pytest.raises(InputError, match="mesh:65x64 has 4,160 processors; simulated are at most 4096"):
        check_size(read_topology("mesh:65x64"))
