"""Drivers of other partitioners: exact conversions, file layouts, programs that fail, and peers that are not there."""

from __future__ import annotations

import fcntl
import importlib
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from irpart.graph.construct import from_edges
from irpart.graph.formats import read_graph
from irpart.graph.types import DependenceGraph
from irpart.partitioning import Partition, measure_quality, partition

PROFILING = Path(__file__).parents[2] / "profiling"
PROGRAMS = {"hep": "hep-10", "two-ps": "two-ps-linear", "kahip-edges": "kahip-edges-eco"}


def load(name: str) -> ModuleType:
    """A module of the folder profiling, which is no package."""
    if str(PROFILING) not in sys.path:
        sys.path.append(str(PROFILING))
    return importlib.import_module(name)


conversions, edge_files, peer = load("peers.conversions"), load("peers.edge_files"), load("peers.peer")
catalogue, peers_figures = load("peers.catalogue"), load("harness.peers_figures")


def random_graph(seed: int, n: int = 30, m: int = 120) -> DependenceGraph:
    """Hubs, loops, parallel and opposite edges, isolated vertices, weights that are not all whole."""
    rng = np.random.default_rng(seed)
    source = np.minimum(rng.zipf(1.5, m), n) - 1
    destination = np.where(rng.random(m) < 0.05, source, rng.integers(0, n, m))
    return from_edges(source, destination, rng.integers(0, 9, m) / (1 + seed % 2), n_vertices=n + 3)


def connectivity(graph: DependenceGraph, edge_cluster: np.ndarray, k: int) -> int:
    """km1 by irpart's own measure."""
    made = Partition(edge_cluster.astype(np.uint16), k, "test", graph.checksum())
    return measure_quality(graph, made).connectivity


def fake(folder: Path, body: str) -> str:
    """A program that knows its arguments as ``options`` and the lines of its input as ``rows``; its path."""
    path = folder / "fake program"
    path.write_text(f"#!{sys.executable}\n" + """
import sys, time, pathlib
words = [word for argument in sys.argv[1:] for word in argument.split("=")]
options = {word.lstrip("-"): after for word, after in zip(words, words[1:] + [""]) if word.startswith("-")}
name = options.get("filename") or words[0]
rows = [list(map(int, line.split())) for line in pathlib.Path(name).read_text().splitlines()]
""" + body)
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize("seed", range(6))
def test_the_dual_hypergraph_is_exact(seed: int) -> None:
    """km1 of any assignment, counted net by net, is irpart's connectivity; every net has two edges at least."""
    graph = random_graph(seed)
    hypergraph = conversions.dual_hypergraph(graph)
    nets = np.split(hypergraph.pins, hypergraph.bounds[1:-1])
    assert all(len(set(net.tolist())) == len(net) >= 2 for net in nets)
    for k in (2, 5, 60):
        clusters = np.random.default_rng(k).integers(0, k, graph.n_edges)
        assert sum(len(set(clusters[net].tolist())) - 1 for net in nets) == connectivity(graph, clusters, k)


def test_nets_are_vertices_with_two_edges() -> None:
    """A vertex with one edge, one with a loop alone and one with none have no net."""
    hypergraph = conversions.dual_hypergraph(from_edges([0, 1, 3], [1, 2, 3], n_vertices=5))
    assert hypergraph.pins.tolist() == [0, 1]
    assert hypergraph.bounds.tolist() == [0, 2]
    empty = conversions.dual_hypergraph(from_edges([], [], n_vertices=2))
    assert empty.bounds.tolist() == [0]


def test_whole_weights() -> None:
    """Whole weights stay as they are, zeros become 1; others are scaled so that their ratios stay."""
    assert conversions.whole_weights(from_edges([0, 0, 0], [1, 1, 1], [0, 3, 7])).tolist() == [1, 3, 7]
    scaled = conversions.whole_weights(from_edges([0, 0], [1, 1], [0.25, 0.5]), 3000)
    assert scaled.tolist() == [1000, 2000]
    assert conversions.whole_weights(from_edges([0, 0], [1, 1], [1e9, 3e9]), 1000).tolist() == [250, 750]


