"""A failing program made small: without statements, loops and operands that do not matter."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import replace
from time import monotonic

from tests.fuzzing.making import Program


def shrunk(program: Program, fails: Callable[[Program], bool], seconds: float = 60.0) -> Program:
    """The smallest program found within some time that still fails."""
    end = monotonic() + seconds
    improved = True
    while improved and monotonic() < end:
        improved = False
        for text in _smaller(program.text):
            if monotonic() > end:
                break
            candidate = replace(program, text=text)
            if len(text) < len(program.text) and fails(candidate):
                program, improved = candidate, True
                break
    return program


def _smaller(text: str) -> Iterator[str]:
    """Texts with one thing less, big steps first."""
    tree = ast.parse(text)
    for edit in (_without_statement, _without_block, _without_operand):
        count = sum(1 for _ in ast.walk(tree))
        for number in range(count):
            made = edit(copy.deepcopy(tree), number)
            if made is not None:
                yield ast.unparse(ast.fix_missing_locations(made)) + "\n"


def _bodies(tree: ast.Module) -> Iterator[tuple[list[ast.stmt], int]]:
    for node in ast.walk(tree):
        for name in ("body", "orelse"):
            body = getattr(node, name, None)
            if isinstance(body, list) and not isinstance(node, ast.Module):
                yield from ((body, place) for place in range(len(body)))


def _without_statement(tree: ast.Module, number: int) -> ast.Module | None:
    places = list(_bodies(tree))
    if number >= len(places):
        return None
    body, place = places[number]
    if isinstance(body[place], ast.Return) and len(body) == 1:
        return None
    del body[place]
    for node in ast.walk(tree):
        if isinstance(node, ast.For | ast.While | ast.If | ast.FunctionDef) and not node.body:
            node.body = [ast.Pass()]
    return tree


def _without_block(tree: ast.Module, number: int) -> ast.Module | None:
    places = [(body, place) for body, place in _bodies(tree) if isinstance(body[place], ast.If | ast.For | ast.While)]
    if number >= len(places):
        return None
    body, place = places[number]
    block = body[place]
    assert isinstance(block, ast.If | ast.For | ast.While)
    first: list[ast.stmt] = [ast.Assign([block.target], ast.Constant(2), lineno=0)] if isinstance(block, ast.For) else []
    body[place:place + 1] = [*first, *block.body]
    return tree


def _without_operand(tree: ast.Module, number: int) -> ast.Module | None:
    edit = _Operand(number)
    made = edit.visit(tree)
    return made if edit.number < 0 else None


class _Operand(ast.NodeTransformer):
    """One expression becomes one of its parts; they are numbered in the order of the visit."""

    def __init__(self, number: int) -> None:
        self.number = number

    def visit(self, node: ast.AST) -> ast.AST:
        if self.number >= 0 and isinstance(node, ast.expr):
            for part in _parts(node):
                if self.number == 0:
                    self.number = -1
                    return part
                self.number -= 1
        return self.generic_visit(node)


def _parts(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.BinOp):
        return [node.left, node.right]
    if isinstance(node, ast.IfExp):
        return [node.body, node.orelse]
    if isinstance(node, ast.Call):
        return list(node.args) if not (isinstance(node.func, ast.Name) and node.func.id == "range") else (
            [ast.Call(node.func, [argument], []) for argument in node.args] if len(node.args) > 1 else [])
    return []
