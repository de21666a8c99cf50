"""Other legal schedules of the same graph or ranges, to expose dependences that are missing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from irpart.execution.types import RangePlan, TaskGraph


def shuffled_graph(graph: TaskGraph, seed: int, homes: int) -> TaskGraph:
    """The graph with homes and ranks that a seed chooses.

    In turn of the seed: ranks at random; ranks against the order; random ranks with nearly all tasks at one home; homes of
    long runs. Every schedule of it is legal for the graph, and none is likely to be the one that was meant. O(n).
    """
    random = np.random.default_rng(seed)
    n, kind = graph.n_tasks, seed % 4
    rank = -np.arange(n) if kind == 1 else random.permutation(n)
    home = random.integers(0, homes, n)
    if kind == 2:
        home = np.where(random.random(n) < 0.9, int(random.integers(homes)), home)
    elif kind == 3:
        home = (np.arange(n) * homes // max(1, n) + int(random.integers(homes))) % homes
    return replace(graph, home=home.astype(np.int32), rank=rank.astype(np.int64), n_homes=homes)


def shuffled_ranges(plan: RangePlan, seed: int, homes: int) -> RangePlan:
    """The plan with chunks shared out at random, many homes possibly without any; O(chunks).

    The chunks stay in order, because their numbers say which failure is the first.
    """
    random = np.random.default_rng(seed)
    inner = np.sort(random.integers(0, plan.n_chunks + 1, homes - 1))
    return replace(plan, first=np.concatenate([[0], inner, [plan.n_chunks]]).astype(np.int64))
