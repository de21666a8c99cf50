"""Array expressions become loops over elements, without temporaries, with the bits that Numba computes for the original."""

from __future__ import annotations

import ast
import copy
from dataclasses import replace
from typing import Any

import numpy as np

from irpart.planning.lowering.exchanging import all_apart
from irpart.planning.lowering.facts import Facts
from irpart.planning.lowering.kernel_types import Typing, is_array, only_type
from irpart.planning.lowering.names import Uses
from irpart.planning.lowering.reading import Reader, whole
from irpart.planning.lowering.statements import Walk
from irpart.planning.lowering.storing import Stores
from irpart.planning.types import Note, PlanGuard, Rewrite
from irpart.regions.affine import Affine
from irpart.regions.exchanges import exchanges_of
from irpart.regions.inference import TypedFunction, typed_function

__all__ = ["lower"]


def lower(function: Any, arguments: tuple[Any, ...]) -> Rewrite:
    """Write the array expressions of a function as loops.

    Parameters
    ----------
    function
        A plain Python function or a jitted one.
    arguments
        Numba types of its arguments (or example arguments).

    Returns
    -------
    Rewrite
        The function with loops in place of what could be lowered; a note for each array statement. ``guards`` are
        conditions on the arguments (sizes, slices that are not clipped), ``apart`` pairs of arguments that must not
        overlap: when one of these fails, the original must run.

    Raises
    ------
    InputError
        Not a Python function, wrong number of arguments, or no source at hand.
    UnsupportedProgram
        Numba cannot type the function.
    """
    typed = typed_function(function, tuple(arguments))
    tree = copy.deepcopy(typed.tree)
    walk = _walk(typed, tree)
    if walk is None or any(isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store) for n in ast.walk(tree)):
        why = "NumPy has no name in the function's module, or an attribute of an array is assigned"
        return Rewrite(tree, (Note(tree.lineno, "lowering", f"Nothing is lowered: {why}."),))
    tree.body = walk.block(tree.body)
    ast.fix_missing_locations(tree)
    guards = tuple(PlanGuard(number, text, why) for number, (text, why) in enumerate(walk.facts.guards.items()))
    parameters = frozenset(argument.arg for argument in tree.args.args)
    return Rewrite(tree, tuple(walk.notes), guards, all_apart(walk.exchanges, walk.stores.apart, parameters))


def _walk(typed: TypedFunction, tree: ast.FunctionDef) -> Walk | None:
    names = dict(typed.global_values)
    numpy = next((name for name, value in names.items() if value is np and name not in typed.types), None)
    if numpy is None:
        return None
    parameters = [argument.arg for argument in tree.args.args]
    exchanges = exchanges_of(replace(typed, tree=tree))
    kinds = {name: only_type(found) for name, found in typed.types.items()}
    changed = {node.target for node in ast.walk(tree) if isinstance(node, ast.AugAssign)
               and isinstance(node.target, ast.Name) and is_array(kinds.get(node.target.id))}
    bound = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)
             and node not in changed}
    bound = set(exchanges.rebound([tree], frozenset(bound)))
    typing, facts = Typing(typed.dispatcher.typingctx, numpy), Facts(frozenset(parameters) - bound)
    uses = Uses(tree, set(names) | set(typed.types))
    stores = Stores(typing, facts, uses, frozenset(parameters) | exchanges.groups.keys())
    walk = Walk(typing, facts, kinds, names, uses, stores, exchanges)
    stores.pending = walk.deferred
    for name in parameters:
        if is_array(kinds.get(name)):
            walk.arrays[name] = whole(name, kinds[name])
    _learn(walk.reader(), tree)
    return walk


def _learn(reader: Reader, tree: ast.FunctionDef) -> None:
    """Values of names that are assigned once, before any loop: ``n = A.shape[0]``, ``n, m = A.shape``."""
    facts = reader.facts
    counts = {argument.arg: 1 for argument in tree.args.args}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            counts[node.id] = counts.get(node.id, 0) + 1
    for statement in tree.body:
        if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
            continue
        target, value = statement.targets[0], statement.value
        pairs: list[tuple[ast.expr, Affine | None]]
        if isinstance(target, ast.Name):
            pairs = [(target, reader.affine(value))]
        elif isinstance(target, ast.Tuple) and isinstance(value, ast.Attribute) and value.attr == "shape":
            array = reader.arrays.get(value.value.id) if isinstance(value.value, ast.Name) else None
            pairs = list(zip(target.elts, array.shape, strict=False)) if array is not None else []
        else:
            continue
        for name, known in pairs:
            if isinstance(name, ast.Name) and known is not None and counts[name.id] == 1 and {
                    text.partition(".")[0] for text in known.names} <= facts.fixed:
                facts.values[name.id] = known
