"""Programs and packages of others: found or absent, run, ended, read, and measured beside irpart's methods."""

from __future__ import annotations

import fcntl
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from irpart.graph.construct import from_edges
from irpart.partitioning import partition
from tests.profiling_peers.loading import PROFILING, connectivity, load, random_graph

PROGRAMS = {"hep": "hep-10", "two-ps": "two-ps-linear", "kahip-edges": "kahip-edges-eco"}

conversions, peer = load("peers.conversions"), load("peers.peer")
catalogue, peers_figures = load("peers.catalogue"), load("harness.peers_figures")


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


def test_rows_of_methods_and_peers(tmp_path: Path) -> None:
    """Every graph, k, method and peer has a row, measured alike."""
    compared = peers_figures.Comparison([2, 3], ["chunks", "hdrf"], ["hep-10"], {"hep": fake(tmp_path, HEP)}, timeout=60)
    rows = peers_figures.measure_peers([("a", random_graph(0)), ("b", random_graph(4))], compared)
    assert [row["by"] for row in rows] == ["chunks", "hdrf", "hep-10"] * 4
    assert [(row["graph"], row["k"]) for row in rows[::3]] == [("a", 2), ("a", 3), ("b", 2), ("b", 3)]
    assert all(row["status"] == "measured" and row["ratio_to_best"] > 0 for row in rows)


def test_ratios_are_to_the_best_that_keeps_the_bound() -> None:
    """A cut beyond the bound by weight and by edges is no measure for others, unless there is nothing else."""
    def row(connectivity: int, by_weight: float, by_count: float, least: float = 1.0) -> dict[str, float]:
        return {"connectivity": connectivity, "balance_by_weight": by_weight, "balance_by_count": by_count,
                "least_balance": least}

    def ratios(*rows: dict[str, float]) -> list[float | None]:
        return [found.get("ratio_to_best") for found in peers_figures.rated([*rows, {"status": "failed"}], 1.03)]

    assert ratios(row(50, 2, 2), row(100, 2, 1.03), row(200, 1.031, 5)) == [0.5, 1, 2, None]
    assert ratios(row(50, 2, 2), row(100, 3, 3)) == [1, 2, None]
    assert ratios(row(50, 2, 9, 2), row(100, 1, 1)) == [1, 2, None]
    assert ratios(row(0, 1, 1), row(100, 1, 1)) == [1, None, None]
    assert ratios() == [None]


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
