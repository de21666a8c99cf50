"""The model against what programs do: accesses, dependences and shuffled loops, on random programs."""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numba import types

from irpart.regions.analyse import analyse_function
from irpart.regions.dependences import dependences_of
from irpart.regions.types import RegionTree, Statement
from irpart.regions.verdicts import verdicts_of
from tests.regions.programs import Event, Made, function_of, make_arrays, make_program, observed

ARGUMENTS = (types.int64[::1], types.int64[:, ::1], types.int64[::1], types.int64[::1], types.int64, types.int64)
Random_ = st.randoms(use_true_random=False)


def fixed(tree: RegionTree, relation: Any, n: int, m: int) -> Any:
    """A set or map for given values of the parameters."""
    import islpy as isl

    values = {"n": n, "m": m}
    for name, meaning in tree.parameters:
        value = values.get(meaning, 2 * n + 6)
        place = relation.find_dim_by_name(isl.dim_type.param, name)
        if place >= 0:
            relation = relation.fix_val(isl.dim_type.param, place, isl.Val(value))
    return relation


def points(relation: Any) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """All pairs of a map."""
    import islpy as isl

    left = relation.dim(isl.dim_type.in_)
    found: list[tuple[int, ...]] = []

    def take(point: Any) -> None:
        count = left + relation.dim(isl.dim_type.out)
        found.append(tuple(point.get_coordinate_val(isl.dim_type.set, k).to_python() for k in range(count)))

    relation.wrap().foreach_point(take)
    return [(pair[:left], pair[left:]) for pair in found]


def iteration(statement: Statement, at: tuple[int, ...], implicit: set[str]) -> tuple[int, ...]:
    """Values of the iterators of the source."""
    kept = [loop not in implicit for loop in statement.loops]
    return tuple(value for value, keep in zip(at, kept, strict=False) if keep)


def modelled_accesses(tree: RegionTree, n: int, m: int) -> tuple[set[Event], set[Event]]:
    """What the model says is accessed surely, and possibly."""
    implicit = {loop.name for loop in tree.loops if loop.kind == "implicit"}
    sure: set[Event] = set()
    maybe: set[Event] = set()
    for statement in tree.statements:
        for access in statement.accesses:
            if access.variable not in ("A", "B", "C", "K"):
                continue
            exact = access.exact and not statement.predicates
            for at, element in points(fixed(tree, access.relation, n, m)):
                (sure if exact else maybe).add((statement.line, iteration(statement, at, implicit), access.variable, element,
                                                access.is_write))
    return sure, maybe


@pytest.mark.parametrize("wild", [False, True])
def test_accesses_are_those_of_the_program(wild):
    """Exact accesses are exactly those that happen; all others contain what happens."""
    @settings(max_examples=60)
    @given(Random_, st.integers(4, 6), st.integers(0, 5))
    def check(random: Random, n: int, m: int) -> None:
        made = make_program(random, wild)
        tree = analyse_function(function_of(made.lines), ARGUMENTS)
        happened = set(observed(made, n, m))
        sure, maybe = modelled_accesses(tree, n, m)
        assert sure <= happened, "\n".join(made.lines)
        assert happened <= sure | maybe, "\n".join(made.lines)
        assert wild or not maybe or any("continue" in line for line in made.lines)

    check()


Pair = tuple[str, str, int, tuple[int, ...], int, tuple[int, ...]]


def observed_dependences(events: list[Event]) -> tuple[set[Pair], set[Pair]]:
    """Last write to read, reads since the last write to write, last write to write; by element.

    Reads of an execution that writes the element itself may count as before or after that write: the second set holds
    those pairs as well.
    """
    found: set[Pair] = set()
    own: set[Pair] = set()
    written: dict[Any, tuple[int, tuple[int, ...]]] = {}
    read: dict[Any, set[tuple[int, tuple[int, ...]]]] = {}
    for line, at, array, element, is_write in events:
        key = array, element
        if not is_write:
            if key in written:
                found.add(("flow", array, *written[key], line, at))
            read.setdefault(key, set()).add((line, at))
        else:
            earlier = read.pop(key, set())
            pairs = {("anti", array, *one, line, at) for one in earlier}
            own |= {pair for pair in pairs if pair[2:4] == written.get(key)}
            found |= pairs - own
            read[key] = earlier & {(line, at)}
            if key in written:
                found.add(("output", array, *written[key], line, at))
            written[key] = line, at
    return {pair for pair in found if pair[2:4] != pair[4:6]}, own


