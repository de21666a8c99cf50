"""Random small programs as LLVM IR: nested loops, branches, calls, recursion, mixed widths, overlaps, memcpy."""

from __future__ import annotations

from hypothesis import strategies as st

MEMORY_BYTES = 96
WIDTHS = (8, 16, 32, 64)


class Emitter:
    """Writes one function; variables live in allocas that the O1 pipeline turns into registers."""

    def __init__(self, name: str, callees: list[str]) -> None:
        self.name, self.callees = name, callees
        self.lines: list[str] = []
        self.counter = 0

    def fresh(self, stem: str = "v") -> str:
        """A new local name."""
        self.counter += 1
        return f"%{stem}{self.counter}"

    def emit(self, line: str) -> None:
        """Add an instruction."""
        self.lines.append("  " + line)

    def label(self, name: str) -> None:
        """Start a block."""
        self.lines.append(f"{name[1:]}:")

    def read(self, variable: int) -> str:
        """The value of variable 0 to 3."""
        value = self.fresh()
        self.emit(f"{value} = load i64, ptr %var{variable}")
        return value

    def write(self, variable: int, value: str) -> None:
        """Set a variable."""
        self.emit(f"store i64 {value}, ptr %var{variable}")

    def address(self, variable: int, room: int) -> str:
        """Address of a byte of the shared memory chosen by a variable, with ``room`` bytes behind it."""
        index, at = self.fresh(), self.fresh("at")
        self.emit(f"{index} = urem i64 {self.read(variable)}, {MEMORY_BYTES - room + 1}")
        self.emit(f"{at} = getelementptr i8, ptr @memory, i64 {index}")
        return at


variables = st.integers(0, 3)
operators = st.sampled_from(["add", "sub", "mul", "xor", "and", "or"])
simple = st.one_of(
    st.tuples(st.just("operate"), operators, variables, variables, variables),
    st.tuples(st.just("constant"), variables, st.integers(-100, 1000)),
    st.tuples(st.just("load"), variables, variables, st.sampled_from(WIDTHS)),
    st.tuples(st.just("store"), variables, variables, st.sampled_from(WIDTHS)),
    st.tuples(st.just("copy"), st.sampled_from(["memcpy", "memmove"]), st.integers(0, 40), st.integers(48, 80),
              st.integers(0, 16)),
    st.tuples(st.just("move"), variables, variables, st.integers(1, 70)),
    st.tuples(st.just("set"), variables, st.integers(1, 20)),
    st.tuples(st.just("atomic"), variables, variables),
    st.tuples(st.just("heap"), variables, st.integers(1, 24)),
    st.tuples(st.just("call"), st.integers(0, 2), variables, variables),
    st.tuples(st.just("recurse"), variables, variables),
)
statements = st.recursive(
    st.lists(simple, min_size=1, max_size=4),
    lambda inner: st.lists(st.one_of(
        simple, st.tuples(st.just("loop"), st.integers(0, 4), inner), st.tuples(st.just("if"), variables, inner, inner),
    ), min_size=1, max_size=4), max_leaves=6)
programs = st.lists(statements, min_size=1, max_size=3)


def make_module(bodies: list[list[tuple]]) -> str:
    """IR text: functions f0, f1 ... (each may call the ones before it), and ``main`` that calls the last."""
    names = [f"f{i}" for i in range(len(bodies))]
    parts = [f"@memory = global [{MEMORY_BYTES} x i8] zeroinitializer", *_DECLARATIONS]
    for number, body in enumerate(bodies):
        parts.append(_function(Emitter(names[number], names[:number]), body))
    parts.append(f"""define i32 @main(i32 %argc, ptr %argv) {{
  %r = call i64 @{names[-1]}(i64 3, i64 5)
  %t = trunc i64 %r to i32
  %m = and i32 %t, 63
  ret i32 %m
}}""")
    return "\n".join(parts) + "\n"


_DECLARATIONS = (
    "declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)",
    "declare void @llvm.memmove.p0.p0.i64(ptr, ptr, i64, i1)",
    "declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)",
    "declare ptr @malloc(i64)", "declare ptr @realloc(ptr, i64)", "declare void @free(ptr)",
)


def _function(out: Emitter, body: list[tuple]) -> str:
    for variable in range(4):
        out.emit(f"%var{variable} = alloca i64")
    for variable, value in enumerate(("%depth", "%seed", "7", "1")):
        out.emit(f"store i64 {value}, ptr %var{variable}")
    done = out.fresh("early")
    out.emit(f"{done} = icmp slt i64 %depth, 0")
    out.emit(f"br i1 {done}, label %quit, label %start")
    out.label("%quit")
    out.emit("ret i64 %seed")
    out.label("%start")
    for statement in body:
        _statement(out, statement)
    out.emit(f"ret i64 {out.read(2)}")
    return f"define i64 @{out.name}(i64 %depth, i64 %seed) noinline {{\n" + "\n".join(out.lines) + "\n}"


def _statement(out: Emitter, statement: tuple) -> None:
    kind, *rest = statement
    _STATEMENTS[kind](out, *rest)


def _operate(out: Emitter, operator: str, target: int, left: int, right: int) -> None:
    value = out.fresh()
    out.emit(f"{value} = {operator} i64 {out.read(left)}, {out.read(right)}")
    out.write(target, value)


