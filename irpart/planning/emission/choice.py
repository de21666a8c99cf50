"""Choice of loops: the outermost that may run in parallel on each path, as far as they can be cut out of their function."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from irpart.planning.emission.accumulators import accumulators_of
from irpart.planning.emission.cost import callees_of, iteration_cost
from irpart.planning.emission.liveness import live_after_loops, read_first
from irpart.planning.emission.natural import natural_indices
from irpart.planning.emission.types import Choice, Region, Types, WaveRegion, place_of
from irpart.planning.wavefronts.region import wave_region
from irpart.regions.loops import steps_of
from irpart.regions.naming import assigned_names, jumps, loaded_names
from irpart.regions.types import Dependence, Loop, RegionTree, Verdict

_NESTED = (ast.FunctionDef, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.ClassDef)
_NOTHING: Mapping[str, Any] = MappingProxyType({})

SELDOM = 0.03
"""How often branches are taken to be taken where copies of arrays would be made for them: there may be nothing to add."""


@dataclass(frozen=True, slots=True, eq=False)
class _Function:
    """A function with all that is known about it."""

    node: ast.FunctionDef
    tree: RegionTree
    dependences: tuple[Dependence, ...]
    verdicts: dict[str, Verdict]
    types: Types
    live: dict[int, frozenset[str]]
    lines: dict[int, int]
    blocked: frozenset[int]
    taken: set[str]
    share: float
    callees: Mapping[str, ast.FunctionDef]


def choose(node: ast.FunctionDef, tree: RegionTree, dependences: tuple[Dependence, ...], verdicts: tuple[Verdict, ...],
           types: Types, lines: dict[int, int], blocked: frozenset[int] = frozenset(), share: float = 20000.0,
           values: Mapping[str, Any] = _NOTHING) -> Choice:
    """Loops to run in parallel.

    Parameters
    ----------
    node
        The function, parsed from the source that ``tree`` is of.
    tree, dependences, verdicts
        The model, its dependences and verdicts.
    types
        Numba types of the variables.
    lines
        From lines of ``node`` to lines of the user's file.
    blocked
        Lines of ``node`` with assumptions that cannot be checked; loops with such a line stay as they are.
    share
        Nanoseconds of work that are worth a task.
    values
        Of names that are no variables; functions among them are looked into for what they cost.

    Returns
    -------
    Choice
        Regions in the order of the source, none inside another.
    """
    function = _Function(node, tree, dependences, _by_node(node, verdicts), types, live_after_loops(node), lines, blocked,
                         set(), share, callees_of(node, values))
    regions: list[Region | WaveRegion] = []
    treatments: dict[int, str] = {}
    if node.args.vararg is None and node.args.kwarg is None:
        _search(function, node.body, regions, treatments)
    return Choice(tuple(regions), treatments, _touched(tree, regions, verdicts))


def _by_node(node: ast.FunctionDef, verdicts: tuple[Verdict, ...]) -> dict[str, Verdict]:
    """Verdicts of the function's own loops by their places; those of functions read in place are left out."""
    own = {place_of(inner): ast.dump(inner, include_attributes=True) for inner in ast.walk(node)
           if isinstance(inner, ast.For | ast.While)}
    return {place_of(v.loop.node): v for v in verdicts if isinstance(v.loop.node, ast.For | ast.While)
            and own.get(place_of(v.loop.node)) == ast.dump(v.loop.node, include_attributes=True)}


def _search(function: _Function, nodes: list[ast.stmt], regions: list[Region | WaveRegion],
            treatments: dict[int, str]) -> None:
    for node in nodes:
        if isinstance(node, ast.For | ast.While):
            line = function.lines.get(node.lineno, node.lineno)
            found = _region(function, node)
            if not isinstance(found, str):
                regions.append(found)
                treatments[line] = f"runs {_manner(found)} as {found.body}."
                for inner in ast.walk(node):
                    if isinstance(inner, ast.For | ast.While) and inner is not node:
                        treatments[function.lines.get(inner.lineno, inner.lineno)] = f"runs inside the loop in line {line}."
                continue
            if not treatments.get(line, "").startswith("runs"):
                treatments[line] = found
        for name in ("body", "orelse", "finalbody"):
            _search(function, [s for s in getattr(node, name, []) if isinstance(s, ast.stmt)], regions, treatments)


