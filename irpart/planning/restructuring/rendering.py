"""Loop structures as syntax trees: heads of the source where they stay right, else bounds from isl's code generator.

References
----------
S. Verdoolaege, S. Cohen, T. Grosser, Polyhedral AST generation is more than scanning polyhedra, TOPLAS 37(4), 2015.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Mapping, Sequence
from typing import Any

from irpart.planning.restructuring.blocks import in_blocks, loop_of_blocks
from irpart.planning.restructuring.expressions import Names, names_of, python_of
from irpart.planning.restructuring.nests import Leaf, Nest, NotModelled, Test
from irpart.planning.restructuring.schedules import Level
from irpart.planning.restructuring.subject import Subject
from irpart.regions.types import Loop


def rendered(subject: Subject, nest: Nest, body: Sequence[Level | Leaf]) -> list[ast.stmt]:
    """The statements that take the place of a nest."""
    return _Renderer(subject, nest).block(body, nest.root.dimensions[:nest.outer], ())


class _Renderer:
    """Writes a structure for one nest."""

    def __init__(self, subject: Subject, nest: Nest) -> None:
        import islpy

        self._isl, self._subject, self._nest = islpy, subject, nest

    def block(self, body: Sequence[Level | Leaf], opened: tuple[str, ...], tests: tuple[Test, ...]) -> list[ast.stmt]:
        """Statements in order; ``opened`` are the dimensions of loops around them, ``tests`` what is already checked."""
        found: list[ast.stmt] = []
        for part in body:
            found += self._leaf(part, tests) if isinstance(part, Leaf) else self._level(part, opened, tests)
        return found

    def _leaf(self, leaf: Leaf, tests: tuple[Test, ...]) -> list[ast.stmt]:
        made: ast.stmt = copy.deepcopy(leaf.node)
        for test, holds in reversed([one for one in leaf.tests if one not in tests]):
            condition = copy.deepcopy(test)
            made = _marked(ast.If(condition if holds else ast.UnaryOp(ast.Not(), condition), [made], []), leaf.node)
        return [made]

    def _level(self, level: Level, opened: tuple[str, ...], tests: tuple[Test, ...]) -> list[ast.stmt]:
        loop = level.only
        if loop is not None and _is_as_it_was(level, loop):
            node = self._subject.node_of(loop.node)
            if len(level.loops) == sum(loop in leaf.loops for leaf in self._nest.leaves):
                return [_wrapped(copy.deepcopy(node), self._tests_around(loop, level), tests, node)]
        if loop is None or not self._keeps_head(loop, opened):
            return self._generated(level, opened)
        node = self._subject.node_of(loop.node)
        inner = self.block(level.body, (*opened, loop.dimension), tests)
        made = _marked(ast.For(copy.deepcopy(node.target), copy.deepcopy(node.iter), inner, []), node)
        blocked = loop_of_blocks(self._subject, self._nest, level, opened)
        if blocked is not None and isinstance(inner[0], ast.For) and ast.dump(inner[0].iter) == ast.dump(
                self._subject.node_of(blocked.node).iter):
            return [in_blocks(self._subject, made, inner[0], blocked)]
        return [made]

    def _tests_around(self, loop: Loop, level: Level) -> tuple[Test, ...]:
        """Conditions between the loop and the one around it."""
        node = self._subject.node_of(loop.node)
        inside = {id(inner) for inner in ast.walk(node)}
        leaf = next(iter(level.loops))
        return tuple(test for test in leaf.tests if id(test[0]) not in inside)

    def _keeps_head(self, loop: Loop, opened: tuple[str, ...]) -> bool:
        """Whether a loop's bounds depend on iterators of loops that are open only."""
        iterators = {one.iterator for leaf in self._nest.leaves for one in leaf.loops}
        outer = {one.iterator for one in self._subject.region.loops if one.dimension in opened}
        used = {n.id for n in ast.walk(self._subject.node_of(loop.node).iter) if isinstance(n, ast.Name)}
        return not (used & iterators) - outer

    def _generated(self, level: Level, opened: tuple[str, ...]) -> list[ast.stmt]:
        """Loops with bounds that isl finds; iterators of loops around them are parameters."""
        names = names_of(self._subject)
        rows = _rows(level)
        union: Any = None
        context = self._subject.region.context
        size = max(len(row) for row in rows.values())
        for leaf, row in rows.items():
            domain = self._domain(leaf, opened)
            kept = [name for name in leaf.statement.dimensions if name not in opened]
            parameters = ", ".join(domain.get_dim_name(self._isl.dim_type.param, n)
                                   for n in range(domain.dim(self._isl.dim_type.param)))
            text = ", ".join([*map(str, row), *["0"] * (size - len(row))])
            head = f"[{parameters}] -> {{ {leaf.statement.name}[{', '.join(kept)}] -> [{text}] }}"
            one = self._isl.Map(head).intersect_domain(domain).to_union_map()
            union = one if union is None else union.union(one)
        if opened:
            around = self._domain(next(iter(rows)), opened, whole=False)
            context = context.align_params(around.get_space()).intersect(around)
        iterators = self._isl.IdList.alloc(self._isl.DEFAULT_CONTEXT, size)
        for place in range(size):
            iterators = iterators.add(self._isl.Id(f"t@{place}"))
        build = self._isl.AstBuild.from_context(context).set_iterators(iterators)
        tree = build.node_from_schedule_map(union)
        return _Writer(self._subject, self._isl, names, {leaf.statement.name: leaf for leaf in rows}, opened).block(tree)

    def _domain(self, leaf: Leaf, opened: tuple[str, ...], whole: bool = True) -> Any:
        """Executions of a statement with the dimensions of open loops as parameters (not whole: what these may be)."""
        kind = self._isl.dim_type
        domain = leaf.statement.domain
        if not whole:
            domain = next((loop.domain for loop in self._subject.region.loops if set(loop.dimensions) == set(opened)), None)
            if domain is None:
                return self._subject.region.context
        for place in range(domain.dim(kind.set) - 1, -1, -1):
            if domain.get_dim_name(kind.set, place) is None:
                raise NotModelled("the model has no name for a loop variable")
        for name in opened:
            at = next((n for n in range(domain.dim(kind.set)) if domain.get_dim_name(kind.set, n) == name), None)
            if at is None:
                raise NotModelled("a loop variable is not known where it is needed")
            domain = domain.move_dims(kind.param, domain.dim(kind.param), kind.set, at, 1)
        return domain.set_tuple_name(leaf.statement.name) if whole else domain.params()


