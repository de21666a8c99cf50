"""Graphs made from a few numbers: families of random graphs, and of programs whose best cut is known.

Takes: the name of a family, its options, a seed.
Returns: ``DependenceGraph``; ``KnownCut`` for families of which bounds of the best cut are proven.
Formats: none; ``irpart generate`` writes them through ``irpart.graph.formats``.
Add: a file; its function has the file's name, ``@method(known_cut=..., acyclic=...)`` and References; a family with
    ``known_cut`` has a function ``known_connectivity(k, balance, *, options)`` beside it.
Never: uses global random numbers, or partitions a graph.
"""

from __future__ import annotations

import importlib
import inspect
import math
from collections.abc import Collection
from typing import Any

from irpart.base.errors import InputError
from irpart.base.registry import Method, Registry
from irpart.graph.generators._known_cut import KnownCut
from irpart.graph.types import DependenceGraph

__all__ = ["FAMILIES", "KnownCut", "family", "generate", "known_connectivity"]

FAMILIES = Registry("irpart.graph.generators", "irpart.generators", ("seed",), "family")
"""All families: those in this folder and entry points of third parties."""


def family(name: str) -> Method:
    """The family called ``name``, with its options and their defaults.

    Raises
    ------
    InputError
        When there is no such family; the message lists those that exist.
    """
    if name.replace("_", "-") not in FAMILIES.names():
        raise InputError(f"There is no family of graphs '{name}'; choose one of: {', '.join(FAMILIES.names())}.")
    return FAMILIES.get(name)


def generate(name: str, *, seed: int = 0, **options: Any) -> DependenceGraph:
    """A graph of a family.

    Parameters
    ----------
    name, options
        A registered family and its own options (``irpart generate --list``).
    seed
        The same seed gives the same graph, whatever the machine, with the same version of NumPy's generators.

    Raises
    ------
    InputError
        When the family, the seed or an option is wrong, or the graph would be too large.

    Examples
    --------
    >>> generate("butterfly", levels=3)
    DependenceGraph(32 vertices, 48 edges, timing=none)
    """
    found = family(name)
    _check_names(found, options)
    made = found.function(seed=seed, **options)
    assert isinstance(made, DependenceGraph)
    return made


def known_connectivity(name: str, k: int, *, balance: float = 1.03, **options: Any) -> KnownCut:
    """What is proven about the least connectivity (km1) of a graph of a family, cut into k clusters.

    Parameters
    ----------
    name, options
        A family and the options the graph is made with.
    k
        Number of clusters, 1 to 65536.
    balance
        Clusters hold at most ``max(ceil(m / k), floor(balance * m / k))`` of the m edges, weights left aside.

    Raises
    ------
    InputError
        When nothing is proven about the family, or an argument is wrong.

    Examples
    --------
    >>> known_connectivity("planted", 4, groups=8, size=20, shared=3)
    KnownCut(lower=12, upper=12)
    """
    found = family(name)
    _check_names(found, options)
    if not found.capabilities.get("known_cut"):
        raise InputError(f"Nothing is proven about the best cut of the family '{found.name}'; "
                         f"families with a known cut: {', '.join(_with_known_cut())}.")
    if not isinstance(k, int) or isinstance(k, bool) or not 1 <= k <= 65536:
        raise InputError(f"The number of clusters k must be a whole number from 1 to 65536, got {k!r}.")
    if not isinstance(balance, int | float) or not math.isfinite(balance) or balance < 1:
        raise InputError(f"The balance bound is a factor of the mean and at least 1, got {balance!r}.")
    bounds = importlib.import_module(found.function.__module__).known_connectivity
    needed = inspect.signature(bounds).parameters
    made = bounds(k, balance, **{option: value for option, value in options.items() if option in needed})
    assert isinstance(made, KnownCut)
    return made


def _with_known_cut() -> list[str]:
    return [name for name in FAMILIES.names() if FAMILIES.get(name).capabilities.get("known_cut")]


def _check_names(found: Method, options: Collection[str]) -> None:
    unknown = sorted(set(options) - set(found.options))
    if unknown:
        known = ", ".join(f"{name}={value}" for name, value in found.options.items()) or "none"
        raise InputError(f"Family '{found.name}' has no option '{unknown[0]}'; its own options: {known}.")