@pytest.mark.parametrize("seed", range(4))
def test_the_split_graph_has_a_cycle_per_vertex(seed: int) -> None:
    """Edge for edge against a slow construction; both halves of an edge weigh what it weighs."""
    graph = random_graph(seed)
    adjacency = conversions.split_graph(graph)
    expected: dict[tuple[int, int], int] = {}

    def join(one: int, other: int, weight: int) -> None:
        for pair in ((one, other), (other, one)):
            expected[pair] = expected.get(pair, 0) + weight

    halves: list[list[int]] = [[] for _ in range(graph.n_vertices)]
    for edge, ends in enumerate(zip(graph.source.tolist(), graph.destinations().tolist(), strict=True)):
        join(2 * edge, 2 * edge + 1, conversions.INFINITY)
        for side, vertex in enumerate(ends):
            halves[vertex].append(2 * edge + side)
    for around in halves:
        for one, other in zip(around, around[1:] + around[:1], strict=True):
            if len(around) > 2 or (len(around) == 2 and one < other):
                join(one, other, 1)
    rows = np.repeat(np.arange(2 * graph.n_edges), np.diff(adjacency.bounds))
    found = dict(zip(zip(rows.tolist(), adjacency.neighbours.tolist(), strict=True), adjacency.edge_weight.tolist(),
                     strict=True))
    assert found == expected
    assert np.array_equal(adjacency.vertex_weight[0::2], adjacency.vertex_weight[1::2])


def test_cut_dominant_edges_go_to_the_lighter_side() -> None:
    """Edges whose halves agree stay; the others are decided one after the other by weight so far."""
    part = np.array([0, 0, 1, 1, 0, 1, 1, 0])
    assert conversions.edges_of_split_vertices(part, np.array([5, 9, 3, 3]), 2).tolist() == [0, 1, 0, 0]


@pytest.mark.parametrize("seed", range(4))
def test_the_simple_graph(seed: int) -> None:
    """Parallel edges merged, no loops, symmetric, and a vertex weighs the edges that follow it."""
    graph = random_graph(seed)
    adjacency, weight = conversions.simple_graph(graph), conversions.whole_weights(graph)
    expected: dict[tuple[int, int], int] = {}
    for one, other, heavy in zip(graph.source.tolist(), graph.destinations().tolist(), weight.tolist(), strict=True):
        for pair in ((one, other), (other, one)) if one != other else ():
            expected[pair] = expected.get(pair, 0) + heavy
    rows = np.repeat(np.arange(graph.n_vertices), np.diff(adjacency.bounds))
    assert expected == dict(zip(zip(rows.tolist(), adjacency.neighbours.tolist(), strict=True),
                                adjacency.edge_weight.tolist(), strict=True))
    assert adjacency.vertex_weight.sum() == weight.sum()


@pytest.mark.parametrize("seed", range(4))
def test_metis_files_read_back(seed: int, tmp_path: Path) -> None:
    """irpart reads the same pairs and weights; every pair has two half edges, in the order of the file."""
    pairs = conversions.distinct_pairs(random_graph(seed))
    of_line = edge_files.write_metis_pairs(tmp_path / "a.metis", pairs.ends, pairs.weight)
    read = read_graph(tmp_path / "a.metis")
    found = {(min(ends), max(ends)): weight for *ends, weight in zip(
        read.source.tolist(), read.destinations().tolist(), read.edge_weights().tolist(), strict=True)}
    assert found == {(min(ends), max(ends)): np.float32(weight) for ends, weight in
                     zip(pairs.ends.tolist(), pairs.weight.tolist(), strict=True)}
    lines = (tmp_path / "a.metis").read_text().splitlines()[1:]
    told = [{vertex, int(target) - 1} for vertex, line in enumerate(lines) for target in line.split()[::2]]
    assert told == [set(pairs.ends[pair].tolist()) for pair in of_line]


def test_edge_lists_and_numbers(tmp_path: Path) -> None:
    """Two ids a line, from 0; what is missing, damaged or of another width is refused."""
    ends = conversions.by_appearance(np.array([[7, 3], [3, 9], [7, 9]]))
    edge_files.write_edge_lines(tmp_path / "graph.txt", ends)
    assert (tmp_path / "graph.txt").read_text() == "0 1\n1 2\n0 2\n"
    assert np.array_equal(edge_files.read_numbers(tmp_path / "graph.txt", 2), ends)
    with pytest.raises(peer.PeerError, match="2 numbers a line, not 3"):
        edge_files.read_numbers(tmp_path / "graph.txt", 3)
    with pytest.raises(peer.PeerError, match=r"none\.txt cannot be read"):
        edge_files.read_numbers(tmp_path / "none.txt", 3)
    (tmp_path / "odd.txt").write_text("0 1 x\n")
    with pytest.raises(peer.PeerError, match=r"odd\.txt cannot be read"):
        edge_files.read_numbers(tmp_path / "odd.txt", 3)
    (tmp_path / "empty.txt").write_text("")
    assert edge_files.read_numbers(tmp_path / "empty.txt", 3).shape == (0, 3)