def modelled_dependences(tree: RegionTree, n: int, m: int) -> tuple[set[Pair], set[Pair], set[str]]:
    """Pairs of exact dependences, of others, and the arrays whose dependences are exact."""
    implicit = {loop.name for loop in tree.loops if loop.kind == "implicit"}
    exact: set[Pair] = set()
    others: set[Pair] = set()
    dependences = dependences_of(tree)
    for d in dependences:
        if d.variable in ("A", "B", "C", "K"):
            for one, other in points(fixed(tree, d.relation, n, m)):
                pair = (d.kind, d.variable, d.source.line, iteration(d.source, one, implicit), d.sink.line,
                        iteration(d.sink, other, implicit))
                (exact if d.exact else others).add(pair)
    inexact = {a.variable for s in tree.statements for a in s.accesses if not a.exact or s.predicates}
    inexact |= {d.variable for d in dependences if not d.exact}
    return exact, others, {"A", "B", "C", "K"} - inexact


@pytest.mark.parametrize("wild", [False, True])
def test_dependences_are_those_of_the_program(wild):
    """Value-based dependences are exactly the observed ones; others contain them."""
    @settings(max_examples=60)
    @given(Random_, st.integers(4, 6), st.integers(0, 5))
    def check(random: Random, n: int, m: int) -> None:
        made = make_program(random, wild)
        tree = analyse_function(function_of(made.lines), ARGUMENTS)
        happened, own = observed_dependences(observed(made, n, m))
        exact, others, arrays = modelled_dependences(tree, n, m)
        text = "\n".join(made.lines)
        for kind in ("flow", "output", "anti"):
            real = {p for p in happened if p[0] == kind and p[1] in arrays}
            said = {p for p in exact if p[0] == kind and p[2:4] != p[4:6]}
            assert real <= said, (kind, text, real - said)
            assert said <= real | own, (kind, text, said - real)
        covered = {p[:1] + p[2:] for p in others}
        missing = {p for p in happened if p[0] == "flow" and p[1] not in arrays and (p[0], *p[2:]) not in covered}
        assert not missing, (text, missing)

    check()


def shuffled(made: Made, line: int, keep_last: bool) -> Any:
    """The program with the iterations of one loop in another order."""
    lines = list(made.lines)
    head = lines[line - 1]
    name, _, bounds = head.strip()[4:-1].partition(" in ")
    lines[line - 1] = head[:len(head) - len(head.lstrip())] + f"for {name} in mixed({bounds}):"

    def mixed(numbers: range) -> list[int]:
        order = list(numbers)
        last = order[-1:] if keep_last else []
        body = order[:len(order) - len(last)]
        Random(len(body)).shuffle(body)
        return body + last

    return function_of(lines, mixed=mixed)


@pytest.mark.parametrize("wild", [False, True])
def test_loops_called_parallel_may_run_in_any_order(wild):
    """Shuffling the iterations of a parallel or reduction loop changes no result (integers: sums are exact)."""
    @settings(max_examples=60)
    @given(Random_, st.integers(4, 6), st.integers(0, 5))
    def check(random: Random, n: int, m: int) -> None:
        made = make_program(random, wild)
        tree = analyse_function(function_of(made.lines), ARGUMENTS)
        expected = make_arrays(n)
        value = function_of(made.lines)(*expected.values(), n, m)
        for verdict in verdicts_of(tree):
            if verdict.loop.kind == "implicit" or verdict.kind not in ("parallel", "reduction"):
                continue
            arrays = make_arrays(n)
            got = shuffled(made, verdict.loop.line, bool(verdict.live_out))(*arrays.values(), n, m)
            text = f"line {verdict.loop.line} of\n" + "\n".join(made.lines)
            assert got == value, text
            assert all(np.array_equal(arrays[name], expected[name]) for name in expected), text

    check()
