"""Loops that verdicts call parallel, run in CPython in orders that only a wrong verdict makes matter."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from math import floor
from random import Random
from typing import Any

import numpy as np

from tests.fuzzing.cases import function_of, plain_helpers
from tests.fuzzing.simulating import POISON


def reordered(text: str, region: Any, verdicts: Sequence[Any], seed: int) -> Any:
    """The program with every parallel and reduction loop in another order.

    Private variables are as before the loop in each iteration, induction variables get their closed forms. Searches for the
    place of an extremum depend on the order of equal values, which their runners keep: such loops stay.
    """
    meanings = dict(region.parameters)
    names = {verdict.loop.name: verdict.loop.line for verdict in verdicts}
    closed: dict[int, list[str]] = {}
    for name, loop, form in region.inductions:
        text_of = re.sub(r"[A-Za-z_][\w.]*", lambda match: meanings.get(match.group(), match.group()), form)
        closed.setdefault(names[loop], []).append(f"{name} = {text_of}")
    loops = {verdict.loop.line: verdict for verdict in verdicts
             if verdict.kind in ("parallel", "reduction") and verdict.loop.kind != "implicit"
             and not any(operation.startswith("arg") for _, operation in verdict.reductions)}
    tree = ast.parse(text)
    tree = ast.fix_missing_locations(_Reorder(loops, closed).visit(tree))
    random = Random(seed)

    def mixed_order(numbers: Any, arrays: Sequence[Any], keep_last: bool) -> Iterator[int]:
        kept = [(array, array.copy()) for array in arrays if isinstance(array, np.ndarray)]
        order = list(numbers)
        last = [order.pop()] if keep_last and order else []
        kind = random.randrange(3)
        if kind == 0:
            random.shuffle(order)
        elif kind == 1:
            order.reverse()
        else:
            cut = random.randrange(len(order) + 1)
            order = order[cut:] + order[:cut]
        for one in order + last:
            for array, values in kept:
                array[...] = values
            yield one

    return function_of(ast.unparse(tree), mixed_order=mixed_order, POISON=POISON, floor=floor, **plain_helpers())


class _Reorder(ast.NodeTransformer):
    """``for i in range(...)`` becomes a loop over a mixed order."""

    def __init__(self, loops: dict[int, Any], closed: dict[int, list[str]]) -> None:
        self.loops, self.closed = loops, closed

    def visit_For(self, node: ast.For) -> Any:
        self.generic_visit(node)
        verdict = self.loops.get(node.lineno)
        if verdict is None or not isinstance(node.iter, ast.Call) or not isinstance(node.target, ast.Name):
            return node
        name, number = node.target.id, node.lineno
        private = [variable for variable in verdict.private if variable.isidentifier()]
        assigned = {n.id for part in node.body for n in ast.walk(part)
                    if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        lines = [f"span{number} = {ast.unparse(node.iter)}"]
        lines += [f"before{number}_{v} = locals().get('{v}', POISON)" for v in private]
        befores = ", ".join(f"before{number}_{v}" for v in private)
        start = [f"if not isinstance(before{number}_{v}, np.ndarray): {v} = before{number}_{v}"
                 for v in private if v != name]
        start += self.closed.get(number, [])
        after = [f"if len(span{number}): {name} = span{number}[-1]"] if name not in assigned else []
        keep_last = bool(verdict.live_out) or name in assigned or number in self.closed
        node.iter = _expression(f"mixed_order(span{number}, [{befores}], {keep_last})")
        node.body = [*_statements(start), *node.body]
        return [*_statements(lines), node, *_statements(after)]


def _statements(lines: Sequence[str]) -> list[ast.stmt]:
    return ast.parse("\n".join(lines)).body


def _expression(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body
