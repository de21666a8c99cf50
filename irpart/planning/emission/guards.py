"""Guards of the region model as Python expressions that compiled code can check."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from irpart.planning.types import PlanGuard
from irpart.regions.readings import kept
from irpart.regions.types import Guard, RegionTree

_NO_LINES: Mapping[int, int] = MappingProxyType({})
_AS_INDEX = re.compile(r"np\.uint64\((\w+)\)")
"""How generated code writes an index that is not negative."""
LARGEST = 1 << 40
"""Integer arguments that subscripts and bounds depend on must be smaller, so that sums of them stay within 64 bits."""


@dataclass(frozen=True, slots=True)
class Guards:
    """Guards of a function: what is checked, and lines and sentences of what cannot be checked at the call."""

    checked: tuple[PlanGuard, ...]
    unchecked: tuple[tuple[int, str], ...]


def guards_of(tree: RegionTree, touched: Mapping[str, bool], lines: Mapping[int, int] = _NO_LINES) -> Guards:
    """Expressions for all that the model relies on, as far as it concerns the arrays of the regions chosen.

    Parameters
    ----------
    tree
        The model.
    touched
        Arrays that the chosen regions touch, and whether they write them.
    lines
        From the model's lines to those of the user's file, where these are others.

    Returns
    -------
    Guards
        Guards that hold by the types, or of accesses under conditions that depend on data (where a subscript outside its
        array is as undefined as it is in the function itself), are left out.
    """
    known, touched = _at_entry(tree), with_exchanged(tree, touched)
    checked: list[PlanGuard] = []
    unchecked: list[tuple[int, str]] = []
    seen: set[str] = set()
    asked = [(condition, sentence, guard.line) for guard in (*_overflows(tree), *tree.guards)
             for condition, sentence in _expressions(tree, guard, touched, known, lines)]
    texts = iter(_texts([condition for condition, _, _ in asked if _is_set(condition)], known))
    for condition, sentence, line in asked:
        text = next(texts) if _is_set(condition) else condition
        if text is None:
            unchecked.append((line, sentence))
        elif text not in seen and text != "True":
            seen.add(text)
            checked.append(PlanGuard(len(checked), text, sentence))
    return Guards(tuple(checked), tuple(unchecked))


def _is_set(condition: Any) -> bool:
    return condition is not None and not isinstance(condition, str)


def with_exchanged(tree: RegionTree, touched: Mapping[str, bool]) -> Mapping[str, bool]:
    """Arrays touched, and those that may have their names by then because they change places with them."""
    found = dict(touched)
    before = -1
    while before != len(found) + sum(found.values()):
        before = len(found) + sum(found.values())
        for guard in tree.guards:
            together = set(guard.subject) & found.keys() if guard.kind == "exchange" else set()
            if together:
                found |= dict.fromkeys(guard.subject, any(found[name] for name in together))
    return found


def _at_entry(tree: RegionTree) -> dict[str, str]:
    """Source of the parameters that have their values when the function is called."""
    arguments = {name for name, _ in tree.arguments}
    first: dict[str, str] = {}
    for name, meaning in tree.parameters:
        first.setdefault(meaning, name)
    return {name: meaning for meaning, name in first.items() if _root(meaning) in arguments}


def _root(meaning: str) -> str:
    return meaning.partition(".")[0].partition("[")[0]


def _overflows(tree: RegionTree) -> Iterable[Guard]:
    """One guard per integer argument of the model (lengths of arrays are small enough as they are)."""
    types = dict(tree.arguments)
    for _, meaning in tree.parameters:
        small = types.get(meaning, "") in ("int8", "int16", "int32", "uint8", "uint16", "uint32", "bool")
        if ".shape[" not in meaning and _root(meaning) in types and not small:
            yield Guard("range", (meaning,), f"(-{LARGEST} < {meaning}) & ({meaning} < {LARGEST})", tree.line)


def _expressions(tree: RegionTree, guard: Guard, touched: Mapping[str, bool], known: Mapping[str, str],
                 lines: Mapping[int, int]) -> Iterable[tuple[Any, str]]:
    """Source, or a set of parameters, or None for what cannot be checked; and what is told of it."""
    if guard.kind == "range":
        yield guard.condition, f"{guard.subject[0]} is far from the ends of 64-bit integers"
    elif guard.kind == "no overlap":
        one, other = guard.subject
        if one == other:
            if touched.get(one):
                yield f"elements_apart({one})", guard.condition
        elif (touched.get(one) is not None and touched.get(other) is not None) and (touched[one] or touched[other]):
            yield f"no_overlap({one}, {other})", guard.condition
    elif guard.kind in ("bounds", "sizes", "step"):
        if guard.kind == "bounds" and guard.condition.endswith("where executed"):
            return
        condition = guard.condition
        allowed = kept(("guard", id(tree), condition), lambda: _allowed(tree, condition, known), tree)
        yield allowed, _sentence(guard, lines.get(guard.line, guard.line))


def _sentence(guard: Guard, line: int) -> str:
    if guard.kind == "bounds":
        what = _AS_INDEX.sub(r"\1", guard.subject[-1] if guard.subject else guard.condition)
        return f"{what} in line {line} stays within its array"
    if guard.kind == "sizes" and len(guard.subject) > 1:
        return f"{' and '.join(guard.subject)}, which change places, have equal lengths"
    return f"{guard.condition} (line {line})" if guard.kind == "step" else f"lengths in line {line} agree"


def _texts(sets: Sequence[Any], known: Mapping[str, str]) -> list[str | None]:
    """Source for each of some sets of parameters that must all hold; "True" for what the others imply."""
    import islpy

    usual = [_usual(one) for one in sets]
    later = [islpy.Set("{ : }")]
    for one in reversed(usual):
        later.append(later[-1].intersect(one))
    held, texts = islpy.Set("{ : }"), list[str | None]()
    build = islpy.AstBuild.from_context(islpy.Set("{ : }"))
    for place, one in enumerate(usual):
        if held.intersect(later[len(usual) - 1 - place]).is_subset(one):
            texts.append("True")
            continue
        asked = one.gist(held).coalesce().drop_unused_params()
        texts.append(_python(islpy, build.expr_from_set(asked), known))
        held = held.intersect(one)
    return texts


def _usual(allowed: Any) -> Any:
    """Of a set in several pieces that one where all others are of sizes or counts below one.

    Without any work there is nothing to share, and the original code may run.
    """
    pieces = allowed.get_basic_sets()
    if len(pieces) < 2:
        return allowed
    usual = [piece for piece in pieces if not _is_empty_work(piece)]
    return usual[0].to_set() if len(usual) == 1 else allowed


def _is_empty_work(piece: Any) -> bool:
    """Whether some parameter is zero or less all over a piece."""
    import islpy

    kind = islpy.dim_type.param
    below = [piece.upper_bound_val(kind, place, islpy.Val.zero(piece.get_ctx())) for place in range(piece.dim(kind))]
    return any(bool(piece.is_subset(one)) for one in below)


def _allowed(tree: RegionTree, condition: str, known: Mapping[str, str]) -> Any:
    """A condition as a set of the model's parameters; None when it cannot be told at the call."""
    import islpy

    if "->" not in condition:
        condition = f"[{', '.join(name for name, _ in tree.parameters)}] -> {{ : {condition} }}"
    try:
        allowed = islpy.Set(condition)
    except islpy.Error:
        return None
    allowed = allowed.gist_params(tree.context) if allowed.is_params() else allowed
    allowed = allowed.coalesce().drop_unused_params() if hasattr(allowed, "drop_unused_params") else allowed
    names = [allowed.get_dim_name(islpy.dim_type.param, n) for n in range(allowed.dim(islpy.dim_type.param))]
    if any(name not in known for name in names):
        return None
    return allowed


