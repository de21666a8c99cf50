"""Peers beside irpart's methods on the same graphs, all measured by irpart's own metrics in one run."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.figures import graph_of
from peers.catalogue import PEERS, PROGRAMS, program_of
from peers.peer import Job, Peer, PeerError, PeerTimeout
from rich.box import SIMPLE_HEAD
from rich.table import Table

from irpart.graph.formats import read_graph
from irpart.graph.types import DependenceGraph
from irpart.partitioning import Partition, measure_quality, partition
from irpart.profiles.types import Profile
from irpart.reporting.console import make_console

OWN_MARK = "*"
"""Stands behind figures that a peer printed and irpart could not measure."""
_TOLERANCE = 0.005


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is run on every graph: methods of irpart and names of peers, each with every number of clusters."""

    clusters: Sequence[int]
    methods: Sequence[str]
    peers: Sequence[str]
    binaries: Mapping[str, str]
    balance: float = 1.03
    seed: int = 0
    timeout: float = 600.0


def chosen_peers(text: str) -> list[str]:
    """Names of peers from ``all`` or a comma-separated list, in which a program's name stands for all that run it.

    Raises
    ------
    PeerError
        A name is unknown.
    """
    if text == "all":
        return list(PEERS)
    groups: dict[str, list[str]] = {name: [peer.name for peer in peers] for name, peers in PROGRAMS.items()}
    names = [found for name in text.split(",") for found in groups.get(name, [name])]
    unknown = [name for name in names if name not in PEERS]
    if unknown:
        raise PeerError(f"There is no peer '{unknown[0]}'; choose among: {', '.join([*PEERS, *groups])}.")
    return names


def chosen_binaries(given: Sequence[str]) -> dict[str, str]:
    """Paths of programs from ``NAME=PATH`` texts.

    Raises
    ------
    PeerError
        A text is none, or its name is no program's.
    """
    pairs = [text.partition("=") for text in given]
    wrong = [text for text, (name, _, path) in zip(given, pairs, strict=True) if name not in PROGRAMS or not path]
    if wrong:
        raise PeerError(f"--binary {wrong[0]} is not NAME=PATH with a name among: {', '.join(PROGRAMS)}.")
    return {name: path for name, _, path in pairs}


def graphs_of(files: Sequence[str], workloads: Sequence[str], size: str) -> Iterable[tuple[str, DependenceGraph]]:
    """Names and graphs: of files (profiles ``.irpg`` or any format irpart reads), then of workloads."""
    for name in files:
        path = Path(name)
        if path.suffix == ".irpg":
            with Profile(path) as profile:
                yield path.name, profile.graph
        else:
            yield path.name, read_graph(path)
    for name in workloads:
        yield f"{name} {size}", graph_of(name, size)


def measure_peers(graphs: Iterable[tuple[str, DependenceGraph]], compared: Comparison) -> list[dict[str, Any]]:
    """Run and print all; a row per graph, number of clusters and method or peer, absent peers among them."""
    console = make_console()
    present: list[tuple[Peer, str]] = []
    rows: list[dict[str, Any]] = []
    for name in compared.peers:
        peer, given = PEERS[name], compared.binaries.get(program_of(name) or "")
        found = peer.find(given)
        if found is None:
            rows.append({"by": name, "status": "absent", "source": peer.source})
        else:
            present.append((peer, found))
        console.print(f"{name}: {found or f'absent; {peer.source}'}")
    measured: list[dict[str, Any]] = []
    for title, graph in graphs:
        for k in compared.clusters:
            measured += rated([{"graph": title, "edges": graph.n_edges, "k": k, **row}
                               for row in _rows_of(graph, k, compared, present)], compared.balance)
    console.print(table_of(measured))
    for row in measured:
        for note in row.get("notes", []):
            console.print(f"{row['graph']}, k = {row['k']}, {row['by']}: {note}")
    return rows + measured


