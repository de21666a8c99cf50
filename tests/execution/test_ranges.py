"""Ranges run each chunk once, by whomever; failures are those of the sequential loop."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.execution.packing import pack_ranges
from irpart.execution.types import RangePlan
from tests.execution.compiled import FAILS, add_body


@st.composite
def plans(draw):
    """Chunks of different lengths, some empty, shared out to homes, some without any."""
    lengths = draw(st.lists(st.integers(0, 40), min_size=0, max_size=60))
    homes = draw(st.integers(1, 10))
    cuts = sorted(draw(st.lists(st.integers(0, len(lengths)), min_size=homes - 1, max_size=homes - 1)))
    bound = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    return RangePlan(bound[:-1], bound[1:], np.array([0, *cuts, len(lengths)]))


def run(team, plan, value, **options):
    """Add to each entry of ``value``."""
    words = np.array([len(value), value.ctypes.data], np.int64)
    return team.run_ranges(plan, add_body(), words, **options)


@given(plans(), st.integers(1, 8), st.booleans(), st.integers(0, 20))
@settings(max_examples=150)
def test_every_iteration_runs_once(teams, plan, size, steal, seed):
    """Whatever the chunks, their homes and the team."""
    n, packed = int(plan.stop[-1]) if plan.n_chunks else 0, pack_ranges(plan)
    value = np.zeros(n, np.int64)
    for schedule in ("given", "shuffled", "given"):
        assert run(teams[size], packed, value, steal=steal, schedule=schedule, seed=seed).status == 0
    assert np.array_equal(value, 3 * np.arange(1, n + 1))


@given(plans(), st.integers(1, 8), st.data())
@settings(max_examples=80)
def test_the_first_failing_chunk_is_the_sequential_one(teams, plan, size, data):
    """All chunks before it have run."""
    n = int(plan.stop[-1]) if plan.n_chunks else 0
    if n == 0:
        assert run(teams[size], plan, np.zeros(0, np.int64)).failed == -1
        return
    value = np.zeros(n, np.int64)
    fails = data.draw(st.lists(st.integers(0, n - 1), min_size=1, max_size=4))
    value[fails] = -1
    done = run(teams[size], plan, value)
    chunk = int(np.flatnonzero(plan.stop > min(fails))[0])
    assert (done.status, done.failed) == (FAILS, chunk)
    before = int(plan.start[chunk])
    assert np.array_equal(value[:before], np.arange(1, before + 1))


@pytest.mark.parametrize("size", range(2, 9))
def test_without_stealing_each_runs_its_own(teams, size):
    """A home for each worker, nothing stolen, though the others must be waited for."""
    plan = RangePlan(np.arange(64), np.arange(1, 65), np.arange(size + 1) * 64 // size)
    value = np.zeros(64, np.int64)
    done = run(teams[size], plan, value, steal=False)
    assert (done.workers, done.stolen) == (size, 0)
    assert np.array_equal(value, np.arange(1, 65))
