"""The state while a function is read, and how statements are entered into the model."""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from irpart.regions.affine import Affine
from irpart.regions.drafts import AccessDraft, LoopDraft, Model, Scope, StatementDraft, line_of
from irpart.regions.exchanges import Exchanges
from irpart.regions.inference import TypedFunction
from irpart.regions.naming import assigned_names
from irpart.regions.types import LoopKind, Variable
from irpart.regions.values import ArrayValue, Axis, Part, Scalar, Unbound, Value

ANY_ARRAY = "*"
"""Stands for every array of the function in accesses through a variable that may be any of them."""


@dataclass(slots=True)
class Frame:
    """One function being read: the analysed one, or one it calls, whose variables carry a prefix."""

    typed: TypedFunction
    prefix: str
    environment: dict[str, Value] = field(default_factory=dict)
    index_names: frozenset[str] = frozenset()
    leftovers: frozenset[str] = frozenset()
    returned: list[Value] = field(default_factory=list)
    exchanges: Exchanges = field(default_factory=Exchanges)

    def rebound(self, nodes: Iterable[ast.AST]) -> frozenset[str]:
        """Variables that statements bind to other values; an exchange of arrays leaves each name its array in the model."""
        nodes = list(nodes)
        return self.exchanges.rebound(nodes, assigned_names(nodes))


