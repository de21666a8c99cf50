"""What generated code calls, inside functions compiled by Numba: loops in parts, tiles in waves, counted guards.

Bodies are jitted functions that return nothing. Their arguments are passed natively, in a struct on the caller's stack;
the team calls a C function that is compiled beside the caller, reads the struct and calls the body. Machine code of
all this can be cached on disk: whatever belongs to the process is read from a table that LLVM knows by name.

An exception of a body ends the region; the one of the lowest part or tile goes on in the caller as if it had called
that body itself. Its status is the address of Numba's description of the exception.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils, errors
from numba.core.callconv import RETCODE_USEREXC, excinfo_ptr_t
from numba.extending import intrinsic

from irpart.execution import _region_kernels as kernels
from irpart.execution.table import COMPILING, COUNTERS, SYMBOL, name_number, region_number, table

__all__ = ["guard_holds", "run_chunks", "run_range", "run_tiles", "run_weighed", "workers"]

_I32, _I64 = ir.IntType(32), ir.IntType(64)
_Emit = Callable[..., Any]
_PARALLEL, _SEQUENTIAL, _GUARDS = 0, 1, 2
"""Counters of a plan."""

table()


def _word(value: int) -> Any:
    return ir.Constant(_I64, value)


def _slot(builder: Any, address: Any, index: int) -> Any:
    """Pointer to a word behind a pointer to an array of words."""
    return builder.gep(address, [ir.Constant(_I32, 0), ir.Constant(_I32, index)])


def _table(context: Any, builder: Any) -> Any:
    return context.get_c_value(builder, ir.ArrayType(_I64, kernels.TABLE_WORDS), SYMBOL)


def _call_entry(context: Any, builder: Any, word: int, arguments: list[Any]) -> Any:
    """Call of a C function of int64 whose address is a word of the table."""
    function = ir.FunctionType(_I64, [_I64] * len(arguments))
    address = builder.load(_slot(builder, _table(context, builder), word))
    return builder.call(builder.inttoptr(address, function.as_pointer()), arguments)


def _count(context: Any, builder: Any, counter: Any) -> None:
    """Add 1 to a counter of the plan that is compiled; concurrent calls may miss some. The place is asked for once."""
    plan = COMPILING.get().plan
    if plan == 0:
        return
    name = f"irpart_counters_{plan}"
    place = builder.module.globals.get(name)
    if place is None:
        place = ir.GlobalVariable(builder.module, _I64, name)
        place.linkage, place.initializer = "internal", _word(0)
    with cgutils.if_unlikely(builder, builder.icmp_unsigned("==", builder.load(place), _word(0))):
        builder.store(_call_entry(context, builder, kernels.B_COUNTERS, [_word(plan)]), place)
    slot = builder.gep(builder.inttoptr(builder.load(place), _I64.as_pointer()), [counter])
    builder.store(builder.add(builder.load(slot), _word(1)), slot)


class _Body:
    """A jitted body with the types of its arguments, as it is called from its region and from workers."""

    def __init__(self, typing_context: Any, body: Any, arguments: Any, indices: int) -> None:
        if not isinstance(body, types.Dispatcher) or not isinstance(arguments, types.BaseTuple):
            raise errors.TypingError(f"The body of a region is a jitted function, its arguments a tuple; not {body} and "
                                     f"{arguments}.")
        called = (types.int64,) * indices + tuple(arguments.types)
        signature: Any = body.get_call_type(typing_context, called, {})
        if signature.return_type != types.none:
            raise errors.TypingError(f"The body of a region returns nothing, not {signature.return_type}.")
        self.result = body.dispatcher.get_compile_result(signature)
        self.name = str(body.dispatcher.py_func.__name__)
        self.arguments = arguments
        self.called = signature.args

    def call(self, context: Any, builder: Any, values: list[Any]) -> Any:
        """Call it in the current function; Numba's status."""
        context.add_linking_libs([self.result.library])
        descriptor = self.result.fndesc
        function = context.declare_function(builder.module, descriptor)
        given = (types.int64,) * (len(self.called) - self.arguments.count) + tuple(self.arguments.types)
        cast = [context.cast(builder, value, kind, wanted)
                for value, kind, wanted in zip(values, given, descriptor.argtypes, strict=True)]
        status, _ = context.call_conv.call_function(builder, function, descriptor.restype, descriptor.argtypes, cast)
        return status

    def room(self, context: Any) -> Any:
        """The struct that workers read: words of the region, then the arguments."""
        return ir.LiteralStructType([ir.ArrayType(_I64, kernels.CONTEXT_WORDS), context.get_value_type(self.arguments)])

    def values(self, builder: Any, struct: Any) -> list[Any]:
        """The arguments out of the struct."""
        behind = builder.gep(struct, [ir.Constant(_I32, 0), ir.Constant(_I32, 1)])
        return [builder.load(builder.gep(behind, [ir.Constant(_I32, 0), ir.Constant(_I32, k)]))
                for k in range(self.arguments.count)]


