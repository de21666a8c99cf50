"""Which loop of a statement should be innermost: strides in memory, and whether iterations wait for each other.

Costs are cycles an iteration, roughly: a chain of additions waits 4 cycles for each, an access that leaves the cache line
costs about as much, and independent iterations over neighbouring elements are done several at once.
"""

from __future__ import annotations

import re
from typing import Any

from irpart.planning.restructuring.nests import Leaf, Nest
from irpart.regions.types import Access, Loop, RegionTree, Variable

CHAIN, STRIDED, VECTOR, SCALAR = 4.0, 4.0, 0.5, 1.0
"""Cycles of a step of a chain, of an access with a stride, of an iteration done with others, and of one done alone."""
GAIN = 2.0
"""By how much another innermost loop must be predicted to win."""
FEWEST = 8
"""Loops known to be shorter are not made innermost."""


def preferred(region: RegionTree, nest: Nest, leaf: Leaf) -> Loop:
    """The loop that should be innermost for a statement: the present one unless another clearly wins."""
    now = leaf.loops[-1]
    if len(leaf.loops) < 2:
        return now
    variables = {variable.name: variable for variable in region.variables}
    costs = {loop.name: _cost(variables, nest, leaf, loop) for loop in leaf.loops}
    best = min(reversed(leaf.loops), key=lambda loop: costs[loop.name])
    if _is_short(best) or costs[best.name] * GAIN > costs[now.name]:
        return now
    return best


def may_gain(region: RegionTree, nest: Nest) -> bool:
    """Whether a statement in two loops or more leaves the cache line at each iteration of its innermost loop."""
    variables = {variable.name: variable for variable in region.variables}
    return any(_far(variables, leaf, leaf.loops[-1]) for leaf in nest.leaves if len(leaf.loops) > 1)


def _far(variables: dict[str, Variable], leaf: Leaf, loop: Loop) -> int:
    """Different elements that are not near those of the iteration before."""
    strides = {(a.variable, a.subscript): stride_of(variables[a.variable], leaf, a, loop)
               for a in leaf.statement.accesses if not a.variable.endswith(("@state", "@stream"))}
    return sum(not is_near(stride) for stride in strides.values())


def is_near(stride: int | None) -> bool:
    """Whether neighbouring iterations touch the same element or neighbours."""
    return stride is not None and abs(stride) <= 1


def _is_short(loop: Loop) -> bool:
    ends = loop.start, loop.stop
    return all(re.fullmatch(r"-?\d+", end) for end in ends) and int(ends[1]) - int(ends[0]) < FEWEST


def _cost(variables: dict[str, Variable], nest: Nest, leaf: Leaf, loop: Loop) -> float:
    far = _far(variables, leaf, loop)
    if waits(nest, leaf, loop):
        return CHAIN + STRIDED * far
    return VECTOR if not far else SCALAR + STRIDED * far


def waits(nest: Nest, leaf: Leaf, loop: Loop) -> bool:
    """Whether an execution of a statement depends on another one that differs in one loop only."""
    import islpy

    for source, sink, relation in nest.dependences:
        if source is not leaf or sink is not leaf:
            continue
        for place, name in enumerate(leaf.statement.dimensions):
            if name != loop.dimension:
                relation = relation.equate(islpy.dim_type.in_, place, islpy.dim_type.out, place)
        if not relation.is_empty():
            return True
    return False


def stride_of(variable: Variable, leaf: Leaf, access: Access, loop: Loop) -> int | None:
    """Elements between the accesses of neighbouring iterations: 0, 1, -1, a larger stand-in, or None where unknown."""
    import islpy

    if not variable.rank:
        return 0
    if not access.exact:
        return None
    pieces: list[Any] = []
    function = islpy.PwMultiAff.from_map(access.relation) if access.relation.is_single_valued() else None
    if function is None:
        return None
    function.foreach_piece(lambda _, value: pieces.append(value))
    if not pieces:
        return 0
    at = leaf.statement.dimensions.index(loop.dimension)
    steps = [pieces[0].get_aff(axis).get_coefficient_val(islpy.dim_type.in_, at) for axis in range(variable.rank)]
    if not any(not step.is_zero() for step in steps):
        return 0
    near = near_axis(variable)
    if near is None or not steps[near].is_int():
        return None
    if any(not step.is_zero() for axis, step in enumerate(steps) if axis != near):
        return None
    return int(steps[near].to_python())


def near_axis(variable: Variable) -> int | None:
    """The axis along which elements are neighbours in memory, by the layout in the Numba type; None when unknown."""
    if re.search(r", C\b", variable.type) or (variable.rank == 1 and re.search(r", [CF]\b", variable.type)):
        return variable.rank - 1
    return 0 if re.search(r", F\b", variable.type) else None