def _rows_of(graph: DependenceGraph, k: int, compared: Comparison,
             peers: Sequence[tuple[Peer, str]]) -> Iterable[dict[str, Any]]:
    """A row for each method of irpart and each peer on one graph."""
    for method in compared.methods:
        began = time.perf_counter()
        made = partition(graph, k, method=method, seed=compared.seed, balance=compared.balance)
        whole = time.perf_counter() - began
        yield {"by": method, "of": "irpart", "status": "measured", "whole_seconds": whole,
               **measure_quality(graph, made).to_json()}
    for peer, found in peers:
        job = Job(k, compared.balance, compared.seed, compared.timeout, compared.binaries.get(program_of(peer.name) or ""))
        yield {"by": peer.name, "of": "peer", "found": found, **run_peer(peer, graph, job)}


def run_peer(peer: Peer, graph: DependenceGraph, job: Job) -> dict[str, Any]:
    """Run a peer and measure what it gave; ``status`` is measured, own figures, timeout or failed."""
    try:
        outcome = peer.run(graph, job)
    except PeerTimeout:
        return {"status": "timeout", "notes": [f"The time of {job.timeout:g} s was over."]}
    except PeerError as error:
        return {"status": "failed", "notes": [str(error)]}
    row = {"whole_seconds": outcome.whole_seconds, "seconds": outcome.seconds, "peak_bytes": outcome.peak_bytes,
           "own": dict(outcome.own), "notes": list(outcome.notes)}
    if outcome.edge_cluster is None:
        return {"status": "own figures", **row}
    made = Partition(outcome.edge_cluster, job.k, peer.name, graph.checksum(), seed=job.seed, balance=job.balance,
                     seconds=outcome.seconds)
    return {"status": "measured", **row, **measure_quality(graph, made).to_json()}


def rated(rows: list[dict[str, Any]], balance: float) -> list[dict[str, Any]]:
    """Rows of one graph and k with the ratio of their connectivity to the least.

    Parameters
    ----------
    balance
        Only rows that keep this bound (or what no partition can beat), by weight or by number of edges, count as least,
        if there is one: an unbalanced cut is easy.
    """
    known = [row for row in rows if "connectivity" in row]
    kept = [row for row in known if min(row["balance_by_weight"], row["balance_by_count"])
            <= max(balance, row["least_balance"]) + _TOLERANCE]
    least = min((row["connectivity"] for row in kept or known), default=0)
    for row in known:
        row["ratio_to_best"] = row["connectivity"] / least if least else (1.0 if row["connectivity"] == 0 else None)
    return rows


def table_of(rows: Sequence[dict[str, Any]]) -> Table:
    """All rows in one table, a section per graph and k."""
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), caption=(
        f"/ best: km1 over the least that keeps the bound; by weight, by count: balance; seconds: partitioning alone; "
        f"whole s: with conversion and files; {OWN_MARK} the peer's own figure"))
    for title in ("graph", "k", "by"):
        table.add_column(title, no_wrap=True)
    for title in ("RF", "km1", "/ best", "by weight", "by count", "seconds", "whole s", "MiB"):
        table.add_column(title, justify="right", no_wrap=True)
    last = None
    for row in rows:
        section = (row["graph"], row["k"])
        if last not in (None, section):
            table.add_section()
        shown = ("", "") if last == section else (f"{row['graph']}", str(row["k"]))
        table.add_row(*shown, row["by"], *_cells(row))
        last = section
    return table


def _cells(row: Mapping[str, Any]) -> list[str]:
    """Figures of a row as text."""
    times = [f"{row[name]:.3g}" if name in row else "" for name in ("seconds", "whole_seconds")]
    peak = f"{row['peak_bytes'] / 2**20:.0f}" if row.get("peak_bytes") else ""
    if row["status"] == "measured":
        ratio = row["ratio_to_best"]
        return [f"{row['replication_factor']:.4f}", f"{row['connectivity']:,}", "-" if ratio is None else f"{ratio:.3f}",
                f"{row['balance_by_weight']:.3f}", f"{row['balance_by_count']:.3f}", *times, peak]
    if row["status"] == "own figures":
        own = row["own"]
        factor, balance = (f"{own[name]:.4g}{OWN_MARK}" if name in own else ""
                           for name in ("replication_factor", "balance"))
        return [factor, "", "", "", balance, *times, peak]
    return [row["status"], "", "", "", "", *times, peak]