def _load(out: Emitter, target: int, where: int, width: int) -> None:
    at, value = out.address(where, width // 8), out.fresh()
    out.emit(f"{value} = load i{width}, ptr {at}, align 1")
    if width < 64:
        wide = out.fresh()
        out.emit(f"{wide} = zext i{width} {value} to i64")
        value = wide
    out.write(target, value)


def _store(out: Emitter, source: int, where: int, width: int) -> None:
    at, value = out.address(where, width // 8), out.read(source)
    if width < 64:
        narrow = out.fresh()
        out.emit(f"{narrow} = trunc i64 {value} to i{width}")
        value = narrow
    out.emit(f"store i{width} {value}, ptr {at}, align 1")


def _copy(out: Emitter, kind: str, source: int, target: int, size: int) -> None:
    out.emit(f"call void @llvm.{kind}.p0.p0.i64(ptr getelementptr (i8, ptr @memory, i64 {target}), "
             f"ptr getelementptr (i8, ptr @memory, i64 {source}), i64 {size}, i1 false)")


def _move(out: Emitter, source: int, target: int, size: int) -> None:
    to, of = out.address(target, size), out.address(source, size)
    out.emit(f"call void @llvm.memmove.p0.p0.i64(ptr {to}, ptr {of}, i64 {size}, i1 false)")


def _set(out: Emitter, where: int, size: int) -> None:
    at = out.address(where, size)
    out.emit(f"call void @llvm.memset.p0.i64(ptr {at}, i8 3, i64 {size}, i1 false)")


def _atomic(out: Emitter, target: int, where: int) -> None:
    index, at, old, wide = out.fresh(), out.fresh("at"), out.fresh(), out.fresh()
    out.emit(f"{index} = urem i64 {out.read(where)}, {MEMORY_BYTES // 4}")
    out.emit(f"{at} = getelementptr i32, ptr @memory, i64 {index}")
    out.emit(f"{old} = atomicrmw add ptr {at}, i32 5 seq_cst")
    out.emit(f"{wide} = zext i32 {old} to i64")
    out.write(target, wide)


def _heap(out: Emitter, variable: int, size: int) -> None:
    block, larger, at, value, wide = (out.fresh("heap") for _ in range(5))
    out.emit(f"{block} = call ptr @malloc(i64 {size})")
    byte = out.fresh()
    out.emit(f"{byte} = trunc i64 {out.read(variable)} to i8")
    out.emit(f"store volatile i8 {byte}, ptr {block}")
    out.emit(f"{larger} = call ptr @realloc(ptr {block}, i64 {50 * size})")
    out.emit(f"{at} = getelementptr i8, ptr {larger}, i64 0")
    out.emit(f"{value} = load volatile i8, ptr {at}")
    out.emit(f"{wide} = zext i8 {value} to i64")
    out.emit(f"call void @free(ptr {larger})")
    out.write(variable, wide)


def _call(out: Emitter, which: int, argument: int, target: int) -> None:
    if out.callees:
        value = out.fresh()
        callee = out.callees[which % len(out.callees)]
        out.emit(f"{value} = call i64 @{callee}(i64 1, i64 {out.read(argument)})")
        out.write(target, value)


def _recurse(out: Emitter, argument: int, target: int) -> None:
    less, value = out.fresh(), out.fresh()
    out.emit(f"{less} = sub i64 %depth, 2")
    out.emit(f"{value} = call i64 @{out.name}(i64 {less}, i64 {out.read(argument)})")
    out.write(target, value)


def _loop(out: Emitter, count: int, body: list[tuple]) -> None:
    head, inside, done = out.fresh("head"), out.fresh("body"), out.fresh("done")
    slot, value, more, following = out.fresh("slot"), out.fresh(), out.fresh(), out.fresh()
    out.lines.insert(0, f"  {slot} = alloca i64")
    out.emit(f"store i64 0, ptr {slot}")
    out.emit(f"br label {head}")
    out.label(head)
    out.emit(f"{value} = load i64, ptr {slot}")
    out.emit(f"{more} = icmp slt i64 {value}, {count}")
    out.emit(f"br i1 {more}, label {inside}, label {done}")
    out.label(inside)
    for statement in body:
        _statement(out, statement)
    out.emit(f"{following} = add i64 {value}, 1")
    out.emit(f"store i64 {following}, ptr {slot}")
    out.emit(f"br label {head}")
    out.label(done)


def _if(out: Emitter, variable: int, then: list[tuple], otherwise: list[tuple]) -> None:
    bit, odd = out.fresh(), out.fresh()
    yes, no, done = out.fresh("yes"), out.fresh("no"), out.fresh("join")
    out.emit(f"{bit} = and i64 {out.read(variable)}, 1")
    out.emit(f"{odd} = icmp ne i64 {bit}, 0")
    out.emit(f"br i1 {odd}, label {yes}, label {no}")
    for label, body in ((yes, then), (no, otherwise)):
        out.label(label)
        for statement in body:
            _statement(out, statement)
        out.emit(f"br label {done}")
    out.label(done)


def _constant(out: Emitter, variable: int, value: int) -> None:
    out.write(variable, str(value))


_STATEMENTS = {"operate": _operate, "constant": _constant, "load": _load, "store": _store, "copy": _copy, "move": _move,
               "set": _set, "atomic": _atomic, "heap": _heap, "call": _call, "recurse": _recurse, "loop": _loop,
               "if": _if}
