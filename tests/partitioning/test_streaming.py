"""Cutting a graph that streams by: the same file as any partition, whatever the chunks, and nothing left on failure."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

import irpart
from irpart.base.errors import BackendError, InputError
from irpart.graph.types import ChecksumStream, DependenceGraph
from irpart.partitioning import measure_quality, streaming
from irpart.partitioning.storage import load_partition
from irpart.partitioning.streaming import StreamCutter
from irpart.partitioning.types import Partition, StreamedPartition
from irpart.pipeline import partition_stream
from irpart.profiles.types import Profile

Chunk = tuple[int, np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def sweep(x: np.ndarray, times: int) -> float:
    """A stencil with a running sum: local values, and values read long after."""
    total = 0.0
    for _ in range(times):
        for i in range(1, x.shape[0] - 1):
            x[i] += 0.5 * x[i - 1] + 0.25 * x[i + 1]
            total += x[i]
    return total


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    """A profile of some ten thousand instructions."""
    return irpart.profile(sweep, np.arange(200.0), 8, timing="model",
                          output=tmp_path_factory.mktemp("profile") / "sweep.irpg")


def random_graph(n: int, seed: int, weights: np.ndarray | None = None) -> DependenceGraph:
    """Edges forward, near and far, some vertices without any."""
    rng = np.random.default_rng(seed)
    in_degree = rng.integers(0, 4, n)
    in_degree[:1] = 0
    destination = np.repeat(np.arange(n), in_degree)
    near = destination - 1 - rng.integers(0, 30, len(destination))
    source = np.where(rng.random(len(destination)) < 0.03, rng.integers(0, np.maximum(destination, 1)), near)
    table = np.array([1, 2, 5], np.float32) if weights is None else weights
    return DependenceGraph(np.maximum(source, 0).astype(np.uint32), in_degree.astype(np.uint8),
                           rng.integers(0, len(table), len(source)).astype(np.uint8), table,
                           rng.integers(0, 2, n).astype(np.uint8), np.array([1, 4], np.float32))


def chunked(graph: DependenceGraph, size: int) -> Iterator[Chunk]:
    """The graph as a stream of ``size`` vertices at a time."""
    start = graph.indptr()
    for low in range(0, graph.n_vertices, size):
        high = min(low + size, graph.n_vertices)
        edges = slice(start[low], start[high])
        yield (low, graph.source[edges].astype(np.int64), graph.weight_code[edges].astype(np.uint16),
               graph.in_degree[low:high].astype(np.uint32), graph.cost_code[low:high].astype(np.uint16))


def stream(graph: DependenceGraph, k: int, path: Path, size: int = 1000, **options: float,
           ) -> tuple[StreamedPartition, Partition]:
    """Cut a graph as a stream; what was said of it, and the file."""
    with StreamCutter(path, k, graph.weight_table, graph.cost_table, **options) as cutter:
        for take in cutter.passes():
            for chunk in chunked(graph, size):
                take(*chunk)
    return cutter.result(), load_partition(path)


def check_figures(graph: DependenceGraph, said: StreamedPartition, made: Partition) -> None:
    """What was said while streaming is what measuring finds."""
    quality = measure_quality(graph, made)
    assert said.is_exact
    assert said.replication_error == 0
    assert (said.n_vertices, said.n_edges, said.n_clusters) == (graph.n_vertices, graph.n_edges, quality.n_clusters)
    for name in ("replication_factor", "connectivity", "balance_by_weight", "balance_by_count", "least_balance"):
        assert getattr(said, name) == pytest.approx(getattr(quality, name), rel=1e-9), name
    assert said.empty_clusters == quality.empty_clusters
    assert said.keeps_bound == (said.balance_by_weight <= said.balance_bound * (1 + 1e-12))


@pytest.mark.parametrize("k", [1, 2, 7, 64])
def test_a_profile_is_cut_like_its_graph(profile: Profile, tmp_path: Path, k: int) -> None:
    """Same checksum, every edge, exact figures, and about the replicas of the cut that holds the graph."""
    said = partition_stream(profile, k, tmp_path / "s.irpp")
    graph, made = profile.graph, load_partition(tmp_path / "s.irpp")
    assert made.graph_checksum == said.graph_checksum == graph.checksum()
    assert (made.method, made.describe_options()) == ("irpart-stream", {"replication": 1.1})
    check_figures(graph, said, made)
    whole = measure_quality(graph, irpart.partition(graph, k, method="irpart", effort=0))
    assert said.replication_factor <= 1.1 * whole.replication_factor
    assert said.keeps_bound
    assert [path.name for path in tmp_path.iterdir()] == ["s.irpp"]


@pytest.mark.parametrize("k", [2, 5, 300])
def test_figures_of_random_graphs(tmp_path: Path, k: int) -> None:
    """Exact, with hubs, parallel edges and vertices without edges."""
    for seed in range(4):
        graph = random_graph(5000, seed)
        check_figures(graph, *stream(graph, k, tmp_path / "r.irpp"))


def test_chunks_do_not_matter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The same partition whatever the lengths of chunks, also when keys are compacted all the time."""
    graph = random_graph(20000, 5)
    whole, made = stream(graph, 8, tmp_path / "a.irpp", 1 << 20, replication=3)
    assert whole.pieces_per_cluster == 4
    for size, pending in ((1, 1 << 22), (777, 64), (20000, 1000)):
        monkeypatch.setattr(streaming, "_PENDING", pending)
        monkeypatch.setattr(streaming, "_WRITTEN", 1000)
        said, again = stream(graph, 8, tmp_path / "b.irpp", size, replication=3)
        assert np.array_equal(made.edge_cluster, again.edge_cluster)
        assert (said.connectivity, said.graph_checksum) == (whole.connectivity, graph.checksum())


