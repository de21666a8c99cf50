"""Graph files: round trips, what is merged, and damaged files."""

from __future__ import annotations

import gzip
import io
import tempfile
from pathlib import Path
from random import Random
from typing import IO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.base.errors import FormatError, InputError
from irpart.base.files import replacing
from irpart.graph.construct import from_edges
from irpart.graph.formats import edgelist, graphml, hmetis, metis, read_graph, text, write_graph
from irpart.graph.types import DependenceGraph
from tests.graph.test_construct import edge_rows
from tests.partitioning.graphs import graphs

GRAPHML = """<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="w" for="edge" attr.name="weight" attr.type="double"/>
<key id="c" for="node" attr.name="cost" attr.type="double"><default>3</default></key>
<graph edgedefault="undirected"><node id="b"/><node id="a"><data key="c">2</data></node>
<edge source="a" target="b"><data key="w">5.5</data></edge><edge source="a" target="b"/></graph></graphml>"""


@st.composite
def costly_graphs(draw: st.DrawFn) -> DependenceGraph:
    """Graphs with any float32 as weights and costs."""
    plain = draw(graphs())
    floats = st.floats(0, 2.0**127, width=32)
    weights = draw(st.lists(floats, min_size=plain.n_edges, max_size=plain.n_edges))
    costs = draw(st.lists(floats, min_size=plain.n_vertices, max_size=plain.n_vertices))
    return from_edges(plain.source, plain.destinations(), weights, n_vertices=plain.n_vertices, costs=costs)


@settings(max_examples=40, deadline=None)
@given(costly_graphs())
def test_edge_ids_and_every_float_survive(graph: DependenceGraph) -> None:
    """GraphML is the identity; an edge list is but for the costs, and says so."""
    bare = from_edges(graph.source, graph.destinations(), graph.edge_weights(), n_vertices=graph.n_vertices)
    with tempfile.TemporaryDirectory() as folder:
        assert write_graph(graph, Path(folder) / "a.graphml").notes == ()
        assert read_graph(Path(folder) / "a.graphml").checksum() == graph.checksum()
        notes = write_graph(graph, Path(folder) / "a.el").notes
        assert read_graph(Path(folder) / "a.el").checksum() == bare.checksum()
        assert bool(notes) == bool((graph.vertex_costs() != 1).any())


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
    """Edges become weighted vertices, vertices with two edges or more become nets; a self-loop is one pin."""
    write_graph(from_edges([0, 1, 1], [1, 2, 3], [3.0, 4.0, 5.0]), tmp_path / "a.hgr")
    assert (tmp_path / "a.hgr").read_text() == "1 3 10\n1 2 3\n3\n4\n5\n"
    written = write_graph(from_edges([0, 0, 1], [0, 1, 2], [0.5, 2.0, 1.0]), tmp_path / "b.hgr")
    assert (tmp_path / "b.hgr").read_text() == "2 3 10\n1 2\n2 3\n1\n2\n1\n"
    assert written.notes == ("1 edge weights were rounded up to whole numbers of at least 1.",)


def connectivity(edge_ends: list[set[int]], clusters: list[int]) -> int:
    """km1 of an assignment, counted one vertex at a time."""
    vertices = set().union(*edge_ends) if edge_ends else set()
    return sum(len({c for ends, c in zip(edge_ends, clusters, strict=True) if v in ends}) - 1 for v in vertices)


@settings(max_examples=40, deadline=None)
@given(graphs(), st.randoms(use_true_random=False))
def test_the_dual_has_the_same_connectivity(graph: DependenceGraph, random: Random) -> None:
    """km1 of any vertex cut equals km1 of the same assignment on the hypergraph in the file, read here by hand."""
    clusters = [random.randrange(3) for _ in range(graph.n_edges)]
    with tempfile.TemporaryDirectory() as folder:
        write_graph(graph, Path(folder) / "a.hgr")
        header, *lines = (Path(folder) / "a.hgr").read_text().splitlines()
        back = read_graph(Path(folder) / "a.hgr")
    n_nets, m, _ = map(int, header.split())
    nets = [[int(pin) - 1 for pin in line.split()] for line in lines[:n_nets]]
    assert [max(1, w) for w in graph.edge_weights().tolist()] == [float(line) for line in lines[n_nets:]]
    on_nets = sum(len({clusters[pin] for pin in net}) - 1 for net in nets)
    ends = zip(graph.source.tolist(), graph.destinations().tolist(), strict=True)
    assert on_nets == connectivity([set(pair) for pair in ends], clusters)
    assert (back.n_edges, back.edge_weights().sum()) == (m, np.maximum(graph.edge_weights(), 1).sum())
    assert [len(net) for net in nets] == back.degrees()[:n_nets].tolist()


