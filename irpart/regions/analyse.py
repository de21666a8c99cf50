"""The way in: a function and the types of its arguments become a RegionTree."""

from __future__ import annotations

from typing import Any

from irpart.regions.affine import Affine
from irpart.regions.drafts import Model
from irpart.regions.exchanges import exchanges_of
from irpart.regions.freeze import frozen_tree
from irpart.regions.inference import TypedFunction, typed_function
from irpart.regions.naming import index_names, leftover_names
from irpart.regions.readings import kept
from irpart.regions.statements import visit_block
from irpart.regions.types import RegionTree, Variable
from irpart.regions.values import Scalar, TupleValue, Value, whole
from irpart.regions.walk import Frame, Walk


def analyse_function(function: Any, argument_types_or_arguments: tuple[Any, ...]) -> RegionTree:
    """Loops and statements of a function with exact reads and writes.

    Parameters
    ----------
    function
        A plain Python function or a jitted one. Functions it calls are read in place when they are jitted, or plain and of
        the same module.
    argument_types_or_arguments
        Numba types, or example arguments, one per parameter.

    Returns
    -------
    RegionTree
        Different array arguments are taken not to overlap; that and all else the model relies on is in ``guards``. What is
        not modelled is a statement of kind ``opaque`` that may read and write all it names.

    Raises
    ------
    InputError
        Not a Python function, wrong number of arguments, or no source at hand.
    UnsupportedProgram
        Numba cannot type the function.

    Notes
    -----
    Linear in the size of the source apart from the emptiness tests of subscripts (one per subscript that is not obviously
    inside its array). Once per function and types within ``kept_readings``.
    """
    typed = typed_function(function, tuple(argument_types_or_arguments))
    return kept(("model", id(typed)), lambda: _modelled(typed), typed)


def _modelled(typed: TypedFunction) -> RegionTree:
    model = Model()
    frame = Frame(typed, "", {}, index_names(typed.tree), leftover_names(typed.tree), exchanges=exchanges_of(typed))
    walk = Walk(model, frame, block=model.body, stack=(typed.dispatcher.py_func,), visit=visit_block)
    names = typed.dispatcher.py_func.__code__.co_varnames
    for name, kind in zip(names, typed.arguments, strict=False):
        walk.frame.environment[name] = _argument(walk, name, kind)
    visit_block(walk, typed.tree.body)
    return frozen_tree(model, typed)


def _argument(walk: Walk, name: str, kind: Any) -> Value:
    """What a parameter stands for: a parameter of the sets, an array with its lengths, a number."""
    model = walk.model
    if hasattr(kind, "ndim") and hasattr(kind, "layout"):
        shape = tuple(model.parameter(f"{name}.shape[{axis}]", 0) for axis in range(kind.ndim))
        model.declare(Variable(name, "argument", str(kind), kind.ndim, tuple(n.text for n in shape), ""), shape)
        return whole(name, shape)
    if hasattr(kind, "types") and hasattr(kind, "count"):
        return TupleValue(tuple(_argument(walk, f"{name}[{place}]", item) for place, item in enumerate(kind.types)))
    literal = getattr(kind, "literal_value", None)
    if isinstance(literal, int) and not isinstance(literal, bool):
        return Affine(literal)
    if hasattr(kind, "bitwidth") and hasattr(kind, "signed"):
        return model.parameter(name, None if kind.signed else 0)
    model.declare(Variable(name, "argument", str(kind), 0, (), ""))
    return Scalar(name)