def _status_word(builder: Any, status: Any) -> Any:
    """One word for a status that is not well: address of the exception, or a negative code."""
    is_user = builder.icmp_signed(">=", status.code, RETCODE_USEREXC)
    return builder.select(is_user, builder.ptrtoint(status.excinfoptr, _I64), builder.sext(status.code, _I64))


def _new_function(builder: Any, parameters: int) -> Any:
    """A C function of so many int64 in the module that is being made, and a builder at its start."""
    module = builder.module
    function = ir.Function(module, ir.FunctionType(_I64, [_I64] * parameters), module.get_unique_name("irpart_part"))
    function.linkage = "internal"
    return function, ir.IRBuilder(function.append_basic_block("entry"))


def _part_bounds(builder: Any, words: Any, part: Any) -> tuple[Any, Any]:
    """First iteration of a part and the one behind its last: given, or the first ``length % parts`` parts have one more."""
    parts, start, length = (builder.load(_slot(builder, words, w))
                            for w in (kernels.C_PARTS, kernels.C_START, kernels.C_LENGTH))
    each, more = builder.udiv(length, parts), builder.urem(length, parts)

    def bound(number: Any) -> Any:
        extra = builder.select(builder.icmp_unsigned("<", number, more), number, more)
        return builder.add(builder.mul(number, each), extra)

    following = builder.add(part, _word(1))
    bounds = builder.load(_slot(builder, words, kernels.C_BOUNDS))
    found: list[tuple[Any, Any, Any]] = []
    with builder.if_else(builder.icmp_unsigned("!=", bounds, _word(0))) as (given, not_given):
        with given:
            own = builder.inttoptr(bounds, _I64.as_pointer())
            low, high = (builder.load(builder.gep(own, [number])) for number in (part, following))
            found.append((low, high, builder.block))
        with not_given:
            found.append((bound(part), bound(following), builder.block))
    ends = [builder.phi(_I64), builder.phi(_I64)]
    for low, high, block in found:
        ends[0].add_incoming(low, block)
        ends[1].add_incoming(high, block)
    return builder.add(start, ends[0]), builder.add(start, ends[1])


def _range_function(context: Any, builder: Any, body: _Body, *, one_by_one: bool) -> Any:
    """The C function that calls a body for a part, or for each iteration of it."""
    function, inner = _new_function(builder, 4)
    struct = inner.inttoptr(function.args[3], body.room(context).as_pointer())
    low, high = _part_bounds(inner, _slot(inner, struct, 0), function.args[0])
    values = body.values(inner, struct)
    if one_by_one:
        with cgutils.for_range_slice(inner, low, high, _word(1), _I64) as (index, _):
            _leave_unless_well(inner, body.call(context, inner, [index, *values]))
    else:
        with inner.if_then(inner.icmp_signed("<", low, high)):
            _leave_unless_well(inner, body.call(context, inner, [low, high, *values]))
    inner.ret(_word(0))
    return function