def test_printed_figures() -> None:
    """The last number behind the words; names without one are left out."""
    text = "x.cpp:3] balance: 9\nx.cpp:4] balance: 1.5\ntime: 2e-05\n"
    assert edge_files.printed_figures(text, {"balance": "balance:", "seconds": "time:", "none": "none:"}) == {
        "balance": 1.5, "seconds": 2e-05}


@pytest.mark.parametrize("seed", range(4))
def test_lines_are_matched_in_any_order(seed: int) -> None:
    """Shuffled and turned lines of a multigraph give each pair one of its clusters, each line once."""
    rng = np.random.default_rng(seed)
    ends = rng.integers(0, 6, (60, 2))
    lines = np.column_stack([ends, np.arange(60)])[rng.permutation(60)]
    lines[::2] = lines[::2, [1, 0, 2]]
    clusters, left_over = conversions.match_lines(ends, lines)
    assert left_over == 0
    assert sorted(clusters.tolist()) == list(range(60))
    assert np.array_equal(np.sort(ends[clusters], 1), np.sort(ends, 1))


def test_lines_missing_and_left_over() -> None:
    """A pair without a line gets -1; a second line of a pair, and one of no pair, are left over."""
    clusters, left_over = conversions.match_lines(np.array([[0, 1], [1, 2]]), np.array([[1, 0, 4], [0, 1, 5], [2, 3, 6]]))
    assert clusters.tolist() == [4, -1]
    assert left_over == 2
    assert conversions.match_lines(np.empty((0, 2), np.int64), np.empty((0, 3), np.int64))[1] == 0


def test_loops_cost_no_replica() -> None:
    """A loop joins an edge of its vertex; a vertex of loops alone takes the cluster with the fewest edges."""
    graph = from_edges([0, 1, 2, 2, 2], [1, 1, 2, 2, 1])
    told = np.where(graph.source == graph.destinations(), -1, 1)
    placed = conversions.place_loops(graph, told, 2)
    assert connectivity(graph, placed, 2) == 0
    alone = from_edges([0, 1, 1], [0, 1, 1])
    assert conversions.place_loops(alone, np.full(3, -1), 2).tolist() == [0, 1, 1]


@pytest.mark.parametrize("name", [name for name in catalogue.PEERS if catalogue.program_of(name) is None])
def test_packages_that_are_there_agree_with_irpart(name: str) -> None:
    """Every edge gets a cluster, the same again with the same seed; Mt-KaHyPar's own km1 is irpart's connectivity."""
    found = catalogue.PEERS[name]
    if found.find(None) is None:
        pytest.skip(f"not installed: {found.source}")
    graph = random_graph(2, 60, 600)
    outcome = found.run(graph, peer.Job(4, seed=3, timeout=60))
    assert outcome.edge_cluster.dtype == np.uint16
    assert len(np.unique(outcome.edge_cluster)) == 4
    km1 = connectivity(graph, outcome.edge_cluster, 4)
    assert km1 == outcome.own.get("km1", km1)
    assert outcome.whole_seconds > outcome.seconds > 0
    assert outcome.peak_bytes > 1 << 20
    again = found.run(graph, peer.Job(4, seed=3, timeout=60))
    assert np.array_equal(outcome.edge_cluster, again.edge_cluster)


def test_the_edge_cut_is_that_of_the_method_metis() -> None:
    """With whole weights of at least 1 the peer and irpart's method see the same graph."""
    rng = np.random.default_rng(1)
    graph = from_edges(rng.integers(0, 60, 600), rng.integers(0, 60, 600), rng.integers(1, 9, 600))
    outcome = catalogue.PEERS["metis-cut"].run(graph, peer.Job(4, seed=3, timeout=60))
    assert np.array_equal(outcome.edge_cluster, partition(graph, 4, method="metis", seed=3).edge_cluster)