def _manner(region: Region | WaveRegion) -> str:
    if isinstance(region, WaveRegion):
        return "in tiles that wait for their predecessors"
    return "in chunks whose results are combined in order" if region.accumulators else "in parallel"


def _wave(function: _Function, node: ast.For, verdict: Verdict) -> WaveRegion | str:
    """A nest as a grid of tiles, unless loops in it are parallel and worth it."""
    if _has_worthy_loop(function, node):
        return "stays as it is (wavefront): loops inside it run in parallel."
    span = range(node.lineno, (node.end_lineno or node.lineno) + 1)
    code = None if any(line in span for line in function.blocked) else \
        wave_region(function.tree, verdict, function.dependences, function.node)
    if code is None:
        return "stays as it is (wavefront)."
    line = function.lines.get(node.lineno, node.lineno)
    return WaveRegion(node, line, f"{function.node.name}_line_{_tag(function, line)}", code, verdict.reason)


def _region(function: _Function, node: ast.For | ast.While) -> Region | WaveRegion | str:
    """The region that a loop is, or a sentence that says why it stays as it is."""
    verdict = function.verdicts.get(place_of(node))
    if verdict is None:
        return "stays as it is: it is not modelled."
    if verdict.kind == "wavefront" and isinstance(node, ast.For):
        return _wave(function, node, verdict)
    if verdict.kind not in ("parallel", "reduction"):
        return f"stays as it is ({verdict.kind})."
    if not isinstance(node, ast.For) or not isinstance(node.target, ast.Name) or not verdict.loop.iterator or node.orelse:
        return "stays as it is: its iterations are not numbered by a range."
    problem = _problem(function, node, verdict)
    if problem:
        return f"stays as it is: {problem}"
    accumulators = accumulators_of(node, function.tree, verdict, function.types)
    if isinstance(accumulators, str):
        return f"stays as it is: {accumulators}"
    if any(a.form == "extreme" for a in accumulators) and not _can_run_twice(function, verdict):
        return "stays as it is: it may have to run again because of a NaN, and changes what it reads."
    if any(a.form == "array" for a in accumulators) and _has_worthy_loop(function, node):
        return "stays as it is: loops inside it run in parallel without copies of arrays."
    if _adds_rows_sometimes(function, node, {a.name for a in accumulators if a.form == "array" and not a.is_exact}):
        return "stays as it is: data decide whether it adds anything, and loops inside it add in parallel without rounding."
    found = _built(function, node, verdict, accumulators)
    if isinstance(found, Region) and found.is_peeled and not accumulators and _only_repeats(function, node, found.copies):
        return "stays as it is: its iterations overwrite the same arrays; loops inside it run in parallel without copies."
    return found


def _has_worthy_loop(function: _Function, node: ast.For) -> bool:
    """Whether a parallel loop with a loop of its own is inside."""
    return any(_kind(function, inner) == "parallel" and any(isinstance(n, ast.For | ast.While) for s in inner.body
                                                            for n in ast.walk(s))
               for inner in ast.walk(node) if isinstance(inner, ast.For) and inner is not node)


def _adds_rows_sometimes(function: _Function, node: ast.For, arrays: set[str]) -> bool:
    """Whether parallel loops under a condition accumulate into some of the arrays.

    Copies of whole arrays for each chunk would cost more than the rows that are added, where few are; the sums would be
    rounded otherwise, too, and conditions that depend on them may then turn out otherwise.
    """
    added = [inner for test in ast.walk(node) if isinstance(test, ast.If) for inner in ast.walk(test)
             if isinstance(inner, ast.For) and _kind(function, inner) == "parallel"]
    stored = {n.value.id for inner in added for n in ast.walk(inner) if isinstance(n, ast.Subscript)
              and isinstance(n.ctx, ast.Store) and isinstance(n.value, ast.Name)}
    return bool(stored & arrays)


