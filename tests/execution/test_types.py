"""Graphs, plans and options that do not fit are refused with a sentence."""

from __future__ import annotations

import numpy as np
import pytest

from irpart.base.errors import BackendError, InputError
from irpart.execution.packing import pack_graph
from irpart.execution.team import Team
from irpart.execution.types import Execution, RangePlan, TaskGraph
from tests.execution.compiled import make_graph, mix_body


def test_edges_go_to_greater_numbers():
    """The numbering is the sequential order, so a graph cannot have a cycle."""
    with pytest.raises(InputError, match="Edge 1 goes from task 2 to 2; number the 4 tasks in sequential order"):
        make_graph(4, [(0, 1), (2, 2)])
    with pytest.raises(InputError, match="goes from task 0 to 9"):
        make_graph(4, [(0, 9)])


@pytest.mark.parametrize(("change", "sentence"), [
    ({"successor_start": [0, 1]}, "needs 3 entries in successor_start and 2 in rank, not 2 and 2"),
    ({"rank": [0]}, "not 3 and 1"),
    ({"successor_start": [0, 2, 1]}, "must rise from 0 to the number of edges, 1"),
    ({"home": [0, 5]}, "Homes must be 0 to 1"),
    ({"n_homes": 0}, "Homes must be"),
    ({"home": [0.5, 1.0]}, "must be one row of integers"),
])
def test_columns_of_a_graph_fit(change, sentence):
    """Each column against the others."""
    columns = {"successor_start": [0, 1, 1], "successor": [1], "home": [0, 1], "rank": [0, 0], "n_homes": 2}
    assert TaskGraph(**columns).n_tasks == 2
    with pytest.raises(InputError, match=sentence):
        TaskGraph(**(columns | change))


@pytest.mark.parametrize(("first", "sentence"), [
    ([0], "1 to 1024 homes, not 0"), ([0, 1], "rise from 0 to the number of chunks, 2"), ([0, 2, 1, 2], "rise from 0")])
def test_columns_of_a_plan_fit(first, sentence):
    """Homes cover the chunks."""
    with pytest.raises(InputError, match=sentence):
        RangePlan([0, 3], [3, 5], first)
    with pytest.raises(InputError, match="a start and a stop"):
        RangePlan([0, 3], [3], [0, 2])


def test_what_was_given_cannot_change():
    """Columns are copies that cannot be written to."""
    home = np.zeros(2, np.int32)
    graph = TaskGraph([0, 0, 0], [], home, home, 1)
    home[0] = 7
    assert graph.home[0] == 0
    with pytest.raises(ValueError, match="read-only"):
        graph.home[0] = 1


def test_one_line_each():
    """What a person sees."""
    graph = make_graph(3, [(0, 1)])
    assert repr(graph) == "TaskGraph(3 tasks, 1 edges, 1 homes)"
    assert repr(pack_graph(graph)) == "PackedRegion(TaskGraph(3 tasks, 1 edges, 1 homes))"
    assert repr(RangePlan([0], [1], [0, 1])) == "RangePlan(1 chunks, 1 homes)"
    assert repr(Execution(0, -1, 2, 3, 0)) == "Execution(all well, 2 workers, 3 stolen, 0 sleeps)"
    assert repr(Execution(7, 4, 1, 0, 0)) == "Execution(status 7 of number 4, 1 workers, 0 stolen, 0 sleeps)"


def test_teams_are_checked():
    """Size and options; a closed team; the wrong kind of region."""
    with pytest.raises(InputError, match="A team has 1 to 1024 workers, not 0"):
        Team(0)
    with pytest.raises(InputError, match="not 'all', 'futex'"):
        Team(1, pinning="all")
    with Team(1) as team:
        assert repr(team) == "Team(1 workers)"
        with pytest.raises(InputError, match="'given' or 'shuffled', not 'odd'"):
            team.run_graph(make_graph(1, []), mix_body(), schedule="odd")
        with pytest.raises(InputError, match="give ranges to run_ranges"):
            team.run_graph(RangePlan([0], [1], [0, 1]), mix_body())
        with pytest.raises(InputError, match="give graphs to run_graph"):
            team.run_ranges(pack_graph(make_graph(1, [])), mix_body())
    assert repr(team) == "Team(1 workers, closed)"
    team.close()
    with pytest.raises(BackendError, match="closed; make another"):
        team.handle()