@pytest.mark.parametrize(("name", "wanted"), PROGRAMS.items())
def test_absent_programs_are_absent(name: str, wanted: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without a path there is nothing; a wrong path is refused; asked to run, the way to get it is said."""
    module = load(f"peers.{name.replace('-', '_')}")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(module.VARIABLE, raising=False)
    assert module.find(None) is None
    with pytest.raises(peer.PeerError, match=f"build it and say --binary {name}=PATH"):
        catalogue.PEERS[wanted].run(from_edges([0], [1]), peer.Job(2))
    with pytest.raises(peer.PeerError, match=r"no program at .*nothing"):
        module.find(str(tmp_path / "nothing"))
    monkeypatch.setenv(module.VARIABLE, fake(tmp_path, ""))
    assert module.find(None) == "program fake program"
    monkeypatch.delenv(module.VARIABLE)
    rows = peers_figures.measure_peers([], peers_figures.Comparison([2], [], [wanted], {}))
    assert rows == [{"by": wanted, "status": "absent", "source": catalogue.PEERS[wanted].source}]


def test_absent_packages_are_absent() -> None:
    """A package is looked for without being loaded."""
    assert load("peers.own_process").find_package("no_such_module", "no-such-package") is None
    assert load("peers.own_process").find_package("pymetis", "pymetis").startswith("package pymetis 20")


def test_names_and_programs_of_the_command_line() -> None:
    """A program's name stands for all that run it; what is unknown is refused with what there is."""
    assert peers_figures.chosen_peers("hep,metis-cut") == ["hep-10", "hep-100", "metis-cut"]
    assert peers_figures.chosen_peers("all") == list(catalogue.PEERS)
    assert peers_figures.chosen_binaries(["hep=a=b"]) == {"hep": "a=b"}
    with pytest.raises(peer.PeerError, match="no peer 'nothing'; choose among: mt-kahypar-default"):
        peers_figures.chosen_peers("nothing")
    for wrong in ("hep", "hep=", "nothing=a"):
        with pytest.raises(peer.PeerError, match="is not NAME=PATH with a name among: hep, two-ps, kahip-edges"):
            peers_figures.chosen_binaries([wrong])


HEP = """
lines = [f"{b} {a} {min(a, b) % int(options['p'])}" for a, b in rows]
if "-write_results" in sys.argv:
    pathlib.Path(f"{name}.edgepart.{options['p']}").write_text("\\n".join(lines[::-1]) + "\\n")
print("I1 x.cpp:1] balance: 1.25\\nI1 x.cpp:2] replication factor: 1.75\\nI1 x.cpp:3] time used for partitioning: 0.5")
"""


def test_a_program_that_writes_assignments(tmp_path: Path) -> None:
    """Lines in another order and direction; parallel edges and loops follow; its own clock counts."""
    graph = from_edges([5, 1, 1, 2, 3, 2], [1, 2, 2, 3, 3, 1], [1, 2, 3, 4, 5, 6])
    outcome = catalogue.PEERS["hep-10"].run(graph, peer.Job(3, timeout=60, binary=fake(tmp_path, HEP)))
    pairs = conversions.distinct_pairs(graph)
    expected = pairs.ends.min(1)[pairs.pair_of] % 3
    assert np.array_equal(outcome.edge_cluster[pairs.pair_of >= 0], expected[pairs.pair_of >= 0])
    assert outcome.seconds == 0.5
    assert dict(outcome.own) == {"balance": 1.25, "replication_factor": 1.75}
    assert outcome.notes == ()
    assert connectivity(graph, outcome.edge_cluster, 3) == connectivity(
        graph, conversions.place_loops(graph, np.where(pairs.pair_of < 0, -1, expected), 3), 3)


@pytest.mark.parametrize(("change", "note"), [
    ("lines.pop()", "leaves out 1 of 2 edges"),
    ("lines = ['0 1 7', '1 2 0']", "clusters from 0 to 7 for k = 2"),
    ("lines = ['0 1', '1 2']", "2 numbers a line, not 3"),
])
def test_figures_of_its_own_where_there_is_no_assignment(tmp_path: Path, change: str, note: str) -> None:
    """What the peer printed is marked as its own, and the reason is said."""
    program = fake(tmp_path, HEP.replace("if", f"{change}\nif", 1))
    graph = from_edges([0, 1], [1, 2])
    row = peers_figures.run_peer(catalogue.PEERS["hep-10"], graph, peer.Job(2, timeout=60, binary=program))
    assert row["status"] == "own figures"
    assert note in row["notes"][0]
    shown = peers_figures.table_of([{"graph": "a", "k": 2, "by": "hep-10", **row}])
    assert "1.75*" in list(shown.columns[3].cells)


def test_an_edge_assigned_twice_and_a_failed_check(tmp_path: Path) -> None:
    """The first assignment counts, and the row says what was odd."""
    body = HEP.replace("if", "lines.append(lines[0])\nif", 1) + "print('F1 x.cpp:4] Check failed: a == b'); sys.exit(3)"
    outcome = catalogue.PEERS["hep-10"].run(from_edges([0, 1], [1, 2]),
                                            peer.Job(2, timeout=60, binary=fake(tmp_path, body)))
    assert outcome.edge_cluster is not None
    assert outcome.notes == ("It ended with code 3 after its figures: F1 x.cpp:4] Check failed: a == b",
                             "Lines for edges that it had assigned before: 1; the first counts.")


def test_streamed_multigraphs(tmp_path: Path) -> None:
    """2PS is given parallel edges too, in edge order without loops, and the bound."""
    body = """
assert options["balance_ratio"] == "1.1" and options["prepartitioner_type"] == "streamcom"
lines = [f"{a} {b} {at % 2}" for at, (a, b) in enumerate(rows)]
if "-write_parts" in sys.argv:
    pathlib.Path(options["parts_filename"] + ".txt").write_text("\\n".join(lines) + "\\n")
print("replication factor: 2\\npartitioning time: 3e-05\\nload balance (max_edge_load / average_edge_load): 1.5")
"""
    graph = from_edges([0, 2, 0, 1], [1, 2, 1, 0])
    outcome = catalogue.PEERS["two-ps-linear"].run(graph, peer.Job(2, 1.1, timeout=60, binary=fake(tmp_path, body)))
    apart = graph.source != graph.destinations()
    assert sorted(outcome.edge_cluster[apart].tolist()) == [0, 0, 1]
    assert outcome.seconds == 3e-5
    assert dict(outcome.own) == {"replication_factor": 2.0, "balance": 1.5}


@pytest.mark.parametrize("twice", [False, True])
def test_a_line_per_half_edge(tmp_path: Path, twice: bool) -> None:
    """KaHIP's edge_partitioning tells the cluster of both halves of an edge, in the order of the METIS file."""
    body = f"""
assert (options["k"], options["seed"], options["preconfiguration"], options["imbalance"]) == ("3", "5", "eco", "7")
halves = [(vertex, target - 1) for vertex, row in enumerate(rows[1:]) for target in row[::2]]
told = [(a > b if {twice} else 0) + min(a, b) % 2 for a, b in halves]
pathlib.Path(options["output_filename"]).write_text("".join(f"{{cluster}}\\n" for cluster in told))
print("split graph construction took 0.25\\nkahip took 0.5\\nvertex cut: 4\\nbalance: 1.5")
"""
    graph = random_graph(0)
    outcome = catalogue.PEERS["kahip-edges-eco"].run(
        graph, peer.Job(3, 1.07, 5, 60, binary=fake(tmp_path, body)))
    pairs = conversions.distinct_pairs(graph)
    apart = pairs.pair_of >= 0
    assert np.array_equal(outcome.edge_cluster[apart], pairs.ends.min(1)[pairs.pair_of[apart]] % 2)
    assert outcome.seconds == 0.75
    assert len(outcome.notes) == twice


def test_a_program_that_fails(tmp_path: Path) -> None:
    """Its exit code and its last words are in the row; a program that writes nothing is told apart."""
    graph = from_edges([0, 1], [1, 2])
    refusal = "print('E20260101 more than\\n/a/b/c.cpp'); sys.exit(1)"
    for name, body, said in (("hep-10", "print('no memory'); sys.exit(4)", "code 4: no memory"),
                             ("two-ps-hdrf", refusal, "code 1: E20260101 more than"),
                             ("two-ps-hdrf", "sys.exit(1)", "code 1: it wrote nothing"),
                             ("hep-10", "print('in /a/b/c.cpp:'); sys.exit(1)", "code 1: in c.cpp:"),
                             ("kahip-edges-fast", "print('too large')", "code 0: too large"),
                             ("kahip-edges-fast", "pathlib.Path('clusters.txt').write_text('1')", "1 lines for 4 half")):
        job = peer.Job(2, timeout=60, binary=fake(tmp_path, body))
        row = peers_figures.run_peer(catalogue.PEERS[name], graph, job)
        assert row["status"] == "failed"
        assert said in row["notes"][0]


def test_packages_end_with_their_time_too() -> None:
    """A package runs in a process of its own, which is killed; what it raises is told in its last words."""
    graph = random_graph(1)
    row = peers_figures.run_peer(catalogue.PEERS["metis-spac"], graph, peer.Job(2, timeout=0.01))
    assert row["status"] == "timeout"
    row = peers_figures.run_peer(catalogue.PEERS["metis-cut"], graph, peer.Job(0, timeout=60))
    assert row["status"] == "failed"
    assert "It ended with code 1: " in row["notes"][0]


def test_runs_that_differ_are_told(tmp_path: Path) -> None:
    """The assignment comes from a second run; another replication factor there is said."""
    body = HEP.replace("1.75", "{1 + ('-write_results' in sys.argv)}").replace('print("', 'print(f"')
    outcome = catalogue.PEERS["hep-10"].run(from_edges([0, 1], [1, 2]),
                                            peer.Job(2, timeout=60, binary=fake(tmp_path, body)))
    assert outcome.edge_cluster is not None
    assert outcome.notes == ("Its second run, whose assignment is measured, printed 2.0 as replication factor, "
                             "the first 1.0.",)


def test_the_end_of_the_time_ends_children_too(tmp_path: Path) -> None:
    """A program whose child holds a lock is killed with it, and the row says so."""
    lock = tmp_path / "lock"
    program = fake(tmp_path, f"""
import fcntl, subprocess
held = open({str(lock)!r}, "w")
fcntl.flock(held, fcntl.LOCK_EX)
subprocess.run([sys.executable, "-c", "import time; time.sleep(120)"], pass_fds=[held.fileno()])
""")
    began = time.perf_counter()
    row = peers_figures.run_peer(catalogue.PEERS["hep-10"], from_edges([0], [1]), peer.Job(2, timeout=2, binary=program))
    assert row == {"status": "timeout", "notes": ["The time of 2 s was over."]}
    assert 2 <= time.perf_counter() - began < 60
    with open(lock, "a") as ours:
        assert took_lock(ours.fileno())


def took_lock(descriptor: int) -> bool:
    """Whether a lock becomes free within seconds: killed processes let go of it a little later."""
    for _ in range(100):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.05)
        else:
            return True
    return False


