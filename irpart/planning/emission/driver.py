"""The driver: the user's function with its loops replaced by regions."""

from __future__ import annotations

import ast
import copy
from collections.abc import Container, Sequence

from irpart.planning.emission.bodies import arguments_of, loop_text
from irpart.planning.emission.comments import comment
from irpart.planning.emission.types import Accumulator, Region, WaveRegion, place_of
from irpart.planning.types import PlanGuard
from irpart.planning.wavefronts.syntax import block, expression, statement_of

COUNTED = 61
"""The last number of a guard that has a count of its own."""
CHUNKS = 64
"""Chunks of a reduction at most; their number depends on sizes only."""
_COSTS = ("first", "middle", "final")
"""Names of what iterations cost, in the driver."""
ARRAY_CHUNKS = 16
"""Chunks at most where each has an array of its own."""


def driver_of(node: ast.FunctionDef, regions: Sequence[Region | WaveRegion], guards: Sequence[PlanGuard], flag: str,
              sequential: str, better: Container[str] = ()) -> ast.FunctionDef:
    """The function that takes the place of the user's.

    Parameters
    ----------
    node
        The function; not changed.
    regions
        Loops of ``node`` to replace.
    guards
        What is checked first.
    flag
        Name of a variable that says whether all guards hold.
    sequential
        Source of the statement to run instead when a guard fails or sizes are too small.
    better
        Bodies that are better code than the loops they come from, also where one worker runs them alone.
    """
    places = {place_of(region.node): region for region in regions}
    made = copy.deepcopy(node)
    made.decorator_list = []
    sizes = [guard for guard in guards if guard.is_size]
    proofs = [guard for guard in guards if not guard.is_size]
    made.body = [statement for inner in made.body for statement in _replaced(inner, places, better)]
    start = 1 if _is_docstring(made.body[0]) else 0
    checks: list[ast.stmt] = []
    for guard in sizes:
        checks += [comment(f"Guard {guard.number}: {guard.text}."),
                   statement_of(f"if not {_asked(guard)}:\n    {sequential}")]
    for place, guard in enumerate(proofs):
        sign = "&=" if place else "="
        checks += [comment(f"Guard {guard.number}: {guard.text}."), statement_of(f"{flag} {sign} {_asked(guard)}")]
    if proofs:
        checks.append(statement_of(f"if not {flag}:\n    {sequential}"))
    made.body[start:start] = checks
    return made


def _asked(guard: PlanGuard) -> str:
    return f"guard_holds({min(guard.number, COUNTED)}, {guard.expression})"


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str) \
        and not node.value.value.startswith("#: ")




def _replaced(node: ast.stmt, places: dict[str, Region | WaveRegion], better: Container[str]) -> list[ast.stmt]:
    if isinstance(node, ast.For) and place_of(node) in places:
        region = places[place_of(node)]
        if isinstance(region, WaveRegion):
            return _tiles(region, node)
        return _region(region, node, region.body in better)
    for name in ("body", "orelse", "finalbody"):
        inner = getattr(node, name, None)
        if isinstance(inner, list) and inner and isinstance(inner[0], ast.stmt):
            setattr(node, name, [new for old in inner for new in _replaced(old, places, better)])
    return [node]


def _region(region: Region, node: ast.For, is_better: bool) -> list[ast.stmt]:
    """Bounds, then the region, then what is left of the loop in the driver."""
    tag = region.tag
    result: list[ast.stmt] = [comment(f"Line {region.line}: {loop_text(region)}. {region.reason}")]
    result += block(f"start_{tag} = {region.start}\nstop_{tag} = {region.stop}")
    if isinstance(region.step, str):
        result.append(statement_of(f"step_{tag} = {region.step}"))
    step = f"step_{tag}" if isinstance(region.step, str) else str(region.step)
    if region.step == 1:
        low, high = f"start_{tag}", f"last_{tag}"
        result.append(statement_of(f"last_{tag} = max(stop_{tag}{' - 1' if region.is_peeled else ''}, start_{tag})"))
        count, tail = f"(last_{tag} - start_{tag})", f"range(last_{tag}, max(stop_{tag}, last_{tag}))"
    else:
        low, high, count = "0", f"count_{tag}", f"count_{tag}"
        whole = f"len(range(start_{tag}, stop_{tag}, {step}))"
        result.append(statement_of(f"count_{tag} = {f'max({whole} - 1, 0)' if region.is_peeled else whole}"))
        tail = f"range(start_{tag} + count_{tag} * {step}, stop_{tag}, {step})"
    if region.is_plain:
        if region.weights:
            result.append(comment("What the first, the middle and the last iteration cost, ns, for parts of equal work."))
            result += [statement_of(f"{name}_{tag} = {text}") for name, text in zip(_COSTS, region.weights, strict=True)]
        cost = f"{_COSTS[1]}_{tag}" if region.weights else region.cost
        result.append(statement_of(f"grain_{tag} = int({region.share} / max({cost}, 0.3)) + 1"))
        packed = ", ".join(arguments_of(region))
        given = f"{region.body}, {low}, {high}, grain_{tag}, ({packed}{',' if packed else ''})"
        weights = ", ".join(f"{name}_{tag}" for name in _COSTS)
        run = [statement_of(f"run_weighed({given}, ({weights}))" if region.weights else f"run_range({given})"),
               *_inductions(region, count)]
        long = expression(f"{count} > grain_{tag}")
        result += run if is_better else [ast.If(long, run, [_as_it_was(region, node, (low, high, step))])]
    else:
        result += _split(region, node, count, (low, high, step))
    if region.is_peeled:
        result.append(comment(f"The last iteration, whose values are used later, of the loop in line {region.line}."))
        result.append(_loop(region, tail, node.body))
    elif region.leaves_target:
        last = f"range(max(stop_{tag} - 1, start_{tag}), stop_{tag})" if region.step == 1 else \
            f"range(start_{tag} + max(count_{tag} - 1, 0) * {step}, stop_{tag}, {step})"
        result.append(_loop(region, last, [ast.Pass()]))
    return result