def test_a_dual_is_read_as_the_graph(tmp_path: Path) -> None:
    """A path of three edges: two nets, and two ends that are in no net."""
    (tmp_path / "a.hgr").write_text("% a path\n2 3 11\n7 1 2\n7 2 3\n\n4\n5\n6\n")
    assert edge_rows(read_graph(tmp_path / "a.hgr")) == [(0, 1, 5.0), (0, 2, 4.0), (1, 3, 6.0)]


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
    ("a.metis", "", "a.metis is empty: a METIS file starts with"),
    ("a.metis", "2 1 007\n2\n1\n", "fmt being three digits 0 or 1, got '2 1 007'"),
    ("a.metis", "2 1 010\n\n1 1\n", "line 2: the header announces 1 numbers before the neighbours, the line has 0"),
    ("a.metis", "2 1\n1\n1\n", "line 2: neighbour 1 is the vertex itself"),
    ("a.metis", "2 1\n2\n\n", "vertices 1 and 2 do not name each other"),
    ("a.metis", "2 1 001\n2 5\n1 6\n", "vertices 1 and 2 do not name each other as neighbours with the same weight"),
    ("a.metis", "2 1 001\n2 -5\n1 -5\n", "line 2: a weight is a finite number >= 0, got -5"),
    ("a.graphml", "<graphml", "line 1 is not GraphML"),
    ("a.graphml", "<a/>", "is not GraphML"),
    ("a.graphml", GRAPHML.replace("5.5", "-5.5"), r"a.graphml: A weight must be .*, got -5.5 at position 0"),
    ("a.graphml", GRAPHML.replace("5.5", "heavy"), "is not GraphML: .*heavy"),
    ("a.hgr", "1 2 3\n1 2\n", "a.hgr: an hMETIS file starts with 'nets vertices"),
    ("a.hgr", "1 2\n1 3\n", "line 2: 3 is not a vertex from 1 to 2"),
    ("a.hgr", "2 2\n1 2\n", "announces 2 nets, the file has 1"),
    ("a.hgr", "3 1\n1\n1\n1\n", "vertex 1 is in 3 nets; only the dual of a graph"),
    ("a.hgr", "1 2 10\n1 2\n1\n", "announces 2 weighted vertices, the file has 1"),
    ("a.hgr", "1 1 10\n1\n1 2\n", "line 3: a vertex has one weight"),
    ("a.el", "# source destination weight; 3 vertices, 2 edges\n0 1\n", "announces 2 edges, the file has 1"),
    ("a.el", "# source destination weight; 2 vertices, 1 edges\n0 2\n", "n_vertices is 2, but an edge names vertex 2"),
    ("a.el", "0 1\n% fine\n\n0 1.5\n", "line 4: vertices are whole numbers >= 0 and below 2"),
    ("a.el", "0 1\n0 99999999999999999999\n", r"line 2: vertices are whole numbers .*, got 99999999999999999999"),
    ("a.el", "0 1 1e39\n", "line 1: a weight is a finite number >= 0, got 1e39"),
    ("a.el", "0 1 2 3 4\n", r"line 1: an edge is .*, got '0 1 2 3 4'"),
    ("a.el", "0 99999999999\n", "a.el: An edge names vertex 99999999999: number the vertices from 0"),
    ("a.csv", "source,target\n0,1\nzero,2\n", "line 3: 'zero' is not a number"),
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


def test_metis_keeps_costs_and_says_what_it_cannot_hold(tmp_path: Path) -> None:
    """By hand: a loop, two opposite edges, an isolated vertex, a broken weight and a broken cost."""
    graph = from_edges([0, 0, 1, 1], [0, 1, 0, 2], [1, 2, 3, 0.25], n_vertices=4, costs=[2, 1, 0, 1.5])
    written = write_graph(graph, tmp_path / "a.metis")
    assert (tmp_path / "a.metis").read_text() == "4 2 011\n2 2 5\n1 1 5 3 1\n0 2 1\n2\n"
    assert written.notes == ("1 self-loops were dropped.",
                             "3 edges were merged into 2: parallel and opposite ones became one, their weights were "
                             "added.",
                             "1 edge weights were rounded up to whole numbers of at least 1.",
                             "1 vertex costs were rounded up to whole numbers.")
    back = read_graph(tmp_path / "a.metis")
    assert edge_rows(back) == [(0, 1, 5.0), (1, 2, 1.0)]
    assert back.vertex_costs().tolist() == [2, 1, 0, 2]
    write_graph(from_edges([0, 2], [2, 3]), tmp_path / "b.metis")
    assert (tmp_path / "b.metis").read_text() == "4 2\n3\n\n1 4\n3\n"