def test_pieces_are_contiguous_and_placed_within_the_budget(tmp_path: Path) -> None:
    """Four pieces a cluster where that many replicas may be paid, else one; one is in the order of execution."""
    graph = random_graph(20000, 1)
    dealt, made = stream(graph, 4, tmp_path / "a.irpp", replication=3)
    assert dealt.pieces_per_cluster == 4
    assert np.count_nonzero(np.diff(made.edge_cluster.astype(int))) <= 15
    plain, made = stream(graph, 4, tmp_path / "a.irpp", replication=1)
    assert plain.pieces_per_cluster == 1
    assert np.array_equal(np.unique(made.edge_cluster), np.arange(4))
    assert np.all(np.diff(made.edge_cluster.astype(int)) >= 0)
    assert plain.replication_factor < dealt.replication_factor


def test_a_heavy_instruction_is_told(tmp_path: Path) -> None:
    """A vertex whose in-edges pass the bound together is kept whole, and the result says that the bound is not kept."""
    in_degree = np.ones(200, np.uint16)
    in_degree[[0, 100]] = 0, 300
    source = np.maximum(np.repeat(np.arange(200), in_degree) - 1, 0).astype(np.uint32)
    graph = DependenceGraph(source, in_degree, np.zeros(len(source), np.uint8), np.ones(1, np.float32),
                            np.zeros(200, np.uint8), np.ones(1, np.float32))
    said, made = stream(graph, 4, tmp_path / "h.irpp")
    assert not said.keeps_bound
    assert said.balance_by_weight > said.balance_bound
    assert np.bincount(made.edge_cluster).max() <= graph.n_edges / 4 + 300
    check_figures(graph, said, made)


@pytest.mark.parametrize("table", [[0.0, 0.0, 0.0], [1.5, 0.25, 7.125], [0.0, 0.0, 9.0]])
def test_weights_of_all_kinds(tmp_path: Path, table: list[float]) -> None:
    """Zero weights count as one each; fractions are scaled; loads stay within the bound."""
    graph = random_graph(4000, 3, np.array(table, np.float32))
    said, made = stream(graph, 6, tmp_path / "w.irpp")
    check_figures(graph, said, made)
    assert said.keeps_bound
    if not any(table):
        assert said.balance_by_count <= 1.03


@pytest.mark.parametrize("n", [0, 1, 5])
def test_few_or_no_edges(tmp_path: Path, n: int) -> None:
    """More clusters than edges, and a graph without any."""
    graph = random_graph(n, 2)
    said, made = stream(graph, 50, tmp_path / "e.irpp", 2)
    assert made.graph_checksum == graph.checksum()
    check_figures(graph, said, made)