def _rows(level: Level) -> dict[Leaf, list[int | str]]:
    """For each statement its place in time: places in sequences and iterators by turns."""
    found: dict[Leaf, list[int | str]] = {}

    def visit(part: Level | Leaf, row: list[int | str]) -> None:
        if isinstance(part, Leaf):
            found[part] = row
            return
        for place, inner in enumerate(part.body):
            leaves = [inner] if isinstance(inner, Leaf) else list(inner.loops)
            for leaf in leaves:
                rows[leaf] = [*rows.get(leaf, []), part.loops[leaf].dimension, place]
            visit(inner, [])
        for leaf in part.loops:
            found[leaf] = rows[leaf]

    rows: dict[Leaf, list[int | str]] = {leaf: [] for leaf in level.loops}
    visit(level, [])
    return rows


def _is_as_it_was(level: Level, loop: Loop) -> bool:
    """Whether a loop and all in it are in the order of the source."""
    expected: list[Any] = []

    def flat(parts: Sequence[Level | Leaf], where: list[Any]) -> bool:
        for part in parts:
            if isinstance(part, Leaf):
                where.append(part.statement.name)
            elif part.only is None:
                return False
            else:
                where.append(part.only.name)
                if not flat(part.body, where):
                    return False
                where.append("end")
        return True

    def source(node: Loop, where: list[Any]) -> None:
        for part in node.body:
            where.append(part.name)
            if isinstance(part, Loop):
                source(part, where)
                where.append("end")

    found: list[Any] = []
    source(loop, expected)
    return flat(level.body, found) and found == expected


def _wrapped(made: ast.stmt, around: tuple[Test, ...], tests: tuple[Test, ...], node: ast.AST) -> ast.stmt:
    for test, holds in reversed([one for one in around if one not in tests]):
        condition = copy.deepcopy(test)
        made = _marked(ast.If(condition if holds else ast.UnaryOp(ast.Not(), condition), [made], []), node)
    return made


def _marked(made: Any, node: ast.AST) -> Any:
    """A new statement in the user's line of an old one."""
    made.user_line = getattr(node, "user_line", 0)
    return made