def _tile_function(context: Any, builder: Any, body: _Body, dimensions: int) -> Any:
    """The C function that calls a body for a tile, whose number it takes apart."""
    function, inner = _new_function(builder, 3)
    struct = inner.inttoptr(function.args[2], body.room(context).as_pointer())
    words, tile, index = _slot(inner, struct, 0), function.args[0], list[Any]()
    for d in range(dimensions - 1, 0, -1):
        count = inner.load(_slot(inner, words, d))
        index.append(inner.urem(tile, count))
        tile = inner.udiv(tile, count)
    _leave_unless_well(inner, body.call(context, inner, [tile, *index[::-1], *body.values(inner, struct)]))
    inner.ret(_word(0))
    return function


def _leave_unless_well(builder: Any, status: Any) -> None:
    with cgutils.if_unlikely(builder, status.is_error):
        builder.ret(_status_word(builder, status))


def _raise(context: Any, builder: Any, code: Any, description: Any) -> None:
    """Go on with an exception as Numba does after a call."""
    convention = context.call_conv
    convention.return_status_propagate(builder, convention._get_return_status(builder, code, description))


def _raise_unless_well(context: Any, builder: Any, status: Any) -> None:
    """After a region: an interrupt, the exception of a body, or a code, goes on in the caller."""
    with cgutils.if_unlikely(builder, builder.icmp_signed("!=", status, _word(0))):
        interrupted = builder.icmp_signed("==", status, _word(kernels.INTERRUPTED))
        with cgutils.if_unlikely(builder, interrupted):
            _forget_signal(context, builder)
            context.call_conv.set_static_user_exc(builder, KeyboardInterrupt)
            place = context.call_conv._get_excinfo_argument(builder.function)
            _raise(context, builder, RETCODE_USEREXC, builder.load(place))
        with builder.if_then(builder.not_(interrupted)):
            is_user = builder.icmp_signed(">", status, _word(0))
            code = builder.select(is_user, RETCODE_USEREXC, builder.trunc(status, _I32))
            _raise(context, builder, code, builder.inttoptr(status, excinfo_ptr_t))


def _forget_signal(context: Any, builder: Any) -> None:
    """Let Python handle Ctrl-C now and drop what that raises: the region raises it, and nobody a second time."""
    python = context.get_python_api(builder)
    state = python.gil_ensure()
    check = cgutils.get_or_insert_function(builder.module, ir.FunctionType(_I32, []), "PyErr_CheckSignals")
    builder.call(check, [])
    python.err_clear()
    python.gil_release(state)


def _store_context(context: Any, builder: Any, body: _Body, packed: Any, words: dict[int, Any]) -> Any:
    """The struct of a region on the stack of the function, filled; the caller's values live as long as the region."""
    with builder.goto_entry_block():
        struct = builder.alloca(body.room(context))
    name = {kernels.C_NAME: _word(name_number(COMPILING.get().plan, body.name))}
    for index, value in (words | name).items():
        builder.store(value, _slot(builder, _slot(builder, struct, 0), index))
    builder.store(packed, builder.gep(struct, [ir.Constant(_I32, 0), ir.Constant(_I32, 1)]))
    return struct


def _times(builder: Any) -> Any:
    """Address of words for what is learnt of the times of the regions of the function that is compiled."""
    words = builder.module.globals.get("irpart_times")
    if words is None:
        words = ir.GlobalVariable(builder.module, ir.ArrayType(_I64, kernels.TIMES_WORDS), "irpart_times")
        words.linkage, words.initializer = "internal", ir.Constant(words.value_type, None)
    return builder.ptrtoint(words, _I64)


def _place(builder: Any, body: _Body) -> Any:
    """Address of the place of a region's record, which kernels make: its plan and its body's name (a checksum) are known."""
    words = ir.GlobalVariable(builder.module, ir.ArrayType(_I64, 3), builder.module.get_unique_name("irpart_record"))
    words.linkage = "internal"
    words.initializer = ir.Constant(words.value_type, [0, COMPILING.get().plan, region_number(body.name)])
    return builder.ptrtoint(words, _I64)