def _tiles(region: WaveRegion, node: ast.For) -> list[ast.stmt]:
    """The grid of tiles."""
    head = f"for {ast.unparse(node.target)} in {ast.unparse(node.iter)}"
    tiles = [renamed(statement, region.code.body.name, region.body) for statement in region.code.driver]
    return [comment(f"Line {region.line}: {head}. {region.reason}"), *tiles]


def renamed(node: ast.stmt, old: str, new: str) -> ast.stmt:
    """A statement with another name for a function."""
    made = copy.deepcopy(node)
    for inner in ast.walk(made):
        if isinstance(inner, ast.Name) and inner.id == old:
            inner.id = new
        if isinstance(inner, ast.FunctionDef) and inner.name == old:
            inner.name = new
    return made


def _loop(region: Region, over: str, body: list[ast.stmt]) -> ast.stmt:
    return ast.For(ast.Name(region.target, ast.Store()), expression(over), copy.deepcopy(body), [],
                   lineno=region.node.lineno)


def _as_it_was(region: Region, node: ast.For, span: tuple[str, str, str]) -> ast.stmt:
    """The loop itself, for what the region would run.

    With its own bounds where these can be evaluated again: they may tell the compiler more (``k - i - 1`` is not negative).
    """
    low, high, step = span
    if not region.is_peeled and all(map(_is_lasting, _bounds(node))):
        return copy.deepcopy(node)
    over = f"range({low}, {high})" if region.step == 1 else \
        f"range(start_{region.tag}, start_{region.tag} + count_{region.tag} * {step}, {step})"
    return _loop(region, over, node.body)


def _bounds(node: ast.For) -> list[ast.expr]:
    """What ``range`` is given in the head of a loop."""
    return node.iter.args if isinstance(node.iter, ast.Call) else []


def _is_lasting(node: ast.AST) -> bool:
    """Whether an expression has no calls and reads no elements."""
    if isinstance(node, ast.Subscript):
        return isinstance(node.value, ast.Attribute) and node.value.attr == "shape" and _is_lasting(node.slice)
    return not isinstance(node, ast.Call) and all(map(_is_lasting, ast.iter_child_nodes(node)))


def _inductions(region: Region, count: str) -> list[ast.stmt]:
    return [statement_of(f"{name} = {name} + {step} * {count}") for name, step in region.inductions]


def _split(region: Region, node: ast.For, count: str, span: tuple[str, str, str]) -> list[ast.stmt]:
    """A region whose body has arrays or accumulators of its own, and the loop as it was for what is too small."""
    tag = region.tag
    low, high, _ = span
    plain = _as_it_was(region, node, span)
    packed = f"({', '.join(arguments_of(region))},)"
    if not region.accumulators:
        sizes = " + ".join(f"{name}.size" for name in region.copies)
        copied = [statement_of(f"run_range({region.body}, {low}, {high}, grain_{tag}, {packed})"),
                  *_inductions(region, count)]
        return [statement_of(f"grain_{tag} = int(({region.share} + {sizes}) / max({region.cost}, 0.3)) + 1"),
                ast.If(expression(f"{count} > grain_{tag}"), copied, [plain])]
    result = [statement_of(f"chunks_{tag} = {_chunks(region, count)}")]
    parts = [inner for one in region.accumulators for inner in _prepared(one, tag)]
    parts.append(statement_of(f"run_chunks({region.body}, chunks_{tag}, {packed})"))
    extremes = [one for one in region.accumulators if one.form == "extreme"]
    combined = [inner for one in region.accumulators for inner in _combined(one, tag)] + _inductions(region, count)
    if extremes:
        unsure = " or ".join(f"{a.name} != {a.name} or np.any({a.name}_flags_{tag})" for a in extremes)
        combined = [ast.If(expression(unsure),
                           [comment("NaN: the order of the iterations decides."), copy.deepcopy(plain)], combined)]
    alone = " or workers() == 1" if all(one.is_exact for one in region.accumulators) else ""
    return [*result, ast.If(expression(f"chunks_{tag} < 2{alone}"), [plain], parts + combined)]


