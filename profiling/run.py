"""The one entry to measurements: ``python profiling/run.py WHAT``; --help lists what.

See scripts/bench. Every figure is a ratio or a rate measured within one run on this machine; results are kept as JSON under
``profiling/results`` with the command that made them, from which ``document`` writes docs/results.md.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Parse, measure, print, keep."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("what", choices=["profile", "partition", "mapping", "simulate", "validity", "execute", "agreement",
                                         "threads", "parallel", "start", "peers", "document"])
    parser.add_argument("--size", default="M", choices=["S", "M", "L"])
    parser.add_argument("--workloads", help="comma-separated names; default: all")
    parser.add_argument("-k", default="8,32,256", help="numbers of clusters for 'partition', 'agreement' and 'peers'")
    parser.add_argument("--methods",
                        help="methods for 'partition' (NAME:OPTION=VALUE) and 'peers'; default: those of the docs")
    parser.add_argument("--graphs", nargs="+", default=[], metavar="FILE", help="graph files or profiles for 'peers'")
    parser.add_argument("--peers", default="all", help="comma-separated names; default: all (docs/peers.md)")
    parser.add_argument("--binary", action="append", default=[], metavar="NAME=PATH", help="a program for 'peers'")
    parser.add_argument("--balance", type=float, default=1.03, help="bound for 'peers'")
    parser.add_argument("--seed", type=int, default=0, help="seed for 'peers'")
    parser.add_argument("--seeds", type=int, default=3, help="seeds for 'mapping', of which the median counts")
    parser.add_argument("--timeout", type=float, default=600.0, help="seconds for each process of a peer or of 'parallel'")
    parser.add_argument("--repeat", type=int, default=7, help="rounds of 'parallel', in which the variants take turns")
    parser.add_argument("--workers", type=int, default=2, help="workers of 'parallel'")
    parser.add_argument("--jobs", type=int, default=1, help="workloads of 'partition' measured at a time")
    parser.add_argument("--folder", type=Path, help="where 'execute' and 'agreement' keep and find profiles and partitions")
    parser.add_argument("--keep", action="store_true", help="write profiling/results/WHAT.json")
    parser.add_argument("--as", dest="kept_as", metavar="NAME", help="write profiling/results/NAME.json instead")
    chosen = parser.parse_args()
    sys.path.insert(0, str(HERE))
    if chosen.what == "document":
        from harness.document import write_results_page

        print(write_results_page())
        return
    check_workloads(parser, chosen)
    rows = peers_rows(parser, chosen) if chosen.what == "peers" else figures_rows(chosen)
    if chosen.keep:
        kept = {"command": command_shown(sys.argv[1:]), "rows": rows}
        (HERE / "results" / f"{chosen.kept_as or chosen.what}.json").write_text(json.dumps(kept, indent=1) + "\n")


def check_workloads(parser: argparse.ArgumentParser, chosen: argparse.Namespace) -> None:
    """Refuse names that nothing is known under."""
    if not chosen.workloads:
        return
    if chosen.what == "parallel":
        from harness.parallel_workloads import program_names as known_names
    else:
        from harness.figures import workload_names as known_names
    known = known_names()
    for name in chosen.workloads.split(","):
        if name not in known:
            parser.error(f"there is no workload {name!r} for '{chosen.what}'; there are {', '.join(known)}.")


def figures_rows(chosen: argparse.Namespace) -> list[dict[str, Any]]:
    """Figures of irpart alone, and of peers that are methods of irpart."""
    if chosen.what == "mapping":
        from harness import mapping_figures

        return mapping_figures.measure_mappings((chosen.methods or mapping_figures.METHODS).split(","), chosen.seeds)
    from harness import figures

    if chosen.what == "validity":
        from harness import simulation_validity

        return simulation_validity.measure_validity()
    if chosen.what == "threads":
        from harness import threads_figures

        return threads_figures.measure_threads()
    if chosen.what == "parallel":
        from harness import parallel_figures, parallel_workloads

        return parallel_figures.measure_parallel(
            chosen.workloads.split(",") if chosen.workloads else parallel_workloads.program_names(), chosen.size,
            parallel_figures.Options(chosen.repeat, chosen.timeout, chosen.workers))
    names = chosen.workloads.split(",") if chosen.workloads else figures.workload_names()
    if chosen.what == "profile":
        return figures.measure_profiles(names, chosen.size)
    if chosen.what == "simulate":
        from harness import simulation_figures

        return simulation_figures.measure_simulations(names, chosen.size)
    if chosen.what == "execute":
        from harness import execution_figures

        return execution_figures.measure_execution(names, chosen.size, chosen.folder)
    if chosen.what == "agreement":
        from harness import agreement_figures

        return agreement_figures.measure_agreement(names, chosen.size, [int(k) for k in chosen.k.split(",")],
                                                   (chosen.methods or agreement_figures.METHODS).split(","), chosen.folder)
    if chosen.what == "partition":
        clusters = [int(k) for k in chosen.k.split(",")]
        from harness import partition_figures

        methods = (chosen.methods or partition_figures.METHODS).split(",")
        return partition_figures.measure_partitions(names, chosen.size, clusters, methods, chosen.jobs)
    return figures.measure_start()


def peers_rows(parser: argparse.ArgumentParser, chosen: argparse.Namespace) -> list[dict[str, Any]]:
    """Figures of peers beside irpart's methods, on graph files or on workloads."""
    from harness import figures, peers_figures
    from peers.peer import PeerError

    from irpart.base.errors import IrpartError

    try:
        compared = peers_figures.Comparison(
            [int(k) for k in chosen.k.split(",")],
            [name for name in (chosen.methods or "irpart,chunks,wb-libra").split(",") if name],
            peers_figures.chosen_peers(chosen.peers), peers_figures.chosen_binaries(chosen.binary), chosen.balance,
            chosen.seed, chosen.timeout)
        workloads = chosen.workloads.split(",") if chosen.workloads else []
        if not workloads and not chosen.graphs:
            workloads = figures.workload_names()
        return peers_figures.measure_peers(peers_figures.graphs_of(chosen.graphs, workloads, chosen.size), compared)
    except (PeerError, IrpartError) as error:
        parser.error(str(error))


def command_shown(arguments: list[str]) -> str:
    """The command as it is kept: folders of absolute paths are left out, they say nothing to others."""
    shown = [re.sub(r"(^|(?<==))[/.~][^=]*/", "", argument) for argument in arguments]
    return " ".join(["python", "profiling/run.py", *shown])


if __name__ == "__main__":
    main()
