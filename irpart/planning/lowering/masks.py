"""Subscripts by truth values: ``a[a < 0] = c`` stores, and ``np.sum(a[m])`` adds, in a loop under a condition."""

from __future__ import annotations

import ast
import copy

from irpart.planning.lowering.emitting import counters, element, inner_index, nest, stores_by_columns
from irpart.planning.lowering.kernel_types import is_array, numba_types
from irpart.planning.lowering.nodes import Base, Node, NotLowered, Number, Viewed, kind_of
from irpart.planning.lowering.operations import accumulated, bounded
from irpart.planning.lowering.overlaps import is_safe
from irpart.planning.lowering.reading import Reader
from irpart.planning.lowering.storing import StoreFirst, Stores


def mask_of(reader: Reader, tree: ast.expr) -> Node | None:
    """The array of truth values that a subscript picks elements by, None for other subscripts."""
    if not isinstance(tree, ast.Subscript) or isinstance(tree.slice, (ast.Tuple, ast.Slice, ast.Constant)):
        return None
    kept = list(reader.numbers)
    try:
        node = reader.operand(tree.slice)
    except NotLowered:
        reader.numbers[:] = kept
        return None
    if isinstance(node, Number) or not isinstance(kind_of(node), numba_types().Boolean):
        reader.numbers[:] = kept
        return None
    return node


class _Unmasked(ast.NodeTransformer):
    """Puts ``b`` for ``b[mask]``; ``arrays`` are arrays that stand outside such subscripts.

    Only elements may be asked of what is picked: its length, and places in it, are others than those of ``b``.
    """

    def __init__(self, mask: str, reader: Reader) -> None:
        self.mask, self.reader = mask, reader
        self.arrays: set[str] = set()
        self.picks = 0

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        """The array of a subscript by the mask."""
        if ast.unparse(node.slice) == self.mask:
            self.picks += 1
            return node.value
        return self._without_picks(node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        """A length, or a method that gives an array of the same elements."""
        if node.attr in ("copy", "astype"):
            self.generic_visit(node)
            return node
        return self._without_picks(node)

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """A call."""
        if self.reader.value_of(node.func) is len:
            return self._without_picks(node)
        self.generic_visit(node)
        return node

    def _without_picks(self, node: ast.expr) -> ast.expr:
        before = self.picks
        self.generic_visit(node)
        if self.picks > before:
            raise NotLowered("it depends on the places of elements that a mask picks")
        return node

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """A name outside."""
        if is_array(self.reader.kinds.get(node.id)):
            self.arrays.add(node.id)
        return node


def unmasked(reader: Reader, mask: ast.expr, value: ast.expr) -> Node:
    """The value that is stored under a mask: a number, or elements that the same mask picks."""
    change = _Unmasked(ast.unparse(mask), reader)
    tree = change.visit(copy.deepcopy(value))
    if change.arrays:
        raise NotLowered(f"'{ast.unparse(value)}' is not picked by the mask that it is stored under")
    return bounded(reader.typing, reader.operand(tree))


def stored_under(stores: Stores, target: Base | Viewed, mask: Node, value: Node, op: ast.operator | None) -> list[ast.stmt]:
    """The loops of ``target[mask] = value`` or ``target[mask] += value``."""
    for node in (mask, value):
        if len(target.shape) != 1 or len(node.shape) > 1:
            raise NotLowered("masks of more than one dimension are not compiled by Numba")
        for one, other in zip(target.shape, node.shape, strict=False):
            stores.facts.equal(one, other, "a mask has the shape of the array")
    node = value if op is None else accumulated(stores.typing, stores.facts, op, target, value)
    loops = counters(target, stores.uses.counters)
    index = tuple(counter.index for counter in loops)
    code = stores.elements()
    test = code.at(mask, index)
    before = list(code.lines)
    expression = code.at(node, index)
    stores.count(code)
    if isinstance(target, Base):
        at = (target.name, index)
    else:
        assert isinstance(target.inside, Base)
        at = (target.inside.name, inner_index(target, index))
    backwards = stores_by_columns(target)
    unsafe = [read for read in code.reads if read[:2] != at and not is_safe(at, [read[:2]], loops, backwards, stores.facts)]
    if unsafe:
        owners = {owner.name for *_, owner in unsafe if owner is not None and stores.pending.get(owner.name) is owner}
        if owners:
            raise StoreFirst(owners)
        raise NotLowered("it reads elements that it has changed before")
    stores.take_apart(at[0], [name for name, *_ in code.reads])
    store = ast.Assign([element(at[0], at[1], ast.Store())], expression)
    return [nest(loops, [*before, ast.If(test, [*code.lines[len(before):], store], [])], backwards)]


def picked(reader: Reader, tree: ast.expr) -> tuple[Node, Node] | None:
    """An expression of elements that one mask picks, as one of all elements, and the mask; None for other expressions."""
    for part in ast.walk(tree):
        mask = mask_of(reader, part) if isinstance(part, ast.Subscript) else None
        if mask is None or not isinstance(part, ast.Subscript):
            continue
        node = unmasked(reader, part.slice, tree)
        if len(node.shape) != 1 or len(mask.shape) != 1:
            raise NotLowered("a mask picks elements of more than one dimension")
        reader.facts.equal(node.shape[0], mask.shape[0], "a mask has the shape of the array")
        return node, mask
    return None
