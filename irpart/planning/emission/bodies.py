"""Body functions: a loop over a part of its range, with what it shares as arguments."""

from __future__ import annotations

import ast
import copy

from irpart.planning.emission.comments import comment
from irpart.planning.emission.types import Accumulator, Region, place_of
from irpart.planning.wavefronts.casts import indices_of, unsigned
from irpart.planning.wavefronts.syntax import statement_of
from irpart.regions.accumulators import accumulation, selection


def body_of(region: Region) -> ast.FunctionDef:
    """The function that runs a part of a loop.

    Notes
    -----
    Plain loops take the first iteration of the part and the one behind its last, then what ``arguments_of`` lists. Loops
    with accumulators take the number of a chunk instead, and leave what they find in arrays that are their last arguments.
    """
    tag = region.tag
    head = [comment(f"Line {region.line}: {loop_text(region)}")]
    if region.accumulators:
        parameters, statements = [f"chunk_{tag}"], _chunk_bounds(region)
    else:
        parameters, statements = [f"low_{tag}", f"high_{tag}"], []
    statements += [statement_of(f"{name} = {name}_shared_{tag}.copy()") for name in region.copies]
    first = f"(low_{tag} - start_{tag})" if region.step == 1 else f"low_{tag}"
    statements += [statement_of(f"{name} = {name} + {step} * {first}") for name, step in region.inductions]
    loop = ast.For(ast.Name(region.target, ast.Store()), _range(region), _inner(region), [], lineno=region.node.lineno)
    statements += [*_before(region), loop, *_after(region)]
    names = [*parameters, *_parameters(region)]
    arguments = ast.arguments([], [ast.arg(name) for name in names], None, [], [], None, [])
    return ast.FunctionDef(region.body, arguments, [*head, *statements], [], None, lineno=region.node.lineno)


def loop_text(region: Region) -> str:
    """The loop's head as in the source."""
    return f"for {region.target} in {ast.unparse(region.node.iter)}"


def arguments_of(region: Region) -> list[str]:
    """Source of what the driver hands to the body."""
    tag = region.tag
    fixed = [f"start_{tag}"] if region.step != 1 or region.accumulators or region.inductions else []
    if region.accumulators:
        fixed += [f"last_{tag}" if region.step == 1 else f"count_{tag}", f"chunks_{tag}"]
    if isinstance(region.step, str):
        fixed.append(f"step_{tag}")
    arrays = [f"{name}_parts_{tag}" for name in stored_names(region)]
    flags = [f"{a.name}_flags_{tag}" for a in region.accumulators if a.form in ("search", "extreme")]
    return [*fixed, *_shared(region), *arrays, *flags]


def stored_names(region: Region) -> list[str]:
    """Variables of which each chunk leaves a value: accumulators and what is kept with them."""
    return [name for a in region.accumulators for name in (a.name, *(kept for kept, _ in a.kept))]


def _shared(region: Region) -> list[str]:
    own = set(stored_names(region))
    begun = [name for a in region.accumulators if a.form == "search" for name in (a.name, *(kept for kept, _ in a.kept))]
    return [name for name in region.arguments if name not in own] + begun


def _parameters(region: Region) -> list[str]:
    return [f"{name}_shared_{region.tag}" if name in region.copies else name for name in arguments_of(region)]



def _range(region: Region) -> ast.expr:
    tag = region.tag
    step = f"step_{tag}" if isinstance(region.step, str) else str(region.step)
    start = f"start_{tag}"
    text = f"range(low_{tag}, high_{tag})" if region.step == 1 else \
        f"range({start} + low_{tag} * {step}, {start} + high_{tag} * {step}, {step})"
    return ast.parse(text, mode="eval").body


def _chunk_bounds(region: Region) -> list[ast.stmt]:
    """First iteration of a chunk and the one behind its last."""
    tag = region.tag
    if region.step == 1:
        span, base = f"(last_{tag} - start_{tag})", f"start_{tag} + "
    else:
        span, base = f"count_{tag}", ""
    return [statement_of(f"low_{tag} = {base}{span} * chunk_{tag} // chunks_{tag}"),
            statement_of(f"high_{tag} = {base}{span} * (chunk_{tag} + 1) // chunks_{tag}")]


