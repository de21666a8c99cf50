"""The order of reads and writes against an enumeration of all iterations."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.planning.lowering.emitting import Counter
from irpart.planning.lowering.facts import Facts
from irpart.planning.lowering.overlaps import is_safe
from irpart.regions.affine import Affine

EXTENT = 5
offsets = st.integers(-2, 2)
places = st.tuples(st.sampled_from([1, 1, 2, -1]), offsets)


def counters():
    """Two loops of a few iterations."""
    return tuple(Counter(name, Affine(0), Affine(EXTENT), Affine.of(name)) for name in "ij")


def index(parts, swapped):
    """An index as affine values, and as a function of an iteration."""
    names = "ji" if swapped else "ij"
    affine = tuple(Affine.of(name) * step + offset for name, (step, offset) in zip(names, parts, strict=True))
    return affine, lambda at: tuple(
        step * at["ij".index(name)] + offset for name, (step, offset) in zip(names, parts, strict=True))


@settings(max_examples=300, deadline=None)
@given(st.tuples(places, places), st.tuples(places, places), st.booleans(), st.booleans(), st.booleans())
def test_a_safe_nest_reads_every_element_before_it_is_written(write, read, first, second, backwards):
    """Exact when both move alike; never safe when the enumeration says no."""
    written, write_at = index(write, first)
    seen, read_at = index(read, second)
    ranges = itertools.product(range(EXTENT), repeat=2)
    order = [at[::-1] for at in ranges] if backwards else list(ranges)
    when = {write_at(at): time for time, at in enumerate(order)}
    truth = all(when.get(read_at(at), time) >= time for time, at in enumerate(order))
    found = is_safe(("A", written), [("A", seen)], counters(), backwards, Facts(frozenset()))
    assert truth or not found
    if first == second and [step for step, _ in write] == [step for step, _ in read] and {
            step for step, _ in write} == {1}:
        assert found == truth


@given(st.tuples(places, places))
def test_other_arrays_do_not_matter(write):
    """Whether they overlap is a question of its own."""
    written, _ = index(write, False)
    assert is_safe(("A", written), [("B", written)], counters(), False, Facts(frozenset()))
