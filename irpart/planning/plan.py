"""Plans: a function for given argument types, taken through all steps to a module that runs it in parallel."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from irpart.base.errors import UnsupportedProgram
from irpart.planning.emission.choice import choose
from irpart.planning.emission.clashes import check_names
from irpart.planning.emission.defaults import give_defaults
from irpart.planning.emission.guards import Guards, guards_of
from irpart.planning.emission.module import (
    free_names,
    import_lines,
    module_parts,
    module_text,
    numba_options,
    wave_imports,
)
from irpart.planning.emission.rows import rows_in_flight
from irpart.planning.emission.smallness import large_enough
from irpart.planning.emission.types import Choice, Region, WaveRegion
from irpart.planning.fusion import fuse
from irpart.planning.lowering import lower
from irpart.planning.restructuring import restructure
from irpart.planning.source import function_of
from irpart.planning.types import LoopReport, Note, ParallelPlan, PlanGuard, PlanOptions, PlanRegion, RegionKind, Rewrite
from irpart.regions.analyse import analyse_function
from irpart.regions.dependences import dependences_of
from irpart.regions.inference import TypedFunction, typed_function
from irpart.regions.readings import kept_readings
from irpart.regions.types import Dependence, RegionTree, Verdict
from irpart.regions.verdicts import verdicts_of

Step = Callable[[Any, tuple[Any, ...]], Rewrite]


def plan_function(function: Any, arguments: tuple[Any, ...], options: PlanOptions | None = None) -> ParallelPlan:
    """What of a function runs in parallel, and the module that does it.

    Parameters
    ----------
    function
        A plain Python function or a jitted one.
    arguments
        Numba types, one per parameter (or example arguments); ``types.Omitted`` for defaults that are left out.
    options
        Wishes, if there are any.

    Returns
    -------
    ParallelPlan
        Without regions when nothing is worth it or proven; ``loops`` says why for each loop.

    Raises
    ------
    InputError
        Not a Python function, wrong number of arguments, or no source at hand.
    UnsupportedProgram
        Numba cannot type the function, or its decorator changes what it computes (``locals``, ``forceobj``).

    Notes
    -----
    Some tenths of a second for functions of a hundred lines; nearly all of it are the dependences of isl.
    """
    with kept_readings():
        return _planned(function, tuple(arguments), options)


def _planned(function: Any, arguments: tuple[Any, ...], options: PlanOptions | None) -> ParallelPlan:
    _refuse_strange_decorators(function)
    typed = typed_function(function, _without_omitted(arguments))
    first = _Stage(function, typed, *_modelled(function, typed.arguments), {})
    last, notes, relied = _rewritten(first)
    wanted = options or PlanOptions()
    choice, guards = _chosen(first, last, relied, wanted.share)
    decorator = {**numba_options(function), **dict(wanted.numba)}
    better = rows_in_flight(choice.regions, last.tree, last.typed.tree, last.dependences, last.verdicts,
                            dict(last.typed.types), first.typed.dispatcher)
    checked = guards.checked if last is not first else _with_size(guards.checked, typed.tree, choice, better, wanted.share)
    functions, sequential = module_parts(typed.tree, last.typed.tree, choice.regions, checked, better)
    functions = functions if choice.regions or last is not first else functions[:1]
    if len(functions) > 1:
        check_names(typed, functions)
    give_defaults(functions, _left_out(typed, arguments))
    names = free_names(functions)
    values = {**typed.global_values}
    own = {made.name for made in functions}
    injected = tuple(n for n in names if n in values and n not in own)
    extra = ["import numpy as np"] if "np" in names and "np" not in values else []
    extra += wave_imports(choice.regions)
    plain = typed.dispatcher.py_func
    module = plain.__module__ if plain.__module__ != "__main__" else Path(typed.file).stem
    source = module_text(_title(typed), functions, decorator, extra)
    notes += tuple(Note(last.lines.get(line, line), "guards", f"not checked at the call: {text}.")
                   for line, text in guards.unchecked)
    return ParallelPlan(
        typed.name, typed.file, first.tree.line, first.tree.arguments, source, functions[-1].name,
        sequential,
        tuple(PlanRegion(r.line, _kind(r), r.body) for r in choice.regions),
        _reports(first, choice, notes), checked if len(functions) > 1 else (), notes, injected,
        tuple(import_lines(injected, values, module)))


def _without_omitted(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """Types of defaults instead of their being left out."""
    from numba import typeof, types

    return tuple(typeof(kind.value) if isinstance(kind, types.Omitted) else kind for kind in arguments)


def _left_out(typed: TypedFunction, arguments: tuple[Any, ...]) -> dict[str, bool | int | float]:
    """Parameters whose defaults, plain numbers, are left out."""
    from numba import types

    names = typed.dispatcher.py_func.__code__.co_varnames
    return {name: kind.value for name, kind in zip(names, arguments, strict=False)
            if isinstance(kind, types.Omitted) and type(kind.value) in (bool, int, float) and abs(kind.value) < float("inf")}


def _refuse_strange_decorators(function: Any) -> None:
    """Functions whose decorator changes what they compute in ways that the generated functions do not have."""
    if getattr(function, "locals", None):
        raise UnsupportedProgram("its decorator gives variables types ('locals'), which generated functions do not have.")
    if getattr(function, "targetoptions", {}).get("forceobj"):
        raise UnsupportedProgram("its decorator asks for Python's objects ('forceobj'), which are never run in parallel.")


@dataclass(frozen=True, slots=True, eq=False)
class _Stage:
    """A function between two steps, and from its lines to those of the user's file."""

    function: Any
    typed: TypedFunction
    tree: RegionTree
    dependences: tuple[Dependence, ...]
    verdicts: tuple[Verdict, ...]
    lines: dict[int, int]