@dataclass(slots=True)
class Walk:
    """Model, function, scope and block of the statement at hand, and the accesses gathered for it.

    ``doubtful`` is above 0 inside operands that may not be evaluated.
    """

    model: Model
    frame: Frame
    scope: Scope = field(default_factory=Scope)
    block: list[LoopDraft | StatementDraft] = field(default_factory=list)
    accesses: list[AccessDraft] = field(default_factory=list)
    doubtful: int = 0
    may_raise: str = ""
    stack: tuple[Any, ...] = ()
    visit: Callable[[Walk, list[ast.stmt]], None] | None = None

    def kinds(self, name: str) -> tuple[Any, ...]:
        """Numba types of a variable of the function at hand."""
        return self.frame.typed.types.get(name, ())

    def scalar_name(self, name: str) -> str:
        """A variable's name in the model."""
        return self.frame.prefix + name

    def read(self, access: AccessDraft) -> None:
        """Add an access to the statement at hand."""
        if access not in self.accesses:
            self.accesses.append(replace(access, exact=access.exact and not self.doubtful) if self.doubtful else access)

    def touch_scalar(self, name: str, is_write: bool, accumulates: str = "", role: str = "local") -> None:
        """A read or write of a scalar (by its name in the model)."""
        from numba import types

        kinds = {str(types.unliteral(kind)): None for kind in self.kinds(name.removeprefix(self.frame.prefix))}
        self.model.declare(Variable(name, role, " | ".join(kinds), 0, (), self.owner))
        self.read(AccessDraft(name, is_write, (), True, accumulates))

    @property
    def owner(self) -> str:
        """The innermost loop, "" outside loops."""
        return self.scope.loops[-1] if self.scope.loops else ""

    def hidden(self, purpose: str, node: ast.AST) -> str:
        """A name for a scalar or array that only the model knows."""
        count = sum(name.startswith(f"{purpose}@{line_of(node)}") for name in self.model.variables)
        name = f"{purpose}@{line_of(node)}" + (f".{count}" if count else "")
        self.model.declare(Variable(name, "hidden", "", 0, (), self.owner))
        return name

    def local_array(self, name: str, shape: tuple[Affine | None, ...], kind: str, hidden: bool = False) -> str:
        """Enter an array allocated here; the name gets a number when it is taken."""
        taken, count = name, 2
        while taken in self.model.variables:
            taken, count = f"{name}#{count}", count + 1
        texts = tuple("?" if length is None else length.text for length in shape)
        self.model.declare(Variable(taken, "hidden" if hidden else "local", kind, len(shape), texts, self.owner), shape)
        return taken

    def emit(self, kind: str, node: ast.AST, reason: str = "", text: str = "") -> StatementDraft:
        """Enter a statement with the accesses gathered so far, and forget those."""
        for hidden in self.scope.conditions:
            self.read(AccessDraft(hidden, False, ()))
        draft = StatementDraft(f"S{len(self.model.statements)}", node, kind, self.scope,
                               (*self.scope.order, str(len(self.block))), self.accesses, self.may_raise, reason, text)
        self.model.statements.append(draft)
        self.block.append(draft)
        self.accesses, self.may_raise = [], ""
        return draft

    @contextlib.contextmanager
    def apart(self) -> Iterator[None]:
        """Statements entered inside do not take the accesses gathered so far."""
        accesses, may_raise = self.accesses, self.may_raise
        self.accesses, self.may_raise = [], ""
        try:
            yield
        finally:
            self.accesses, self.may_raise = accesses, may_raise

    @contextlib.contextmanager
    def within(self, scope: Scope, block: list[LoopDraft | StatementDraft] | None = None) -> Iterator[None]:
        """Another scope, and maybe another block, for what is inside."""
        before = self.scope, self.block
        self.scope = scope
        if block is not None:
            self.block = block
        try:
            yield
        finally:
            self.scope, self.block = before

    def open_loop(self, node: ast.AST, kind: LoopKind, iterator: str, step: int = 1) -> tuple[LoopDraft, Scope]:
        """Enter a loop at the end of the block; the scope inside it, without bounds."""
        dimension = self.model.unique(iterator or ("q" if kind == "implicit" else "w"))
        draft = LoopDraft(f"L{len(self.model.loops)}", iterator, dimension, node, kind, step, "", "", "")
        scope, position = self.scope, str(len(self.block))
        self.model.loops.append(draft)
        self.block.append(draft)
        inner = replace(scope, loops=(*scope.loops, draft.name), dimensions=(*scope.dimensions, dimension),
                        iterators=(*scope.iterators, dimension),
                        order=(*scope.order, position, dimension if step >= 0 else f"-{dimension}"))
        return draft, inner

    @contextlib.contextmanager
    def implied(self, shape: tuple[Affine | None, ...] | None, node: ast.AST) -> Iterator[tuple[Affine, ...]]:
        """Implicit loops over the axes of an array expression; yields the index of an element."""
        with contextlib.ExitStack() as stack:
            at: list[Affine] = []
            for length in (None,) if shape is None else shape:
                draft, scope = self.open_loop(node, "implicit", "")
                draft.start, draft.stop = "0", "" if length is None else length.text
                self.model.at_least[draft.dimension] = 0
                scope = scope.where(f"{draft.dimension} >= 0")
                scope = scope.under(self.model.number()) if length is None else scope.where(
                    f"{draft.dimension} < {length.text}")
                draft.scope = scope
                stack.enter_context(self.within(scope, draft.body))
                at.append(Affine.of(draft.dimension))
            yield tuple(at)

    def read_parts(self, value: ArrayValue, at: tuple[Affine, ...]) -> None:
        """Reads of one element of an array expression."""
        for part in value.parts:
            self.touch_part(part, at, False, known=value.shape is not None)

    def touch_part(self, part: Part, at: tuple[Affine, ...], is_write: bool, accumulates: str = "",
                   known: bool = True) -> None:
        """One element of an array is read or written."""
        index = part.element(at) if known else (None,) * len(part.index)
        self.read(AccessDraft(part.variable, is_write, index, None not in index, accumulates, part.subscript))

    def read_whole(self, value: ArrayValue) -> None:
        """Reads of some elements of the arrays behind a value."""
        for part in value.parts:
            index = tuple(i if isinstance(i, Affine) else None for i in part.index)
            self.read(AccessDraft(part.variable, False, index, False, "", part.subscript))

    def write_whole(self, value: ArrayValue) -> None:
        """Writes of some elements of the array that a view looks at."""
        for part in value.parts:
            index = tuple(i if isinstance(i, Affine) else None for i in part.index)
            self.read(AccessDraft(part.variable, True, index, False, "", part.subscript))

    def every_array(self) -> ArrayValue:
        """Any element of any array: what a variable may be that is bound to different arrays."""
        self.model.tainted = True
        return ArrayValue(None, (Part(ANY_ARRAY, ()),), True)

    def fresh_integer(self, name: str) -> Affine:
        """A symbol for an integer that is not affine: a parameter outside loops, a dimension inside them."""
        if not self.scope.dimensions:
            return self.model.parameter(name)
        dimension = self.model.unique(name)
        self.scope = self.scope.with_value(dimension, self.model.number())
        return Affine.of(dimension)

    def is_possible(self, value: Value) -> bool:
        """Whether a value can be used where the scope stands: its names are parameters or dimensions of the scope."""
        known = {*self.model.parameters, *self.scope.dimensions}
        if isinstance(value, Affine):
            return value.names <= known
        if isinstance(value, ArrayValue):
            used: frozenset[str] = frozenset()
            for length in value.shape or ():
                used |= length.names if length is not None else frozenset()
            for part in value.parts:
                for index in part.index:
                    start = index.offset if isinstance(index, Axis) else index
                    used |= start.names if start is not None else frozenset()
            return used <= known
        return not isinstance(value, Scalar) and not isinstance(value, Unbound)


def scalar_of(walk: Walk, value: Value) -> Value:
    """What is left of a value used as a number: reads of its single element are gathered."""
    if isinstance(value, ArrayValue):
        if value.shape == ():
            walk.read_parts(value, ())
        else:
            walk.read_whole(value)
        return Scalar()
    return value


def holds_arrays(kind: Any) -> bool:
    """Whether something with a Numba type is, or leads to, an array: lists, tuples and objects may."""
    from numba import types

    if isinstance(kind, types.Array):
        return True
    if isinstance(kind, types.BaseTuple):
        return any(holds_arrays(item) for item in kind)
    if isinstance(kind, types.List | types.ListType | types.Set):
        return holds_arrays(kind.dtype)
    return isinstance(kind, types.DictType | types.ClassInstanceType | types.StructRef | types.Record | types.Optional)