def test_foreign_edge_lists(tmp_path: Path) -> None:
    """Commas, titles, a byte order mark, Windows line ends, mixed columns, comments, no newline at the end."""
    (tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbfsource,target,weight\r\n0,2,0.5\r\n  % note\r\n1 ,2\r\n#x\r\n2,2,1e1,7")
    graph = read_graph(tmp_path / "a.csv")
    assert edge_rows(graph) == [(0, 2, 0.5), (1, 2, 1.0), (2, 2, 10.0)]
    assert graph.timing == "given"
    (tmp_path / "b.el").write_text("0\t1\n1\t0\n")
    assert read_graph(tmp_path / "b.el").timing == "none"


def test_foreign_graphml(tmp_path: Path) -> None:
    """Undirected, parallel edges, named nodes, defaults."""
    (tmp_path / "a.graphml").write_text(GRAPHML)
    graph = read_graph(tmp_path / "a.graphml")
    assert edge_rows(graph) == [(0, 1, 1.0), (0, 1, 5.5)]
    assert graph.vertex_costs().tolist() == [3.0, 2.0]


def test_text_is_cut_at_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces smaller than a line, both ways: the same graph, and the right line in messages."""
    graph = from_edges(np.zeros(300, np.int64), np.arange(300), np.arange(300) / 8)
    for rows, size in ((1, 1), (7, 16), (64, 100)):
        monkeypatch.setattr(text, "CHUNK_BYTES", size)
        for module in (edgelist, graphml, hmetis, metis):
            monkeypatch.setattr(module, "ROWS", rows)
        write_graph(graph, tmp_path / "a.el")
        assert read_graph(tmp_path / "a.el").checksum() == graph.checksum()
        write_graph(graph, tmp_path / "a.metis")
        assert edge_rows(read_graph(tmp_path / "a.metis")) == [(0, v, max(1, -(-v // 8))) for v in range(1, 300)]
        write_graph(graph, tmp_path / "a.hgr")
        assert read_graph(tmp_path / "a.hgr").n_edges == 300
        (tmp_path / "b.el").write_text("0 1\n" * 100 + "0 x\n")
        with pytest.raises(FormatError, match="line 101: 'x' is not a number"):
            read_graph(tmp_path / "b.el")


def interrupt(file: IO[bytes]) -> None:
    """Write half a file, then be interrupted."""
    file.write(b"half")
    raise KeyboardInterrupt("stop")


def test_files_are_replaced_whole(tmp_path: Path) -> None:
    """Links are followed, what is no file is written directly, a failure leaves the old file and nothing else."""
    graph = from_edges([0], [1])
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.el").write_text("old")
    (tmp_path / "link.el").symlink_to(tmp_path / "real" / "a.el")
    write_graph(graph, tmp_path / "link.el")
    assert (tmp_path / "link.el").is_symlink()
    assert read_graph(tmp_path / "real" / "a.el").n_edges == 1
    write_graph(graph, "/dev/null", "edgelist")
    assert Path("/dev/null").is_char_device()
    with pytest.raises(KeyboardInterrupt, match="stop"), replacing(tmp_path / "real" / "a.el") as file:
        interrupt(file)
    assert [p.name for p in (tmp_path / "real").iterdir()] == ["a.el"]
    assert read_graph(tmp_path / "real" / "a.el").n_edges == 1


def test_a_cut_gzip_file(tmp_path: Path) -> None:
    """Cut in the middle, or no gzip at all."""
    write_graph(from_edges(np.arange(999), np.arange(1, 1000)), tmp_path / "a.el.gz")
    whole = (tmp_path / "a.el.gz").read_bytes()
    for damaged in (whole[:len(whole) // 2], b"0 1\n"):
        (tmp_path / "a.el.gz").write_bytes(damaged)
        with pytest.raises(FormatError, match="is no whole gzip file"):
            read_graph(tmp_path / "a.el.gz")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-3, 2**63 - 1), max_size=30))
def test_the_kernel_spells_numbers_and_pieces(tokens: list[int]) -> None:
    """As Python does; and the words are found again."""
    pieces = [b"x", b"", b" yz\n"]
    out = io.BytesIO()
    text.Speller(out, pieces).write(np.array(tokens, np.int64))
    assert out.getvalue() == b"".join(pieces[-t - 1] if t < 0 else b"%d" % t for t in tokens)


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
    with pytest.raises(InputError, match="no graph format 'dot'; choose one of: metis, hmetis"):
        write_graph(graph, tmp_path / "a.el", "dot")
    with pytest.raises(InputError, match="There must be 1 clusters of an unsigned type"):
        write_graph(graph, tmp_path / "a.el", edge_cluster=np.zeros(2, np.uint16))
    (tmp_path / "b.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FormatError, match="is not a text file"):
        read_graph(tmp_path / "b.txt")
    with gzip.open(tmp_path / "c.txt.gz", "wt") as file:
        file.write("# nothing\n")
    assert read_graph(tmp_path / "c.txt.gz").n_edges == 0