def _modelled(function: Any, arguments: tuple[Any, ...]) -> tuple[RegionTree, tuple[Dependence, ...], tuple[Verdict, ...]]:
    tree = analyse_function(function, arguments)
    dependences = dependences_of(tree)
    return tree, dependences, verdicts_of(tree, dependences)


def _kind(region: Region | WaveRegion) -> RegionKind:
    if isinstance(region, WaveRegion):
        return "tiles"
    return "reduction" if region.accumulators else "range"


def _steps() -> tuple[Step, ...]:
    """What is done to a function before its loops are chosen, in this order."""
    return lower, fuse, restructure


def _rewritten(first: _Stage) -> tuple[_Stage, tuple[Note, ...], tuple[PlanGuard, ...]]:
    """The function after all steps (the same stage if none changed it), notes, and what the steps rely on."""
    stage, notes, relied = first, list[Note](), list[PlanGuard]()
    unclear = guards_of(first.tree, _all_arrays(first.tree)).unchecked
    if unclear:
        return first, (Note(unclear[0][0], "steps", f"left as it is: not checked at the call: {unclear[0][1]}."),), ()
    before = ast.unparse(first.typed.tree)
    for step in _steps():
        made = step(stage.function, first.typed.arguments)
        notes += [Note(stage.lines.get(note.line, note.line), note.step, note.text) for note in made.notes]
        if ast.unparse(made.tree) != before:
            before = ast.unparse(made.tree)
            stage = _next_stage(first, stage, made.tree)
            relied += _relied(made)
    return stage, tuple(notes), tuple(relied)


def _relied(made: Rewrite) -> list[PlanGuard]:
    """What a step relies on as guards; their numbers come later."""
    pairs = [PlanGuard(0, f"no_overlap({one}, {other})", f"{one} and {other} share no memory") for one, other in made.apart]
    sizes = [PlanGuard(0, text, f"the loops are long enough for their new order ({text})", is_size=True)
             for text in made.worth]
    return [*made.guards, *pairs, *sizes]


def _next_stage(first: _Stage, stage: _Stage, tree: ast.FunctionDef) -> _Stage:
    function = function_of(tree, first.typed.dispatcher)
    typed = typed_function(function, first.typed.arguments)
    old = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
    new = [node for node in ast.walk(typed.tree) if isinstance(node, ast.stmt)]
    lines = {one.lineno: stage.lines.get(two.lineno, two.lineno) for one, two in zip(new, old, strict=False)
             if type(one) is type(two) and hasattr(two, "lineno")}
    return _Stage(function, typed, *_modelled(function, first.typed.arguments), lines)


def _chosen(first: _Stage, last: _Stage, relied: tuple[PlanGuard, ...], share: float) -> tuple[Choice, Guards]:
    """Regions and guards; loops that rely on what cannot be checked are left out."""
    unclear = guards_of(last.tree, _all_arrays(last.tree))
    lines = frozenset(line for line, _ in unclear.unchecked)
    own = range(last.tree.line, max(node.lineno for node in ast.walk(last.typed.tree) if isinstance(node, ast.stmt)) + 1)
    if any(line not in own for line in lines):
        lines = frozenset(own)
    choice = choose(last.typed.tree, last.tree, last.dependences, last.verdicts, dict(last.typed.types), last.lines, lines,
                    share, last.typed.global_values)
    needed = guards_of(last.tree, choice.touched, last.lines)
    if last is first:
        return choice, needed
    own_guards = guards_of(first.tree, _all_arrays(first.tree)).checked
    both = {guard.expression: guard for guard in (*own_guards, *relied, *needed.checked)}
    numbered = (PlanGuard(number, guard.expression, guard.text, guard.is_size) for number, guard in enumerate(both.values()))
    return choice, Guards(tuple(numbered), needed.unchecked)


def _with_size(guards: tuple[PlanGuard, ...], tree: ast.FunctionDef, choice: Choice, better: Mapping[str, ast.FunctionDef],
               share: float) -> tuple[PlanGuard, ...]:
    """Guards and the one that keeps small calls away from the regions."""
    large = large_enough(tree, choice.regions, better, share) if choice.regions else ""
    size = PlanGuard(len(guards), large, "a loop has enough to do for several workers", is_size=True)
    return (*guards, size) if large else guards


def _all_arrays(tree: RegionTree) -> dict[str, bool]:
    """Arrays of a function and whether it writes them."""
    found: dict[str, bool] = {}
    for statement in tree.statements:
        for access in statement.accesses:
            found[access.variable] = found.get(access.variable, False) or access.is_write
    return found


def _reports(first: _Stage, choice: Choice, notes: tuple[Note, ...]) -> tuple[LoopReport, ...]:
    """Every loop of the user's function, implicit ones included."""
    joined = {note.line: "joins the loop before it." for note in notes if note.step == "fusion" and "joins" in note.text}
    return tuple(LoopReport(v.loop.line, v.loop.text, v.kind, v.reason, choice.treatments.get(
        v.loop.line, joined.get(v.loop.line, "stays as it is."))) for v in first.verdicts)


def _title(typed: TypedFunction) -> str:
    types = ", ".join(map(str, typed.arguments)).replace("\\", "")
    return (f"Parallel version of {typed.name} ({Path(typed.file).name}, line {typed.tree.lineno}), made by irpart.\n\n"
            f"Argument types: {types}.\n")


def standalone_text(plan: ParallelPlan) -> str:
    """The module with imports of what it takes from the user's module, to be imported without the decorator."""
    head, gap, rest = plan.source.partition("\n\n\n")
    return head + "".join(f"\n{line}" for line in plan.imports) + gap + rest


