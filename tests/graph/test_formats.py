"""Graph files: round trips, what is merged, and damaged files."""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from irpart.base.errors import FormatError, InputError
from irpart.graph.construct import from_edges
from irpart.graph.formats import read_graph, write_graph
from irpart.graph.types import DependenceGraph
from tests.graph.test_construct import edge_rows
from tests.partitioning.graphs import graphs


@settings(max_examples=30, deadline=None)
@given(graphs())
def test_edge_lists_and_graphml_round_trip(graph: DependenceGraph) -> None:
    """All edges and weights come back."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("a.edgelist", "a.txt.gz", "a.graphml"):
            path = Path(folder) / name
            write_graph(graph, path)
            assert edge_rows(read_graph(path)) == edge_rows(graph)
            assert [p.name for p in Path(folder).iterdir() if p.name.startswith(".")] == []


@settings(max_examples=30, deadline=None)
@given(graphs())
def test_metis_holds_the_simple_graph(graph: DependenceGraph) -> None:
    """Parallel and opposite edges merged, self-loops dropped, weights at least 1."""
    expected: dict[tuple[int, int], float] = {}
    for u, v, w in edge_rows(graph):
        if u != v:
            expected[min(u, v), max(u, v)] = expected.get((min(u, v), max(u, v)), 0.0) + w
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.metis"
        write_graph(graph, path)
        back = read_graph(path)
    assert back.n_vertices == graph.n_vertices
    assert edge_rows(back) == [(u, v, max(1.0, w)) for (u, v), w in sorted(expected.items())]


def test_hmetis_is_the_dual(tmp_path: Path) -> None:
    """Edges become weighted vertices, vertices with two edges or more become nets."""
    write_graph(from_edges([0, 1, 1], [1, 2, 3], [3.0, 4.0, 5.0]), tmp_path / "a.hgr")
    assert (tmp_path / "a.hgr").read_text() == "1 3 10\n1 2 3\n3\n4\n5\n"
    with pytest.raises(InputError, match="are written, not read"):
        read_graph(tmp_path / "a.hgr")


def test_clusters_go_into_an_edge_list(tmp_path: Path) -> None:
    """A fourth column."""
    graph = from_edges([0, 1], [1, 2], [1.0, 2.5])
    write_graph(graph, tmp_path / "a.el", edge_cluster=np.array([1, 0], np.uint16))
    assert (tmp_path / "a.el").read_text().splitlines()[1:] == ["0 1 1 1", "1 2 2.5 0"]
    with pytest.raises(InputError, match="only be written to an edge list"):
        write_graph(graph, tmp_path / "a.metis", edge_cluster=np.array([1, 0], np.uint16))


@pytest.mark.parametrize(("name", "text", "message"), [
    ("a.el", "0 1\n2\n", r"a.el, line 2: an edge is 'source destination \[weight\]', got '2'"),
    ("a.el", "0 x\n", "line 1: 'x' is not a number"),
    ("a.el", "0 -1\n", "line 1: vertices are whole numbers >= 0"),
    ("a.el", "0 1 nan\n", "line 1: a weight is a finite number >= 0, got nan"),
    ("a.metis", "% comment\n2\n", "line 2: a METIS file starts with"),
    ("a.metis", "2 1\n2\n3\n", "line 3: neighbour 3 is not a vertex from 1 to 2"),
    ("a.metis", "2 5\n2\n1\n", "announces 2 vertices and 5 edges, the file has 2 and 1"),
    ("a.metis", "2 1 001\n2\n1 1\n", "line 2: a neighbour without its edge weight"),
    ("a.metis", "1 0\n\n7\n", "announces 1 vertices, but there are more lines"),
    ("a.graphml", "<graphml", "is not GraphML"),
])
def test_damaged_files(tmp_path: Path, name: str, text: str, message: str) -> None:
    """File, line and value."""
    (tmp_path / name).write_text(text)
    with pytest.raises(FormatError, match=message):
        read_graph(tmp_path / name)


def test_metis_with_weights_of_vertices_and_comments(tmp_path: Path) -> None:
    """fmt 011 with two constraints."""
    (tmp_path / "a.graph").write_text("% a comment\n3 2 011 2\n1 1 2 7\n1 1 1 7 3 9\n1 1 2 9\n")
    assert edge_rows(read_graph(tmp_path / "a.graph")) == [(0, 1, 7.0), (1, 2, 9.0)]


def test_names_and_places_that_do_not_work(tmp_path: Path) -> None:
    """Unknown suffixes, missing files, unwritable places."""
    graph = from_edges([0], [1])
    with pytest.raises(InputError, match="cannot be told from its name"):
        read_graph(tmp_path / "a.xyz")
    with pytest.raises(InputError, match=r"Cannot read .*a.el: No such file"):
        read_graph(tmp_path / "a.el")
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="Cannot write"):
        write_graph(graph, tmp_path / "file" / "a.el")
    (tmp_path / "b.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FormatError, match="is not a text file"):
        read_graph(tmp_path / "b.txt")
    with gzip.open(tmp_path / "c.txt.gz", "wt") as file:
        file.write("# nothing\n")
    assert read_graph(tmp_path / "c.txt.gz").n_edges == 0
