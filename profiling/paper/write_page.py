"""Write the page of the study from the tables of its experiments: write_page.py STUDY [SENSITIVITY] --page FILE."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from paper_figures import GREEDY, OLD, PUBLISHED, Study, mean, quartiles
from paper_plots import draw_claim, draw_lines

OWN = ("w-pg", "w-libra", "wb-pg", "wb-libra")


def main() -> None:
    """From the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("study", type=Path)
    parser.add_argument("sensitivity", type=Path, nargs="?")
    parser.add_argument("--page", type=Path, required=True)
    chosen = parser.parse_args()
    study = Study(chosen.study)
    pictures = chosen.page.parent / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    stem = chosen.page.stem
    draw_lines(study, pictures / f"{stem}_speedup.png", "simulated speed-up over one core", lambda row: row["speedup"])
    draw_lines(study, pictures / f"{stem}_replicas.png", "replicas beyond the first, per value",
               lambda row: row["replication_factor"] - 1)
    draw_claim(study, pictures / f"{stem}_claim.png")
    parts = [_INTRODUCTION, _scope(study), _claim(study), _picture(stem, "claim", "WB-Libra against older approaches"),
             _REASONS,
             "## Speed-up\n", _picture(stem, "speedup", "Speed-up over one core"),
             _table(study, "speedup", "{:.2f}", "Simulated speed-up over one core of the same machine"),
             "## Replicas and messages\n", _picture(stem, "replicas", "Replicas"),
             _table(study, "replication_factor", "{:.3f}", "Replication factor"),
             _table(study, "messages", "{:,.0f}", "Messages between clusters (plus one)", 1),
             "## Where the time goes\n", _time_table(study), "## By workload\n", _workload_table(study)]
    if chosen.sensitivity is not None:
        parts += ["## Under other assumptions\n", _sensitivity(Study(chosen.sensitivity))]
    chosen.page.write_text("\n".join(part.rstrip("\n") + "\n" for part in parts))


_INTRODUCTION = """# The study of the MLSys paper, again

Ma, Xiao, Willke, Ahmed, Nazarian and Bogdan (MLSys 2021) cut the graphs of executed LLVM instructions into clusters,
map these on a NUMA many-core and simulate it. They report that WB-Libra is 1.56 times as fast as the then best
approaches at 8 clusters and 1.86 times at 1024. This page repeats that study with irpart's own parts: the 21 programs
of `profiling/workloads` (size S, `--timing model`), irpart's implementations of the methods, its default mapping, and
its simulated machine: a mesh with at least as many cores as clusters (side: root of k, rounded up), in-order cores in
critical-path order, caches, coherence, replicas synchronised by messages. All numbers are written by `scripts/paper`;
the declared grids are `profiling/paper/study.toml` and `profiling/paper/sensitivity.toml`
([experiments.md](experiments.md)). Means are geometric, over workloads.

The programs, inputs, compiler, machine and simulator are not those of the paper, so its absolute numbers are not
expected here; the question is whether its order of methods comes out.
"""

_REASONS = """
### What agrees

- The balance bound in the choice is what makes the paper's methods: W-PG and W-Libra, with weights alone, are hardly
  faster than PowerGraph and Libra; WB-PG and WB-Libra are. Without the bound the heaviest cluster has about twice the
  mean at 8 clusters and about a hundred times at 1024 (table "Where the time goes"), so that more cores do not help.
- Against PowerGraph or Libra alone WB-Libra gains as much as was published or more from 32 to 128 clusters, and the
  gain grows with the number of clusters up to there. Against the better of the two on each workload the gain is
  smaller.

### What does not agree

- WB-Libra is not the fastest: METIS (its vertex parts made a cut of edges) and communities are ahead of it on average
  at every number of clusters, and so is cutting the trace into k equal `chunks`, which looks at no edge and which the
  paper, as far as we know, did not try.
- From 128 to 1024 clusters the gain does not grow but shrinks, and WB-PG is ahead of WB-Libra there.
- irpart's own method leads up to 32 clusters; at 128 and 1024 each workload's best of the others is ahead of it.

### Why: what the data shows

- Replicas and messages. METIS, communities and chunks need 2 to 9 per cent of replicas up to 128 clusters, the greedy
  cuts 18 to 32 per cent, and several times the messages (tables below). Graphs of instructions have one to three
  operands per vertex and are local in the trace: few vertices are hubs, and those are loop counters and addresses.
  The case for cutting vertices, a power law in which every cut of edges is bad, is weak in these programs.
- Each message costs sender and receiver time and lets a reader wait: at 8 clusters the greedy cuts spend several
  times the share of time on messages that METIS and chunks do.
- At 1024 clusters a core has some hundred instructions. Nearly all its time is waiting for values and for memory that
  it touches for the first time (hits in the first cache fall to about a half), balance counts for little, and every
  method is slower there than at 128 (on the same programs). The programs of size S are too small for 1024 cores: work
  over span, which bounds the speed-up even without memory and messages, is below 200 for most (table "By workload").
- Order of execution. The figures above have each core follow the critical path. In the order of the trace (last
  table) no method but METIS is faster than one core, and WB-Libra is the slowest of all: an in-order core that must
  wait for each value in turn pays for every message. A simulator that hides this, or cores that reorder widely, would
  favour cuts with many messages.
- Synchronisation. Through shared memory each value costs a store and misses of its readers; what needs many messages
  loses most, so that WB-Libra falls back further.
"""


