"""The long mode by hand: ``python -m tests.fuzzing --check plan --programs 10000 --seed 1``."""

from __future__ import annotations

import argparse
import sys
import time

from tests.fuzzing.checks import CHECKS
from tests.fuzzing.searching import search


def main() -> int:
    """Search for failures, print each as a minimal program; 1 if there were any."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing", description=__doc__)
    parser.add_argument("--check", choices=[*CHECKS, "all"], default="all", help="how programs are run (all ways in turn)")
    parser.add_argument("--programs", type=int, default=1000, help="random programs for each way")
    parser.add_argument("--seed", type=int, default=int(time.time()) % 1_000_000 * 1000, help="number of the first program")
    parser.add_argument("--failures", type=int, default=5, help="stop after so many")
    parser.add_argument("--shrink-seconds", type=float, default=60.0, help="time to make a failing program small")
    options = parser.parse_args()
    failed = 0
    for name in CHECKS if options.check == "all" else [options.check]:
        print(f"{name}: programs {options.seed} to {options.seed + options.programs - 1}", flush=True)
        report = search(CHECKS[name], options.seed, options.programs, options.failures, options.shrink_seconds,
                        lambda failure: print(failure, flush=True),
                        lambda done: print(f"{done} programs", end="\r", file=sys.stderr, flush=True))
        print(f"{name}: {report.programs} programs, {len(report.failures)} failures; {report.counts}", flush=True)
        failed += len(report.failures)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
