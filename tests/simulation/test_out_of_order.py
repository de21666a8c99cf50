"""A core with a window is not slower than one in order, on programs of one core."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.simulation import _machine_kernels as kernels
from tests.simulation.machines import Sizes, cycles_of, row_machine, run_one

SIZES = Sizes(cores=1, bank_lines=16, bank_ways=4)
IN_ORDER = row_machine(SIZES, stores=1024)
MACHINES = {(window, width): row_machine(SIZES, core="out-of-order", window=window, width=width)
            for window in (4, 128) for width in (1, 4)}


@settings(max_examples=100, deadline=None)
@given(body=st.lists(st.one_of(st.tuples(st.just(kernels.READ), st.integers(0, 40)),
                               st.tuples(st.just(kernels.WRITE), st.integers(0, 40)),
                               st.tuples(st.just(kernels.COMPUTE), st.integers(16, 300))), max_size=40),
       shape=st.sampled_from(sorted(MACHINES)))
def test_it_is_not_slower_than_in_order(body, shape):
    """But for the cycle in which the first enters, and messages of stores that loads meet on the links (2 cycles each)."""
    windowed = []
    for what, value in body:
        windowed += [(kernels.EXECUTE, value)] if what == kernels.COMPUTE else [(what, value), (kernels.EXECUTE, 0)]
    stores = sum(what == kernels.WRITE for what, _ in body)
    assert cycles_of(run_one(MACHINES[shape], windowed)) <= cycles_of(run_one(IN_ORDER, body)) + 1 + 2 * stores
