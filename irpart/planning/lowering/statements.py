"""One block of statements after another: array statements become nests, temporaries are deferred until they are needed."""

from __future__ import annotations

import ast
import copy
from dataclasses import dataclass, field
from typing import Any

from irpart.planning.lowering.allocations import allocated
from irpart.planning.lowering.exchanging import bound_in, exchanged
from irpart.planning.lowering.facts import Facts
from irpart.planning.lowering.kernel_types import Typing, is_array, numba_types
from irpart.planning.lowering.masks import mask_of, stored_under, unmasked
from irpart.planning.lowering.names import Uses, assigned_names, loaded_names, touched_names, until_bound
from irpart.planning.lowering.nodes import (
    Base,
    Deferred,
    Node,
    NotLowered,
    Operation,
    Viewed,
    inner_nodes,
    names_of,
    roots_of,
)
from irpart.planning.lowering.operations import bounded
from irpart.planning.lowering.reading import Reader, whole
from irpart.planning.lowering.reductions import reduced
from irpart.planning.lowering.storing import StoreFirst, Stores
from irpart.planning.types import Note
from irpart.regions.affine import Affine
from irpart.regions.exchanges import Exchanges

STEP = "lowering"


@dataclass(slots=True)
class Walk:
    """The state of lowering: what names stand for, what is deferred, and what was done."""

    typing: Typing
    facts: Facts
    kinds: dict[str, Any]
    globals: dict[str, Any]
    uses: Uses
    stores: Stores
    exchanges: Exchanges
    arrays: dict[str, Node] = field(default_factory=dict)
    deferred: dict[str, Deferred] = field(default_factory=dict)
    lasting: set[str] = field(default_factory=set)
    notes: list[Note] = field(default_factory=list)
    depth: int = 0

    def block(self, statements: list[ast.stmt]) -> list[ast.stmt]:
        """The statements that take the place of a block."""
        made: list[ast.stmt] = []
        place = 0
        while place < len(statements):
            statement = statements[place]
            found = self.exchanges.by_start.get(id(statement))
            place += 1 if found is None else len(found.statements)
            rest = statements[place:]
            lowered = self.statement(statement, rest) if found is None else exchanged(self, found, rest)
            made += self._placed(lowered, statement)
        return made + self.flush(set(self.deferred), [])

    def _placed(self, made: list[ast.stmt], statement: ast.stmt) -> list[ast.stmt]:
        """New statements with the line of the one they come from."""
        for new in made:
            for node in ast.walk(new):
                if isinstance(node, (ast.stmt, ast.expr)) and not getattr(node, "lineno", 0):
                    ast.copy_location(node, statement)
        return made

    def statement(self, statement: ast.stmt, rest: list[ast.stmt]) -> list[ast.stmt]:
        """The statements that take the place of one."""
        before, statement = self._reduced(statement, rest)
        return before + self._lowered(statement, rest)

    def _reduced(self, statement: ast.stmt, rest: list[ast.stmt]) -> tuple[list[ast.stmt], ast.stmt]:
        """The loops of the reductions in a statement, and the statement with their results in their places."""
        made: list[ast.stmt] = []
        kept = dict(self.facts.guards)
        while True:
            try:
                lines, changed = reduced(self, statement, lambda name: self._is_needed(name, rest) or sum(
                    isinstance(node, ast.Name) and node.id == name for node in ast.walk(statement)) > 1)
            except StoreFirst as wanted:
                made += self.store(wanted.names)
            except NotLowered as reason:
                self.facts.guards = kept if not made else self.facts.guards
                if str(reason):
                    self._note(statement, f"'{_short(statement)}' keeps its reduction: {reason}.")
                return made, statement
            else:
                if lines:
                    self._note(statement, f"'{_short(statement)}' has what it reduces computed in a loop before it.")
                return made + lines, changed

    def _lowered(self, statement: ast.stmt, rest: list[ast.stmt]) -> list[ast.stmt]:
        """The statements that take the place of one without reductions."""
        if isinstance(statement, (ast.For, ast.While, ast.If, ast.With, ast.Try)):
            return self._compound(statement, rest)
        case: Any = None
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            case = {ast.Subscript: self._stored, ast.Name: self._named}.get(type(statement.targets[0]))
        elif isinstance(statement, ast.AugAssign):
            case = self._accumulated
        elif isinstance(statement, ast.Return) and statement.value is not None:
            case = self._returned
        if case is None or not any(is_array(self.kinds.get(name)) for name in loaded_names(statement)):
            return self._other(statement, rest)
        kept = dict(self.facts.guards)
        made: list[ast.stmt] = []
        while True:
            try:
                lowered: list[ast.stmt] = case(statement, rest)
                return made + lowered
            except StoreFirst as wanted:
                made += self.store(wanted.names)
            except NotLowered as reason:
                if not made:
                    self.facts.guards = kept
                if str(reason):
                    self._note(statement, f"'{ast.unparse(statement)}' stays as it is: {reason}.")
                return made + self._other(statement, rest)

    def _note(self, statement: ast.stmt, text: str) -> None:
        self.notes.append(Note(statement.lineno, STEP, text))

    def reader(self) -> Reader:
        """A reader of expressions at this place."""
        return Reader(self.typing, self.facts, {**self.arrays, **self.deferred}, self.kinds, self.globals, self.uses.fresh)

    def _touched(self, statement: ast.stmt) -> set[str]:
        """Names and arrays that a statement may change."""
        names, anything = touched_names(statement, self.reader().value_of)
        found = set(names)
        for name in names:
            if name in self.arrays:
                found |= roots_of(self.arrays[name])
            elif name in self.kinds and not _is_scalar(self.kinds[name]) and name not in self.deferred:
                anything = True
        return found | ({root for node in self.deferred.values() for root in roots_of(node)} if anything else set())

    def _other(self, statement: ast.stmt, rest: list[ast.stmt]) -> list[ast.stmt]:
        """A statement that stays: what is deferred and concerned by it is stored before it."""
        made: list[ast.stmt] = []
        assigned, touched = assigned_names(statement), self._touched(statement)
        concerned = {name for name, node in self.deferred.items()
                     if name in loaded_names(statement) or names_of(node) & (assigned | touched)}
        made += self.flush(concerned, [statement, *rest])
        self._keep_apart(touched)
        self.forget(assigned)
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1 and isinstance(statement.targets[0], ast.Name):
            self._bind(statement.targets[0].id, statement.value)
        return [*made, statement]

    def _keep_apart(self, written: set[str]) -> None:
        """What is deferred reads its arrays later than the source does: writes in between must not reach them."""
        for node in self.deferred.values():
            for root in written:
                self.stores.take_apart(root, roots_of(node))

    def _bind(self, name: str, value: ast.expr) -> None:
        """What an array name stands for from here on: a new array, or a view of a known one."""
        kind: Any = self.kinds.get(name)
        if not is_array(kind):
            return
        kept = dict(self.facts.guards)
        shape = allocated(self.reader(), value)
        if shape is not None and len(shape) == kind.ndim:
            self.arrays[name] = whole(name, kind, shape)
            return
        reader = self.reader()
        try:
            node = reader.read(value)
        except NotLowered:
            self.facts.guards = kept
            return
        if isinstance(node, (Base, Viewed)) and name not in names_of(node) and not reader.numbers:
            self.arrays[name] = node

    def forget(self, names: set[str]) -> None:
        """Names with new values: what stood for them, or depends on them, is no longer known."""
        for name in names:
            self.deferred.pop(name, None)
        for known in [key for key, node in self.arrays.items() if key in names or names_of(node) & names]:
            del self.arrays[known]

    def _is_needed(self, name: str, rest: list[ast.stmt]) -> bool:
        return name in self.lasting or any(name in loaded_names(statement) for statement in until_bound(name, rest))

    def flush(self, names: set[str], rest: list[ast.stmt]) -> list[ast.stmt]:
        """Store deferred temporaries that are read later, drop the others."""
        made = self.store({name for name in names if self._is_needed(name, rest)})
        for name in names:
            self.deferred.pop(name, None)
        return made

    def store(self, names: set[str]) -> list[ast.stmt]:
        """Store deferred temporaries, each after those it costs too much to compute again."""
        made: list[ast.stmt] = []
        for name in [name for name in self.deferred if name in names]:
            while name in self.deferred:
                node = self.deferred[name]
                try:
                    made += self.stores.temporary(node, node.type)
                except StoreFirst as wanted:
                    made += self.store(wanted.names - {name})
                    continue
                self.arrays[name] = self.stores.stored[id(node)]
                del self.deferred[name]
        return made

    def _compound(self, statement: Any, rest: list[ast.stmt]) -> list[ast.stmt]:
        """A statement with blocks inside."""
        made = self.flush(set(self.deferred), [statement, *rest])
        assigned = bound_in(self, statement)
        if isinstance(statement, ast.With):
            self.forget(assigned)
            return [*made, statement]
        loop = self._loop(statement)
        repeats = isinstance(statement, (ast.For, ast.While))
        if repeats:
            self.forget(assigned)
        self.depth += repeats
        if loop is not None:
            self.facts.loops.append(loop)
        changed = copy.copy(statement)
        outside = dict(self.arrays)
        for part in ("body", "orelse", "finalbody"):
            if getattr(statement, part, None):
                self.arrays = dict(outside)
                setattr(changed, part, self.block(getattr(statement, part)))
        changed_handlers = []
        for handler in getattr(statement, "handlers", []):
            self.arrays = dict(outside)
            changed_handlers.append(copy.copy(handler))
            changed_handlers[-1].body = self.block(handler.body)
        if changed_handlers:
            changed.handlers = changed_handlers
        self.arrays = outside
        self.forget(assigned)
        if loop is not None:
            self.facts.loops.pop()
        self.depth -= repeats
        return [*made, changed]

    def _loop(self, statement: ast.stmt) -> tuple[str, Affine, Affine] | None:
        """Iterator and extremes of a loop over a range that counts upwards."""
        if not (isinstance(statement, ast.For) and isinstance(statement.target, ast.Name)
                and isinstance(statement.iter, ast.Call) and ast.unparse(statement.iter.func) == "range"):
            return None
        bounds = [self.reader().affine(argument) for argument in statement.iter.args]
        if any(bound is None for bound in bounds) or len(bounds) > 2:
            return None
        inner = set().union(*(bound_in(self, part) for part in statement.body))
        if statement.target.id in inner or any(inner & {n.partition(".")[0] for n in b.names} for b in bounds if b):
            return None
        low, high = (Affine(0), bounds[0]) if len(bounds) == 1 else (bounds[0], bounds[1])
        if low is None or high is None:
            return None
        return statement.target.id, low, high - 1

    def _stored(self, statement: ast.Assign, rest: list[ast.stmt]) -> list[ast.stmt]:
        return self._into(statement, statement.targets[0], None, statement.value, rest)

    def _accumulated(self, statement: ast.AugAssign, rest: list[ast.stmt]) -> list[ast.stmt]:
        if isinstance(statement.target, ast.Name) and not is_array(self.kinds.get(statement.target.id)):
            raise NotLowered("")
        return self._into(statement, statement.target, statement.op, statement.value, rest)

    def _into(self, statement: ast.stmt, tree: ast.expr, op: ast.operator | None, value: ast.expr,
              rest: list[ast.stmt]) -> list[ast.stmt]:
        """``target[...] = value``, or with an operation ``target[...] += value``."""
        reader = self.reader()
        loaded = copy.deepcopy(tree)
        loaded.ctx = ast.Load()  # type: ignore[attr-defined]
        mask = mask_of(reader, loaded)
        target = _flat(reader.read(loaded if mask is None else loaded.value))  # type: ignore[attr-defined]
        root = next(iter(roots_of(target)))
        later = {name for name, node in self.deferred.items() if root in names_of(node) and self._is_needed(name, rest)}
        if later:
            raise StoreFirst(later)
        if mask is None:
            made = self.stores.nest(target, bounded(self.typing, reader.operand(value)), op)
        else:
            node = unmasked(reader, loaded.slice, value)  # type: ignore[attr-defined]
            made = stored_under(self.stores, target, mask, node, op)
        for name in [name for name, kept in self.deferred.items() if root in names_of(kept)]:
            del self.deferred[name]
        self._keep_apart({root})
        self._note(statement, f"'{ast.unparse(statement)}' runs as a loop over its elements.")
        return [*reader.numbers, *made]

    def _named(self, statement: ast.Assign, rest: list[ast.stmt]) -> list[ast.stmt]:
        """``name = value``: deferred when it is a temporary."""
        target = statement.targets[0]
        assert isinstance(target, ast.Name)
        name: str = target.id
        kind: Any = self.kinds.get(name)
        if not is_array(kind) or (allocated(self.reader(), statement.value) is not None
                                  and not _is_copy(statement.value)):
            raise NotLowered("")
        reader = self.reader()
        node = reader.read(statement.value)
        if not isinstance(node, Operation):
            raise NotLowered("")
        node = bounded(self.typing, node)
        if name in roots_of(node):
            raise NotLowered(f"'{name}' is read for its own new value")
        if node.type.dtype != kind.dtype or node.type.ndim != kind.ndim or kind.layout == "A":
            raise NotLowered(f"'{name}' is {kind}, not {node.type}")
        readers = {other for other, kept in self.deferred.items() if name in names_of(kept) and other != name}
        if any(self._is_needed(other, [statement, *rest]) for other in readers):
            raise StoreFirst({other for other in readers if self._is_needed(other, [statement, *rest])})
        self.forget({name, *readers})
        self.lasting.discard(name)
        if self.uses.is_read_elsewhere(name, statement, rest, self.depth > 0):
            self.lasting.add(name)
        self.deferred[name] = Deferred(name, node, kind, node.shape)
        self._note(statement, f"'{name}' is computed where it is read, or in a loop over its elements.")
        return reader.numbers

    def _returned(self, statement: ast.Return, rest: list[ast.stmt]) -> list[ast.stmt]:
        """``return value``: a new array is filled by loops first."""
        assert statement.value is not None
        reader = self.reader()
        trees = list(statement.value.elts) if isinstance(statement.value, ast.Tuple) else [statement.value]
        nodes = [reader.read(tree) for tree in trees]
        if not any(isinstance(node, Operation) for node in nodes):
            raise NotLowered("")
        waiting = {part.name for node in nodes if not isinstance(node, Operation) for part in inner_nodes(node)
                   if isinstance(part, Deferred) and self.deferred.get(part.name) is part}
        if waiting:
            raise StoreFirst(waiting)
        made: list[ast.stmt] = []
        for place, node in enumerate(nodes):
            if isinstance(node, Operation):
                node = bounded(self.typing, node)
                result = Deferred(self.uses.fresh("result"), node, node.type, node.shape)
                made += self.stores.temporary(result, node.type)
                trees[place] = ast.Name(result.name, ast.Load())
        self._note(statement, f"'{ast.unparse(statement)}' fills its arrays in loops over their elements.")
        value = ast.Tuple(trees, ast.Load()) if isinstance(statement.value, ast.Tuple) else trees[0]
        return [*reader.numbers, *made, ast.Return(value)]


def _short(statement: ast.stmt) -> str:
    """A statement, or the condition that it begins with."""
    return f"if {ast.unparse(statement.test)}" if isinstance(statement, ast.If) else ast.unparse(statement)


def _is_copy(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr == "copy"


def _is_scalar(kind: Any) -> bool:
    types = numba_types()
    return isinstance(kind, (types.Number, types.Boolean))


def _flat(node: Node) -> Base | Viewed:
    """A place to store into: an array, or one view of it."""
    inside = node.inside if isinstance(node, Viewed) else node
    if isinstance(inside, Deferred) and node.shape:
        raise StoreFirst({inside.name})
    if isinstance(node, Base) or (isinstance(node, Viewed) and isinstance(node.inside, Base)):
        if not node.shape:
            raise NotLowered("")
        return node
    raise NotLowered("" if not node.shape else "it stores into no known array")