class _Writer:
    """isl's loops as Python."""

    def __init__(self, subject: Subject, isl: Any, names: Names, leaves: Mapping[str, Leaf],
                 opened: tuple[str, ...]) -> None:
        self._subject = subject
        self._isl, self._names, self._leaves, self._opened = isl, dict(names), leaves, opened
        self._taken = {ast.unparse(value) for name, value in names.items() if name in opened}

    def block(self, node: Any) -> list[ast.stmt]:
        """Statements of a node of isl's tree."""
        kind, kinds = node.get_type(), self._isl.ast_node_type
        if kind == kinds.block:
            children = node.block_get_children()
            return [made for place in range(children.n_ast_node()) for made in self.block(children.get_ast_node(place))]
        if kind == kinds.for_:
            return self._for(node)
        if kind == kinds.if_:
            other = self.block(node.if_get_else_node()) if node.if_has_else_node() else []
            made = self.block(node.if_get_then_node())
            return [_marked(ast.If(python_of(self._isl, node.if_get_cond(), self._names), made, other), made[0])]
        if kind == kinds.user:
            return [self._user(node)]
        raise NotModelled("isl made a loop in a form that is not handled")

    def _for(self, node: Any) -> list[ast.stmt]:
        own = node.for_get_iterator().get_id().get_name()
        leaf, name = self._named(node, own)
        start = python_of(self._isl, node.for_get_init(), self._names)
        if node.for_is_degenerate():
            self._names[own] = start
            return self.block(node.for_get_body())
        condition = node.for_get_cond()
        operation = condition.op_get_type()
        if operation not in (self._isl.ast_expr_op_type.lt, self._isl.ast_expr_op_type.le) \
                or condition.op_get_arg(0).to_C_str() != own or node.for_get_inc().to_C_str() != "1":
            raise NotModelled("isl made a loop in a form that is not handled")
        stop = python_of(self._isl, condition.op_get_arg(1), self._names)
        if operation == self._isl.ast_expr_op_type.le:
            stop = plus_one(stop)
        self._names[own] = ast.Name(name, ast.Load())
        self._taken.add(name)
        body = self.block(node.for_get_body())
        self._taken.discard(name)
        ends = [stop] if isinstance(start, ast.Constant) and start.value == 0 else [start, stop]
        head = ast.Call(ast.Name("range", ast.Load()), ends, [])
        return [_marked(ast.For(ast.Name(name, ast.Store()), head, body, []), self._source(leaf, name))]

    def _source(self, leaf: Leaf, name: str) -> ast.AST:
        loop = next((loop for loop in leaf.loops if loop.iterator == name), None)
        return self._subject.node_of(loop.node) if loop is not None else leaf.node

    def _named(self, node: Any, own: str) -> tuple[Leaf, str]:
        """A name for a loop: that of the loop of the source it stands for in the deepest statement in it."""
        users: list[Any] = []

        def visit(inner: Any) -> bool:
            if inner.get_type() == self._isl.ast_node_type.user:
                users.append(inner.user_get_expr())
            return True

        node.foreach_descendant_top_down(visit)
        best: tuple[int, Leaf, str] | None = None
        for call in users:
            leaf = self._leaves[call.op_get_arg(0).get_id().get_name()]
            dimensions = self._kept(leaf)
            for place in range(1, call.op_get_n_arg()):
                if call.op_get_arg(place).to_C_str() == own:
                    loop = next(one for one in leaf.loops if one.dimension == dimensions[place - 1])
                    if loop.iterator not in self._taken and (best is None or len(leaf.loops) > best[0]):
                        best = len(leaf.loops), leaf, loop.iterator
        if best is None:
            raise NotModelled("a loop stands for none of the source")
        return best[1], best[2]

    def _kept(self, leaf: Leaf) -> list[str]:
        return [name for name in leaf.statement.dimensions if name not in self._opened]

    def _user(self, node: Any) -> ast.stmt:
        call = node.user_get_expr()
        leaf = self._leaves[call.op_get_arg(0).get_id().get_name()]
        by_dimension = {loop.dimension: loop.iterator for loop in leaf.loops}
        values: dict[str, ast.expr] = {}
        for place, dimension in enumerate(self._kept(leaf), 1):
            values[by_dimension[dimension]] = python_of(self._isl, call.op_get_arg(place), self._names)
        made = _Substituted(values).visit(copy.deepcopy(leaf.node))
        assert isinstance(made, ast.stmt)
        return made


class _Substituted(ast.NodeTransformer):
    """Expressions in place of loop variables."""

    def __init__(self, values: dict[str, ast.expr]) -> None:
        self._values = values

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """A name that stands for a value."""
        found = self._values.get(node.id) if isinstance(node.ctx, ast.Load) else None
        return copy.deepcopy(found) if found is not None else node


def plus_one(value: ast.expr) -> ast.expr:
    """One more, without writing ``+ 1 - 1``."""
    if isinstance(value, ast.Constant):
        return ast.Constant(value.value + 1)  # type: ignore[operator]
    if isinstance(value, ast.BinOp) and isinstance(value.right, ast.Constant) and isinstance(value.right.value, int):
        if isinstance(value.op, ast.Sub):
            less = value.right.value - 1
            return value.left if not less else ast.BinOp(value.left, ast.Sub(), ast.Constant(less))
        if isinstance(value.op, ast.Add):
            return ast.BinOp(value.left, ast.Add(), ast.Constant(value.right.value + 1))
    return ast.BinOp(value, ast.Add(), ast.Constant(1))