def _before(region: Region) -> list[ast.stmt]:
    """Where a chunk's accumulators begin."""
    texts = []
    for one in region.accumulators:
        if one.form in ("fold", "extreme", "array"):
            texts.append(f"{one.name} = {one.name}_parts_{region.tag}[chunk_{region.tag}]")
        if one.form in ("search", "extreme"):
            texts.append(f"{one.name}_found_{region.tag} = False")
    return [statement_of(text) for text in texts]


def _after(region: Region) -> list[ast.stmt]:
    """What a chunk leaves."""
    tag, texts = region.tag, []
    for one in region.accumulators:
        if one.form != "array":
            texts += [f"{name}_parts_{tag}[chunk_{tag}] = {name}" for name in (one.name, *(kept for kept, _ in one.kept))]
        if one.form in ("search", "extreme"):
            texts.append(f"{one.name}_flags_{tag}[chunk_{tag}] = {one.name}_found_{tag}")
    return [statement_of(text) for text in texts]


def _inner(region: Region) -> list[ast.stmt]:
    """The loop's body; searches note that they found something, extremes that they met a NaN."""
    found = {a.name: a for a in region.accumulators if a.form in ("search", "extreme")}
    statements = _hinted(region)
    if not found:
        return statements
    noted = _Noted(found, region.tag)
    result: list[ast.stmt] = []
    for statement in statements:
        visited = noted.visit(statement)
        result += visited if isinstance(visited, list) else [visited]
    return result


def _hinted(region: Region) -> list[ast.stmt]:
    """The loop's body with bounds of variables told; else the compiler would let subscripts by them count from the end."""
    node, least = copy.deepcopy(region.node), dict(region.least)
    for one, twin in zip(ast.walk(region.node), ast.walk(node), strict=True):
        if isinstance(one, ast.For) and isinstance(twin, ast.For) and place_of(one) in least:
            assert isinstance(twin.target, ast.Name)
            twin.body.insert(0, statement_of(f"at_least({twin.target.id}, {least[place_of(one)]})"))
        if isinstance(one, ast.Subscript) and isinstance(twin, ast.Subscript) and region.natural:
            indices = [unsigned(index) if (one.lineno, one.col_offset, place) in region.natural else index
                       for place, index in enumerate(indices_of(twin))]
            twin.slice = ast.Tuple(indices, ast.Load()) if isinstance(twin.slice, ast.Tuple) else indices[0]
    return node.body


class _Noted(ast.NodeTransformer):
    """Adds flags to searches and extremes."""

    def __init__(self, accumulators: dict[str, Accumulator], tag: str) -> None:
        self._accumulators = accumulators
        self._tag = tag

    def visit_If(self, node: ast.If) -> ast.stmt:
        """A search, or any branch."""
        found = selection(node)
        if found is not None and found.best in self._accumulators:
            node.body.append(statement_of(f"{found.best}_found_{self._tag} = True"))
            return node
        self.generic_visit(node)
        return node

    def visit_Assign(self, node: ast.Assign) -> ast.stmt | list[ast.stmt]:
        """An extreme, or any assignment."""
        found = accumulation(node)
        if found is None or not isinstance(found.target, ast.Name) or found.target.id not in self._accumulators:
            return node
        name = found.target.id
        if self._accumulators[name].form != "extreme":
            return node
        assert isinstance(node.value, ast.Call)
        value, met = f"{name}_value_{self._tag}", f"{name}_found_{self._tag}"
        taken = next(n for n, argument in enumerate(node.value.args) if argument in found.operands)
        store = ast.Assign([ast.Name(value, ast.Store())], node.value.args[taken], lineno=node.lineno)
        node.value.args[taken] = ast.Name(value, ast.Load())
        return [store, statement_of(f"{met} = {met} or {value} != {value}"), node]