def test_ratios_are_to_the_best_of_graph_and_k(tmp_path: Path) -> None:
    """Every row that was measured is beside the least connectivity of its graph and k."""
    compared = peers_figures.Comparison([2, 3], ["chunks", "hdrf"], ["hep-10"], {"hep": fake(tmp_path, HEP)}, timeout=60)
    rows = peers_figures.measure_peers([("a", random_graph(0)), ("b", random_graph(4))], compared)
    assert [row["by"] for row in rows] == ["chunks", "hdrf", "hep-10"] * 4
    for start in range(0, 12, 3):
        least = min(row["connectivity"] for row in rows[start:start + 3])
        assert [row["ratio_to_best"] for row in rows[start:start + 3]] == [
            pytest.approx(row["connectivity"] / least) for row in rows[start:start + 3]]


def test_the_command(tmp_path: Path) -> None:
    """As a user types it: a graph file, a program, a table; a wrong name is one sentence."""
    (tmp_path / "a.edgelist").write_text("0 1\n1 2\n2 0\n")
    command = [sys.executable, str(PROFILING / "run.py"), "peers", "--graphs", str(tmp_path / "a.edgelist"), "-k", "2",
               "--methods", "chunks", "--timeout", "60"]
    run = subprocess.run([*command, "--peers", "hep-10", "--binary", f"hep={fake(tmp_path, HEP)}"], capture_output=True,
                         text=True, check=True)
    assert "hep-10: program fake program" in run.stdout
    assert [line.split()[-8] for line in run.stdout.splitlines() if line.split()[-9:-8] == ["hep-10"]] != []
    wrong = subprocess.run([*command, "--peers", "nothing"], capture_output=True, text=True, check=False)
    assert wrong.returncode == 2
    assert wrong.stderr.splitlines()[-1].startswith("run.py: error: There is no peer 'nothing'")


def test_kept_commands_have_no_folders() -> None:
    """Paths are shortened to names, everything else stays."""
    shown = load("run").command_shown(["peers", "--graphs", "/a/b c/d.irpg", "--binary", "hep=../x/main", "-k", "8,32"])
    assert shown == "python profiling/run.py peers --graphs d.irpg --binary hep=main -k 8,32"