def _chunks(region: Region, count: str) -> str:
    """Source of the number of chunks: by the work, and by the size of arrays that each chunk has for itself."""
    arrays = [a.name for a in region.accumulators if a.form == "array"]
    arrays += list(region.copies)
    if not arrays:
        return f"min({CHUNKS}, int({count} * ({region.cost}) / {region.share}))"
    own = " + ".join(f"{name}.size" for name in arrays)
    return f"min({ARRAY_CHUNKS}, int({count} * ({region.cost}) / ({region.share} + 4.0 * ({own}))))"


def _prepared(one: Accumulator, tag: str) -> list[ast.stmt]:
    """Arrays for the partial results, with what they begin with."""
    parts = f"{one.name}_parts_{tag}"
    if one.form == "array":
        make = {"sum": "zeros", "product": "ones"}.get(one.operation, "empty")
        text = f"{parts} = np.{make}((chunks_{tag},) + {one.name}.shape, {one.kind})"
        if make == "empty":
            text += "\n" + _elements(one, tag, "{part} = {whole}")
        return block(text)
    if one.form == "search":
        kept = [f"{name}_parts_{tag} = np.empty(chunks_{tag}, {kind})" for name, kind in ((one.name, one.kind), *one.kept)]
        return block("\n".join([*kept, f"{one.name}_flags_{tag} = np.zeros(chunks_{tag}, np.bool_)"]))
    if one.form == "extreme":
        sign = "-" if one.operation == "max" else ""
        return block(f"{parts} = np.full(chunks_{tag}, {one.kind}({sign}np.inf))\n"
                     f"{one.name}_flags_{tag} = np.zeros(chunks_{tag}, np.bool_)")
    if one.operation in ("sum", "product"):
        make = "zeros" if one.operation == "sum" else "ones"
        return block(f"{parts} = np.{make}(chunks_{tag}, {one.kind})\n{parts}[0] = {one.name}")
    return block(f"{parts} = np.empty(chunks_{tag}, {one.kind})\n{parts}[:] = {one.name}")


def _combined(one: Accumulator, tag: str) -> list[ast.stmt]:
    """Partial results taken in, in the order of the chunks."""
    if one.form == "array":
        return block(_elements(one, tag, one.combine))
    parts = f"{one.name}_parts_{tag}[chunk_{tag}]"
    combine = one.combine.replace("{part}", parts) if one.form != "search" else ""
    if one.form == "search":
        test = one.combine.replace("{part}", parts)
        taken = "".join(f"\n        {name} = {name}_parts_{tag}[chunk_{tag}]" for name, _ in one.kept)
        return block(f"for chunk_{tag} in range(chunks_{tag}):\n"
                     f"    if {one.name}_flags_{tag}[chunk_{tag}] and {test}:\n        {one.name} = {parts}{taken}")
    if one.form == "fold" and one.operation in ("sum", "product"):
        return block(f"{one.name} = {one.name}_parts_{tag}[0]\n"
                     f"for chunk_{tag} in range(1, chunks_{tag}):\n    {combine}")
    return block(f"for chunk_{tag} in range(chunks_{tag}):\n    {combine}")


def _elements(one: Accumulator, tag: str, text: str) -> str:
    """Source of a statement for each element of an array in each chunk; as loops, which are compiled faster."""
    at = [f"at_{axis}_{tag}" for axis in range(one.rank)]
    lines = [f"for chunk_{tag} in range(chunks_{tag}):"]
    lines += [f"for {name} in range({one.name}.shape[{axis}]):" for axis, name in enumerate(at)]
    lines.append(text.replace("{part}", f"{one.name}_parts_{tag}[{', '.join([f'chunk_{tag}', *at])}]")
                 .replace("{whole}", f"{one.name}[{', '.join(at)}]"))
    return "\n".join("    " * depth + line for depth, line in enumerate(lines))