def _run(context: Any, builder: Any, entry: int, sizes: list[Any], body: _Body, function: Any, struct: Any) -> None:
    """Call the entry of a kind of region, count it, and raise what it says."""
    most = [_word(COMPILING.get().most_workers)]
    most += [_times(builder)] if entry == kernels.B_PLACED else []
    most.append(_place(builder, body))
    base = builder.ptrtoint(_table(context, builder), _I64)
    status = _call_entry(context, builder, entry, [
        base, *sizes, *most, builder.ptrtoint(function, _I64), builder.ptrtoint(struct, _I64)])
    invited = builder.load(_slot(builder, _slot(builder, struct, 0), kernels.C_WORKERS))
    shared = builder.icmp_signed(">", invited, _word(1))
    _count(context, builder, builder.select(shared, _word(_PARALLEL), _word(_SEQUENTIAL)))
    _raise_unless_well(context, builder, status)


def _run_loop(context: Any, builder: Any, body: _Body, start: Any, stop: Any, grain: Any, packed: Any, *,
              one_by_one: bool, weights: Any = None) -> None:
    length = builder.sub(stop, start)
    given = [_word(0)] * 3
    if weights is not None:
        given = [builder.add(weight, _word(1)) for weight in cgutils.unpack_tuple(builder, weights, 3)]
    words = {kernels.C_START: start, kernels.C_LENGTH: length, kernels.C_BOUNDS: _word(0),
             **dict(zip((kernels.C_FIRST, kernels.C_MIDDLE, kernels.C_LAST), given, strict=True))}
    struct = _store_context(context, builder, body, packed, words)
    function = _range_function(context, builder, body, one_by_one=one_by_one)
    if one_by_one:
        _run(context, builder, kernels.B_PLACED, [length, grain], body, function, struct)
        return
    with builder.if_else(builder.icmp_signed("<=", length, grain)) as (short, long):
        with short:
            _run_alone(context, builder, function, struct)
        with long:
            _run(context, builder, kernels.B_PLACED, [length, grain], body, function, struct)


def _run_alone(context: Any, builder: Any, function: Any, struct: Any) -> None:
    """One part, in the calling thread."""
    words = _slot(builder, struct, 0)
    builder.store(_word(1), _slot(builder, words, kernels.C_PARTS))
    status = builder.call(function, [_word(0), _word(1), _word(0), builder.ptrtoint(struct, _I64)])
    _count(context, builder, _word(_SEQUENTIAL))
    _raise_unless_well(context, builder, status)


def _range_region(typing_context: Any, body: Any, start: Any, stop: Any, grain: Any, arguments: Any) -> Any:
    """Run ``body(low, high, *arguments)`` for parts that together are the iterations ``start`` to ``stop - 1``.

    ``grain`` is an estimate of how many iterations are worth a part. Loops that are not longer, and all with one worker or a
    team that is busy, are one call in the calling thread. Else times decide: what was faster for such lengths in this
    function, the calling thread alone or all workers; both are tried now and then. Nothing is called for no iterations.
    Use in compiled code only.
    """
    known = _Body(typing_context, body, arguments, 2)

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        _emit_range(context, builder, known, values[1:])
        return context.get_dummy_value()

    return types.none(body, types.int64, types.int64, types.int64, arguments), generate


def _emit_range(context: Any, builder: Any, known: _Body, values: list[Any], weights: Any = None) -> None:
    """A region, if there is anything to do."""
    start, stop, grain, packed = values
    with builder.if_then(builder.icmp_signed("<", start, stop)):
        _run_loop(context, builder, known, start, stop, grain, packed, one_by_one=False, weights=weights)