def _only_repeats(function: _Function, node: ast.For, copies: tuple[str, ...]) -> bool:
    """Whether a loop writes no arrays but those that each call would copy, and writes them in parallel loops inside.

    Such a loop repeats its work (rounds of a benchmark, say): its last iteration alone would be waited for.
    """
    inner = [n for s in node.body for n in ast.walk(s) if isinstance(n, ast.For)]
    parallel = {verdict.loop.name for n in inner if (verdict := function.verdicts.get(place_of(n))) is not None
                and verdict.kind == "parallel"}
    outer = function.verdicts[place_of(node)].loop.name
    ranks = {variable.name: variable.rank for variable in function.tree.variables}
    written = [(access.variable, set(statement.loops)) for statement in function.tree.statements
               if outer in statement.loops for access in statement.accesses
               if access.is_write and ranks.get(access.variable)]
    return bool(copies) and all(name in copies and loops & parallel for name, loops in written)


def _can_run_twice(function: _Function, verdict: Verdict) -> bool:
    """Whether a second run of a loop gives what the first gave: no element is read and then written, but accumulators."""
    ranks = {variable.name: variable.rank for variable in function.tree.variables}
    if any(d.kind == "anti" and ranks.get(d.variable) and d.is_inside(verdict.loop.name)
           and (d.variable, d.accumulates) not in verdict.reductions for d in function.dependences):
        return False
    inside = [statement for statement in function.tree.statements if verdict.loop.name in statement.loops]
    return not any(one.variable == other.variable and ranks.get(one.variable)
                   and (one.variable, one.accumulates) not in verdict.reductions
                   and not one.relation.intersect(other.relation).is_empty()
                   for statement in inside for one in statement.reads for other in statement.writes)


def _kind(function: _Function, node: ast.stmt) -> str:
    verdict = function.verdicts.get(place_of(node))
    return verdict.kind if verdict is not None else ""


def _problem(function: _Function, node: ast.For, verdict: Verdict) -> str:
    """Why the body cannot stand in a function of its own, "" if it can."""
    from numba import types

    assert isinstance(node.target, ast.Name)
    target = node.target.id
    if {types.unliteral(kind) for kind in function.types.get(target, ())} != {types.int64}:
        return f"its variable '{target}' is not a 64-bit integer throughout the function."
    if target in assigned_names(node.body):
        return f"its variable '{target}' is assigned inside it."
    if verdict.loop.step == 0 and not verdict.loop.stride:
        return "its step is not known."
    if any(isinstance(inner, _NESTED) for inner in ast.walk(node)):
        return "a function or comprehension is defined inside it."
    if any(not isinstance(jump, ast.Continue | ast.Raise | ast.Assert) for jump in jumps(node.body)):
        return "it may be left early."
    span = range(node.lineno, (node.end_lineno or node.lineno) + 1)
    if any(line in span for line in function.blocked):
        return "something that its proof relies on cannot be checked when the function is called."
    return ""


