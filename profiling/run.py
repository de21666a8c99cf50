"""The one entry to measurements: ``python profiling/run.py profile|partition|start|document`` (see scripts/bench).

Every figure is a ratio or a rate measured within one run on this machine; results are kept as JSON under
``profiling/results`` with the command that made them, from which ``document`` writes docs/results.md.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Parse, measure, print, keep."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("what", choices=["profile", "partition", "start", "document"])
    parser.add_argument("--size", default="M", choices=["S", "M", "L"])
    parser.add_argument("--workloads", help="comma-separated names; default: all")
    parser.add_argument("-k", default="8,32,256", help="numbers of clusters for 'partition'")
    parser.add_argument("--methods", default="wb-libra,chunks,hdrf,metis", help="methods for 'partition'")
    parser.add_argument("--keep", action="store_true", help="write profiling/results/WHAT.json")
    chosen = parser.parse_args()
    sys.path.insert(0, str(HERE))
    if chosen.what == "document":
        from harness.document import write_results_page

        print(write_results_page())
        return
    from harness import figures

    names = chosen.workloads.split(",") if chosen.workloads else figures.workload_names()
    if chosen.what == "profile":
        rows = figures.measure_profiles(names, chosen.size)
    elif chosen.what == "partition":
        clusters = [int(k) for k in chosen.k.split(",")]
        rows = figures.measure_partitions(names, chosen.size, clusters, chosen.methods.split(","))
    else:
        rows = figures.measure_start()
    if chosen.keep:
        kept = {"command": " ".join(["python", "profiling/run.py", *sys.argv[1:]]), "rows": rows}
        (HERE / "results" / f"{chosen.what}.json").write_text(json.dumps(kept, indent=1) + "\n")


if __name__ == "__main__":
    main()
