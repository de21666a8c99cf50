"""Whether a nest may write where it reads: exact offsets between the elements of one array."""

from __future__ import annotations

from irpart.planning.lowering.emitting import Counter, Index
from irpart.planning.lowering.facts import Facts
from irpart.planning.lowering.nodes import NotLowered
from irpart.regions.affine import Affine

Order = tuple[int, ...]


def distance(write: Index, read: Index, loops: tuple[Counter, ...], facts: Facts) -> tuple[int, ...] | str | None:
    """How many iterations after the read of an element its write comes, for each loop.

    Returns
    -------
    tuple of int, None or str
        The distance; None when no element is both written and read; "" when it is not the same for all elements.
    """
    found: dict[str, int] = {}
    names = {counter.name for counter in loops}
    for first, second in zip(write, read, strict=True):
        difference = second - first
        if difference.terms:
            return ""
        moving = first.names & names
        if not moving:
            if difference.constant and not _never_wraps(first, second, facts):
                return ""
            if difference.constant:
                return None
            continue
        steps = {atom.detail: factor for atom, factor in first.terms if atom.kind == "name"}
        if len(moving) > 1 or not moving <= set(steps):
            return ""
        name = next(iter(moving))
        if difference.constant % steps[name]:
            return None
        found[name] = difference.constant // steps[name]
    if set(found) != names:
        return ""
    return tuple(found[counter.name] for counter in loops)


def _never_wraps(first: Affine, second: Affine, facts: Facts) -> bool:
    try:
        facts.at_least_zero(first, "an index is not negative")
        facts.at_least_zero(second, "an index is not negative")
    except NotLowered:
        return False
    return True


def is_safe(target: tuple[str, Index], reads: list[tuple[str, Index]], loops: tuple[Counter, ...], backwards: bool,
            facts: Facts) -> bool:
    """Whether every element is read before, or in, the iteration that writes it, with loops that count upwards."""
    for name, index in reads:
        if name != target[0]:
            continue
        found = distance(target[1], index, loops, facts)
        if found is None:
            continue
        if isinstance(found, str):
            return False
        ordered = found[::-1] if backwards else found
        if next((step for step in ordered if step), 0) < 0:
            return False
    return True