def _built(function: _Function, node: ast.For, verdict: Verdict, accumulators: tuple[Any, ...]) -> Region | str:
    assert isinstance(node.target, ast.Name)
    target, loop = node.target.id, verdict.loop
    written = assigned_names(node.body)
    first = read_first(node.body)
    combined = {name for name, _ in verdict.reductions}
    steps = {name: step for name, step in steps_of(node.body).items() if (name, loop.name) in
             {(name, where) for name, where, _ in function.tree.inductions}}
    exposed = (first & written) - combined - {target}
    unknown = sorted(name for name in exposed if name not in steps and name not in verdict.private)
    if unknown:
        return f"stays as it is: '{unknown[0]}' is carried from one iteration to the next."
    out = function.live[id(node)] & written - combined - set(steps)
    unsure = sorted(name for name in out if name not in verdict.private and not _is_certain(node.body, name))
    if unsure:
        return f"stays as it is: the last value of '{unsure[0]}' is needed and may come from any iteration."
    needs_last = {name for name in out if name in verdict.live_out or name not in verdict.private}
    copies = _copies(function, verdict, node)
    if isinstance(copies, str):
        return f"stays as it is: {copies}"
    if any(name in verdict.live_out for name in copies):
        needs_last |= set(copies)
    unset = written - _set_elsewhere(function, node) - function.live[id(node)]
    arguments = _arguments(function, node, (written - exposed - combined) | unset | {target})
    strange = [name for name in arguments if not _can_be_handed(function.types.get(name, ()))]
    strange += _hidden_aliases(function, arguments, {a.name for a in accumulators if a.form == "array"} | set(copies))
    if strange:
        return f"stays as it is: '{strange[0]}' cannot be handed to a function of its own."
    bounds = [ast.unparse(argument) for argument in node.iter.args]  # type: ignore[attr-defined]
    line = function.lines.get(node.lineno, node.lineno)
    known = (_locals(function) - written - {target}) | _constants(function, node)
    start, stop = ("0", bounds[0]) if len(bounds) == 1 else (bounds[0], bounds[1])
    tag = _tag(function, line)
    middle = f"(start_{tag} + stop_{tag}) // 2"
    inside = known | {f"start_{tag}", f"stop_{tag}"}
    taken = SELDOM if any(a.form == "array" for a in accumulators) else 1.0
    last = f"stop_{tag} {'-' if (loop.step or 1) > 0 else '+'} 1"
    cost, begin, end = (iteration_cost(node, inside, place, taken, function.callees).text
                        for place in (middle, f"start_{tag}", last))
    return Region(node, line, tag, f"{function.node.name}_line_{tag}", start, stop, loop.step or bounds[2], tuple(arguments),
                  tuple(sorted(steps.items())), copies, bool(needs_last), target in function.live[id(node)], cost,
                  accumulators, verdict.reason, function.share, _least(function, node),
                  (begin, cost, end) if begin != end else (), natural_indices(function.tree, function.node, loop.name))


def _least(function: _Function, node: ast.For) -> tuple[tuple[str, int], ...]:
    """Loops of a region, the region's own and those that do not begin at a constant, with their least natural values."""
    import islpy

    found = []
    for inner in ast.walk(node):
        verdict = function.verdicts.get(place_of(inner)) if isinstance(inner, ast.For) else None
        if verdict is None or not isinstance(inner, ast.For) or not isinstance(inner.target, ast.Name):
            continue
        first = inner.iter.args[0] if isinstance(inner.iter, ast.Call) and len(inner.iter.args) == 2 else None
        plain = inner is not node and (first is None or isinstance(first, ast.Constant))
        if verdict.loop.iterator and not plain:
            domain = verdict.loop.domain
            value = domain.dim_min_val(domain.dim(islpy.dim_type.set) - 1)
            if value.is_int() and not value.is_neg():
                found.append((place_of(inner), int(value.to_python())))
    return tuple(found)


def _tag(function: _Function, line: int) -> str:
    """The line, with underscores where other regions or names of the function end alike."""
    tag = str(line)
    names = {inner.id for inner in ast.walk(function.node) if isinstance(inner, ast.Name)}
    while tag in function.taken or any(name.endswith(f"_{tag}") for name in names):
        tag += "_"
    function.taken.add(tag)
    return tag


def _is_certain(body: list[ast.stmt], name: str) -> bool:
    """Whether every iteration assigns a variable, before anything can end it."""
    for node in body:
        targets = [t for t in node.targets if isinstance(t, ast.Name | ast.Tuple)] if isinstance(node, ast.Assign) else []
        if name in assigned_names(targets):
            return True
        if jumps([node]):
            return False
    return False