_BINARY = {"and_": "&", "or_": "|", "and_then": "&", "or_else": "|", "add": "+", "sub": "-", "mul": "*", "eq": "==",
           "le": "<=", "lt": "<", "ge": ">=", "gt": ">", "fdiv_q": "//", "pdiv_q": "//", "div": "//", "pdiv_r": "%",
           "zdiv_r": "%"}


def _python(islpy: Any, expression: Any, known: Mapping[str, str]) -> str | None:
    """An expression of isl as Python source."""
    kinds = islpy.ast_expr_type
    if expression.get_type() == kinds.int:
        return str(int(expression.get_val().to_python()))
    if expression.get_type() == kinds.id:
        return known[expression.get_id().get_name()]
    operation = expression.get_op_type()
    parts = [_python(islpy, expression.get_op_arg(n), known) for n in range(expression.get_op_n_arg())]
    texts = [f"({part})" if _is_compound(part) else part for part in parts if part is not None]
    if len(texts) != len(parts):
        return None
    name = operation.name
    if name == "minus":
        return f"-{texts[0]}"
    if name in ("min", "max"):
        return f"{name}({', '.join(texts)})"
    if name in ("cond", "select"):
        return f"{texts[1]} if {texts[0]} else {texts[2]}"
    sign = _BINARY.get(name)
    return f" {sign} ".join(texts) if sign else None


def _is_compound(text: str | None) -> bool:
    return text is not None and not isinstance(ast.parse(text, mode="eval").body,
                                               ast.Name | ast.Constant | ast.Attribute | ast.Subscript | ast.Call)