def _weighed_region(typing_context: Any, body: Any, start: Any, stop: Any, grain: Any, arguments: Any, weights: Any) -> Any:
    """As ``run_range``, with a first guess of the iterations' weights.

    ``weights``: three numbers, the work of the first, the middle and the last iteration in any unit that makes them large;
    a parabola is drawn through them. It decides who runs what until times are known. Nothing is known where the first is
    negative.
    """
    if not isinstance(weights, types.BaseTuple) or weights.count != 3:
        raise errors.TypingError(f"Weights of a range are three numbers, not {weights}.")
    known = _Body(typing_context, body, arguments, 2)
    whole = types.UniTuple(types.int64, 3)

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        _emit_range(context, builder, known, values[1:5], values[5])
        return context.get_dummy_value()

    return types.none(body, types.int64, types.int64, types.int64, arguments, whole), generate


def _chunk_region(typing_context: Any, body: Any, count: Any, arguments: Any) -> Any:
    """Run ``body(chunk, *arguments)`` for the chunks 0 to ``count - 1``, each a call of its own, in any order."""
    known = _Body(typing_context, body, arguments, 1)

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        _, count, packed = values
        with builder.if_then(builder.icmp_signed(">", count, _word(0))):
            _run_loop(context, builder, known, _word(0), count, _word(1), packed, one_by_one=True)
        return context.get_dummy_value()

    return types.none(body, types.int64, arguments), generate


def _tile_region(typing_context: Any, body: Any, counts: Any, arguments: Any) -> Any:
    """Run ``body(t0, t1, t2, *arguments)`` for each tile of a grid (1 to 3 dimensions) after its neighbours before it.

    Tile (a, b, c) waits for (a - 1, b, c), (a, b - 1, c) and (a, b, c - 1). ``counts``: a tuple with the size of each
    dimension. Nothing is called if one is not positive. O(tiles) the first time for these counts; grids are kept.
    """
    if not isinstance(counts, types.BaseTuple) or not 1 <= counts.count <= 3:
        raise errors.TypingError(f"A grid of tiles has a tuple of 1 to 3 counts, not {counts}.")
    known = _Body(typing_context, body, arguments, counts.count)
    sizes = types.UniTuple(types.int64, counts.count)

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        _, counts, packed = values
        each = cgutils.unpack_tuple(builder, counts, sizes.count)
        some = builder.icmp_signed(">", each[0], _word(0))
        for count in each[1:]:
            some = builder.and_(some, builder.icmp_signed(">", count, _word(0)))
        with builder.if_then(some):
            struct = _store_context(context, builder, known, packed, dict(enumerate(each)))
            function = _tile_function(context, builder, known, len(each))
            full = [*each, *[_word(1)] * (3 - len(each))]
            _run(context, builder, kernels.B_FLOW, full, known, function, struct)
        return context.get_dummy_value()

    return types.none(body, sizes, arguments), generate


def _guard_holds(typing_context: Any, number: Any, holds: Any) -> Any:
    """Whether a guard of the plan holds, as it is told; if not that is counted.

    Guards whose numbers are too great for a counter of their own share the last.
    """
    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        with cgutils.if_unlikely(builder, builder.not_(values[1])):
            fits = builder.icmp_unsigned("<", values[0], _word(COUNTERS - _GUARDS))
            _count(context, builder, builder.select(fits, builder.add(values[0], _word(_GUARDS)), _word(COUNTERS - 1)))
        return values[1]

    return types.boolean(types.int64, types.boolean), generate


def _worker_count(typing_context: Any) -> Any:
    """How many workers a region of this code has at most, the calling thread included."""
    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        base = builder.ptrtoint(_table(context, builder), _I64)
        return _call_entry(context, builder, kernels.B_SIZE, [base, _word(COMPILING.get().most_workers)])

    return types.int64(), generate


run_range, run_chunks, run_tiles = intrinsic(_range_region), intrinsic(_chunk_region), intrinsic(_tile_region)
run_weighed = intrinsic(_weighed_region)
guard_holds, workers = intrinsic(_guard_holds), intrinsic(_worker_count)