def _locals(function: _Function) -> frozenset[str]:
    given = function.node.args
    return assigned_names(function.node.body) | {a.arg for a in (*given.posonlyargs, *given.args, *given.kwonlyargs)}


def _set_elsewhere(function: _Function, node: ast.For) -> frozenset[str]:
    """Variables that have a value without a loop: others that it seems to read first are unset before it."""
    inside = {id(inner) for inner in ast.walk(node)}
    given = function.node.args
    stored = {inner.id for inner in ast.walk(function.node)
              if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store) and id(inner) not in inside}
    return frozenset(stored | {a.arg for a in (*given.posonlyargs, *given.args, *given.kwonlyargs)})


def _constants(function: _Function, node: ast.For) -> frozenset[str]:
    """Names that are not variables of the function."""
    return loaded_names([node]) - _locals(function)


def _arguments(function: _Function, node: ast.For, own: frozenset[str] | set[str]) -> list[str]:
    """Variables that the body reads from outside, in the order of their appearance."""
    local = _locals(function) - own
    found = [inner.id for s in node.body for inner in ast.walk(s) if isinstance(inner, ast.Name) and inner.id in local]
    return list(dict.fromkeys(found))


def _can_be_handed(kinds: tuple[Any, ...]) -> bool:
    from numba import types

    plain = types.Number | types.Boolean | types.Array | types.BaseTuple | types.UnicodeType | types.Record
    return bool(kinds) and all(isinstance(types.unliteral(kind), plain) for kind in kinds)


def _copies(function: _Function, verdict: Verdict, node: ast.For) -> tuple[str, ...] | str:
    """Arrays from outside that each call needs for itself."""
    inside = {place_of(inner) for inner in ast.walk(node) if isinstance(inner, ast.For | ast.While)}
    own = {loop.name for loop in function.tree.loops if place_of(loop.node) in inside} | {verdict.loop.name}
    own |= {inner.name for inner in _loops_in(verdict.loop)}
    known = {variable.name: variable for variable in function.tree.variables}
    found = []
    for name in verdict.private:
        variable = known.get(name)
        if variable is None or not variable.rank or variable.role == "hidden" or variable.owner in own:
            continue
        rebound = sum(isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Store)
                      for n in ast.walk(function.node))
        if name not in function.types or rebound > (variable.role != "argument"):
            return f"the array '{name}' would need a copy for each iteration."
        found.append(name)
    return tuple(sorted(found))


def _loops_in(loop: Loop) -> list[Loop]:
    return [found for node in loop.body if isinstance(node, Loop) for found in (node, *_loops_in(node))]


def _hidden_aliases(function: _Function, arguments: list[str], own: set[str]) -> list[str]:
    """Where arrays are replaced by copies, other names that may look at them."""
    if not own:
        return []
    bases = {variable.name for variable in function.tree.variables if variable.rank}
    rebound = [name for name in own if name not in arguments]
    assigned = assigned_names(function.node.body)
    names = {name for name, _ in function.tree.arguments}
    return rebound + [name for name in arguments if any(hasattr(kind, "ndim") for kind in function.types.get(name, ()))
                      and (name not in bases or (name in names and name in assigned))]


def _touched(tree: RegionTree, regions: list[Region | WaveRegion], verdicts: tuple[Verdict, ...]) -> dict[str, bool]:
    """Arrays that the regions touch, and whether one writes them."""
    places = {place_of(region.node) for region in regions}
    chosen = {verdict.loop.name for verdict in verdicts if place_of(verdict.loop.node) in places}
    found: dict[str, bool] = {}
    for statement in tree.statements:
        if chosen & set(statement.loops):
            for access in statement.accesses:
                found[access.variable] = found.get(access.variable, False) or access.is_write
    return found
