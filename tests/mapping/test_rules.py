"""The rules of mapping: groups that always fit, pins, and reports against counting pair by pair."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.base.errors import InputError
from irpart.mapping.place import place, pose
from irpart.mapping.placing import first_violation, solve
from irpart.mapping.rules import Rules, group_by_structure, pins_of, report_rules
from irpart.partitioning import partition
from irpart.topology.reading import read_topology
from tests.mapping.test_traffic import program, random_accesses


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(-1, 4), min_size=1, max_size=24), st.integers(1, 6), st.integers(0, 3), st.data())
def test_groups_fit_under_the_caps(structure: list[int], processors: int, spare: int, data: st.DataObject) -> None:
    """Processors can be found for all groups, pins kept; a structure is split only where it has to be."""
    k = len(structure)
    cap = np.full(processors, -(-k // processors) + spare, np.int32)
    pinned, room = np.full(k, -1, np.int32), cap.copy()
    for cluster in data.draw(st.lists(st.integers(0, k - 1), max_size=3, unique=True)):
        place_of = data.draw(st.integers(0, processors - 1))
        if room[place_of] > 0:
            pinned[cluster], room[place_of] = place_of, room[place_of] - 1
    group = group_by_structure(np.array(structure, np.int32), cap, pinned)
    room = cap - np.bincount(pinned[pinned >= 0], minlength=processors)
    free = []
    for number in range(int(group.max(initial=-1)) + 1):
        members = np.flatnonzero(group == number)
        assert len({structure[m] for m in members}) == 1
        homes = set(pinned[members].tolist()) - {-1}
        assert len(homes) <= 1
        waiting = int(np.count_nonzero(pinned[members] < 0))
        if homes:
            room[homes.pop()] -= waiting
        else:
            free.append(waiting)
    assert room.min() >= 0
    assert fits(sorted(free, reverse=True), room.tolist())
    if not np.any(pinned >= 0) and processors == 1:
        assert all(len(set(group[np.array(structure) == s].tolist())) == 1 for s in set(structure) - {-1})


def fits(sizes: list[int], room: list[int]) -> bool:
    """Whether boxes of some sizes fit into rooms, by trying."""
    if not sizes:
        return True
    return any(room[i] >= sizes[0] and fits(sizes[1:], [*room[:i], room[i] - sizes[0], *room[i + 1 :]])
               for i in range(len(room)) if room[i] not in room[:i])


def test_hard_groups_share_a_processor() -> None:
    """With room for all clusters of a structure, all of them are together."""
    graph = program()
    made = partition(graph, 12, method="random")
    accesses = random_accesses(3, graph.n_vertices, 500, 60, 4)
    machine = read_topology("pack:2 numa:1 core:2")
    posed = pose(graph, made, machine, rules=Rules("hard", cap=12), accesses=accesses)
    placed = solve(posed.problem, "random", 1)
    report = {rule.rule: rule for rule in report_rules(posed.rules, posed.traffic, posed.problem, placed)}
    same = report["same data, same processor"]
    assert (same.mode, same.kept) == ("hard", same.of)
    assert same.of > 0
    assert first_violation(posed.problem, placed) == ""


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6))
def test_reports_match_counting_pairs(seed: int) -> None:
    """Every rule, pair by pair."""
    graph = program(seed % 5)
    k = 2 + seed % 9
    made = partition(graph, k, method="random", seed=seed)
    posed = pose(graph, made, read_topology("pack:2 numa:1 core:2"), rules=Rules(pinned={1: 2}),
                 accesses=random_accesses(seed, graph.n_vertices, 60, 60, 3))
    placed = solve(posed.problem, "random", seed)
    traffic, problem = posed.traffic, posed.problem
    sent = set(zip(traffic.pairs().sources().tolist(), traffic.pairs().target.tolist(), strict=True))
    same = together = near = talk = apart = alone = 0
    for a, b in combinations(range(k), 2):
        is_same = traffic.structure[a] >= 0 and traffic.structure[a] == traffic.structure[b]
        same, together = same + is_same, together + (is_same and placed[a] == placed[b])
        talks = (a, b) in sent or (b, a) in sent
        far = max(problem.distance[placed[a], placed[b]], problem.distance[placed[b], placed[a]])
        talk, near = talk + talks, near + (talks and far <= problem.distance.mean())
        other = problem.region[placed[a]] != problem.region[placed[b]]
        alone, apart = alone + (not talks), apart + (not talks and other)
    found = [(rule.kept, rule.of) for rule in report_rules(posed.rules, traffic, problem, placed)]
    assert found == [(together, same), (near, talk), (apart, alone), (4, 4), (1, 1)]


def test_soft_affinity_is_in_the_problem() -> None:
    """Shared lines draw clusters together unless memory is left out."""
    graph = program()
    made, machine = partition(graph, 6, method="random"), read_topology("pack:2 numa:1 core:4")
    accesses = random_accesses(1, graph.n_vertices, 300, 40, 2)
    assert len(pose(graph, made, machine, accesses=accesses).problem.affinity) > 0
    assert len(pose(graph, made, machine, rules=Rules("off"), accesses=accesses).problem.affinity) == 0


@pytest.mark.parametrize(("rules", "match"), [
    ({"same_data": "always"}, "same_data must be one of soft, hard, off"),
    ({"spread": -1.0}, "spread must be a number of at least 0"),
    ({"cap": 1 << 31}, r"must be at least 1 and below 2\^31, got 2147483648"),
    ({"spread": 1e6}, r"below 1,000,000, got 1000000\.0"),
    ({"cap": 0}, "cap of clusters per processor must be at least 1"),
])
def test_wrong_rules_are_refused(rules: dict[str, object], match: str) -> None:
    """Values out of range."""
    with pytest.raises(InputError, match=match):
        Rules(**rules)  # type: ignore[arg-type]


def test_what_cannot_be_kept_is_refused() -> None:
    """Pins and caps that no placement keeps, and wrong sizes."""
    with pytest.raises(InputError, match="Cluster 9 cannot be pinned: the partition has clusters 0 to 3"):
        pins_of({9: 0}, 4, 2)
    with pytest.raises(InputError, match="pinned to processor 7: the machine has processors 0 to 1"):
        pins_of({0: 7}, 4, 2)
    graph, machine = program(), read_topology("pack:1 numa:1 core:2")
    made = partition(graph, 6, method="random")
    with pytest.raises(InputError, match="4 clusters are pinned to processor 0, which takes 3"):
        place(graph, made, machine, method="identity", rules=Rules(pinned=dict.fromkeys(range(4), 0)))
    with pytest.raises(InputError, match="6 clusters do not fit on 2 processors"):
        place(graph, made, machine, method="identity", rules=Rules(cap=2))
    with pytest.raises(InputError, match="positive number of bytes"):
        place(graph, made, machine, method="identity", message_bytes=0)
    with pytest.raises(InputError, match="accesses are of a graph of 7 vertices"):
        place(graph, made, machine, method="identity", accesses=random_accesses(0, 7, 3, 4, 1))