def _scope(study: Study) -> str:
    counts = Counter((row["method"], row["k"]) for row in study.rows)
    lines = []
    for k in study.ks:
        full = max(counts[method, k] for method in study.methods)
        fewer = [f"{method} {counts[method, k]}" for method in study.methods if counts[method, k] < full]
        lines.append(f"k = {k}: {full} of {study.n_workloads} workloads" + (f" ({', '.join(fewer)})" if fewer else ""))
    failures = Counter((row["method"], row["k"], row["failure"]) for row in study.failed)
    told = [f"- {method} at k = {k}, {count} workload{'s' if count > 1 else ''}: {failure}"
            for (method, k, failure), count in failures.items()]
    missing = "\nMissing cells:\n\n" + "\n".join(told) + "\n" if told else ""
    return f"Finished: {'; '.join(lines)}.\n{missing}"


def _claim(study: Study) -> str:
    kinds = [("each workload's best of METIS, community, PowerGraph, Libra", OLD),
             ("each workload's best of PowerGraph, Libra", GREEDY), *((other, (other,)) for other in OLD)]
    published = [f"**{PUBLISHED[k]}**" if k in PUBLISHED else "" for k in study.ks]
    lines = ["## The claim\n", "How much faster WB-Libra is (above 1) than the older approaches; in brackets the quartiles "
             "over workloads.\n", f"| WB-Libra over | {_heads(study)} |", "|---" * (len(study.ks) + 1) + "|",
             f"| published: the then best approaches | {' | '.join(published)} |"]
    for label, others in kinds:
        cells = []
        for k in study.ks:
            found = study.ratios("wb-libra", others, k)
            low, high = quartiles(found)
            cells.append(f"{mean(found):.2f} ({low:.2f} to {high:.2f})" if found else "-")
        lines.append(f"| {label} | {' | '.join(cells)} |")
    best = [f"{mean(study.ratios('irpart', (*OLD, *OWN, 'chunks'), k)):.2f} at {k}" for k in study.ks]
    lines.append(f"\nirpart's own method against each workload's best of all the others: {', '.join(best)}.")
    return "\n".join(lines) + "\n"


def _heads(study: Study) -> str:
    return " | ".join(f"k = {k}" for k in study.ks)


def _picture(stem: str, name: str, title: str) -> str:
    return (f"![{title}](pictures/{stem}_{name}.png)\n\nPoints are geometric means over workloads, bars reach from the "
            "first to the third quartile.\n")


def _table(study: Study, figure: str, shown: str, title: str, more: int = 0) -> str:
    lines = [f"{title}:\n", f"| method | {_heads(study)} |", "|---" + "|---:" * len(study.ks) + "|"]
    for method in study.methods:
        rows = [study.of(method, k) for k in study.ks]
        cells = [shown.format(mean(row[figure] + more for row in found)) if found else "-" for found in rows]
        lines.append(f"| {method} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _time_table(study: Study) -> str:
    lines = ["Shares of the time of cores that have work (arithmetic means), balance (heaviest cluster over the mean), "
             "and hits in the first cache:\n", "| k | method | computing | waiting for memory | messages | idle or waiting "
             "for a value | balance | L1 hits |", "|---:|---|---:|---:|---:|---:|---:|---:|"]
    for k in (study.ks[0], study.ks[-1]):
        for method in study.methods:
            found = study.of(method, k)
            if found:
                names = ("busy_fraction", "stall_fraction", "overhead_fraction", "idle_fraction")
                shares = [f"{sum(row[name] for row in found) / len(found):.0%}" for name in names]
                hits = f"{sum(row['l1_hits'] for row in found) / len(found):.0%}"
                balance = mean(row["balance"] for row in found)
                lines.append(f"| {k} | {method} | {' | '.join(shares)} | {balance:.2f} | {hits} |")
    return "\n".join(lines) + "\n"


def _workload_table(study: Study) -> str:
    shown = [method for method in ("metis", "libra", "wb-libra", "chunks", "irpart") if method in study.methods]
    k = 32 if 32 in study.ks else study.ks[0]
    rows = {(row["workload"], row["method"]): row for method in shown for row in study.of(method, k)}
    lines = [f"Speed-up at k = {k}, and the average parallelism of the program (work over span):\n",
             f"| workload | edges | parallelism | {' | '.join(shown)} |", "|---|---:|---:" + "|---:" * len(shown) + "|"]
    for workload in dict.fromkeys(name for name, _ in rows):
        some = next(row for (name, _), row in rows.items() if name == workload)
        cells = [f"{rows[workload, method]['speedup']:.2f}" if (workload, method) in rows else "-" for method in shown]
        lines.append(f"| {workload} | {some['edges']:,} | {some['parallelism']:.0f} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _sensitivity(study: Study) -> str:
    k = study.ks[0]
    names = [f"{order}, {model.replace('synchronisation=', '')}" for order, model in study.settings()]
    lines = [_SENSITIVITY.format(k=k), f"| speed-up | {' | '.join(names)} |", "|---" + "|---:" * len(names) + "|"]
    for method in study.methods:
        cells = [f"{mean(row['speedup'] for row in study.of(method, k, setting)):.2f}" for setting in study.settings()]
        lines.append(f"| {method} | {' | '.join(cells)} |")
    for label, others in (("PowerGraph, Libra", GREEDY), ("METIS", ("metis",))):
        cells = [f"{mean(study.ratios('wb-libra', others, k, setting)):.2f}" for setting in study.settings()]
        lines.append(f"| *WB-Libra over the best of {label}* | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


_SENSITIVITY = """At k = {k}: instructions of a core in critical-path order or in the trace's, replicas synchronised by
messages or through shared memory.
"""


if __name__ == "__main__":
    main()