def test_a_sample_is_told_and_close(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """On many vertices the replicas are an estimate with its error; the partition is the same."""
    graph = random_graph(40000, 8)
    exact, made = stream(graph, 8, tmp_path / "x.irpp")
    monkeypatch.setattr(streaming, "_EXACT_BELOW", 1 << 12)
    said, again = stream(graph, 8, tmp_path / "y.irpp")
    assert not said.is_exact
    assert 0 < said.replication_error < 0.02
    assert abs(said.replication_factor - exact.replication_factor) <= 4 * said.replication_error
    assert said.connectivity == pytest.approx(exact.connectivity, rel=0.5)
    assert np.array_equal(made.edge_cluster, again.edge_cluster)
    assert said.balance_by_weight == exact.balance_by_weight


def test_the_checksum_of_a_stream_is_that_of_the_whole_graph() -> None:
    """Columns alternate block by block of 2**20, whatever the chunks; spelled out here as it has always been."""
    n = (1 << 21) + 7
    source, degree = np.arange(n, dtype=np.uint32) // 3, np.ones(n, np.uint8)
    graph = DependenceGraph(source, degree, (source % 3).astype(np.uint8), np.array([1, 2.5, 4], np.float32),
                            (source % 2).astype(np.uint8), np.array([0, 3], np.float32))
    digest = hashlib.blake2b(f"{n} {n}".encode(), digest_size=16)
    for columns in ((source.astype("<u8"), graph.edge_weights()), (degree.astype("<u4"), graph.vertex_costs())):
        for start in range(0, n, 1 << 20):
            for column in columns:
                digest.update(column[start:start + (1 << 20)].tobytes())
    stream, parts = ChecksumStream(n, n), [slice(0, 5), slice(5, 1 << 20), slice(1 << 20, 1 << 20), slice(1 << 20, n)]
    for part in parts:
        stream.add_edges(source[part], graph.edge_weights()[part])
    for part in parts:
        stream.add_vertices(degree[part], graph.vertex_costs()[part])
    assert stream.hexdigest() == graph.checksum() == digest.hexdigest()


@pytest.mark.parametrize("failing", [0, 1, 2])
@pytest.mark.parametrize("kind", [KeyboardInterrupt, ValueError])
def test_a_failure_leaves_no_file(profile: Profile, tmp_path: Path, kind: type[BaseException],
                                  failing: int) -> None:
    """In any pass, by an error or Ctrl-C: no output, and nothing temporary."""
    def fail(stage: str, done: int) -> None:
        if stage.startswith(f"pass {failing + 1} "):
            raise kind("now")

    with pytest.raises(kind, match="now"):
        partition_stream(profile, 4, tmp_path / "s.irpp", show=fail)
    assert os.listdir(tmp_path) == []


def feed_once(cutter: StreamCutter, graph: DependenceGraph) -> None:
    """Only the first pass."""
    for chunk in chunked(graph, 10):
        next(cutter.passes())(*chunk)


def feed_more(cutter: StreamCutter, graph: DependenceGraph) -> None:
    """A second pass that is longer than the first."""
    passes = cutter.passes()
    next(passes)(*next(chunked(graph, 10)))
    take = next(passes)
    for chunk in chunked(graph, 10):
        take(*chunk)


@pytest.mark.parametrize(("feed", "kind", "sentence"), [
    (feed_once, InputError, "not fed to all passes"), (feed_more, BackendError, "had 10 vertices at first and has more")])
def test_a_wrong_stream_is_refused(tmp_path: Path, feed: Callable[[StreamCutter, DependenceGraph], None],
                                   kind: type[Exception], sentence: str) -> None:
    """Too few passes, or another stream than before: no file."""
    graph = random_graph(50, 0)

    def run() -> None:
        with StreamCutter(tmp_path / "s.irpp", 2, graph.weight_table, graph.cost_table) as cutter:
            feed(cutter, graph)

    with pytest.raises(kind, match=sentence):
        run()
    assert os.listdir(tmp_path) == []


def test_a_full_disk_is_told_before(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The columns' room is asked for first: a mapped file on a full disk would end the process."""
    monkeypatch.setattr(streaming.shutil, "disk_usage", lambda folder: type("", (), {"free": 1000}))
    with pytest.raises(InputError, match=r"5,000 vertices as a stream takes 0\.0 GiB .* choose another output with -o\."):
        stream(random_graph(5000, 1), 2, tmp_path / "d.irpp")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(("options", "sentence"), [
    ({"k": 0}, "got 0"), ({"balance": 0.5}, "got 0.5"), ({"seed": -1}, "got -1"),
    ({"replication": 0.9}, "a number >= 1; got 0.9")])
def test_wrong_values(profile: Profile, tmp_path: Path, options: dict[str, float], sentence: str) -> None:
    """One sentence, no file."""
    with pytest.raises(InputError, match=sentence):
        partition_stream(profile, **{"k": 2, "output": tmp_path / "s.irpp", **options})
    assert os.listdir(tmp_path) == []
