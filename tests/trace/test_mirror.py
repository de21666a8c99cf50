"""The mirror's kernels against a dictionary of bytes, on random operations and on random programs."""

from __future__ import annotations

import ctypes

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from irpart.profiles.native import compile_engine
from irpart.profiles.recording import TracedModule
from irpart.program.segments import COPY, FRESH, LOAD, MOVE, STORE, WRITE
from irpart.trace import _mirror_kernels as kernels
from irpart.trace.mirror import Mirror, MirrorPlan, plan_mirror
from irpart.trace.recorder import Recorder
from tests.graph.random_programs import make_module, programs
from tests.trace.memory_reference import SlowMirror

SIZES = (1, 2, 3, 4, 5, 8)
BASE = 0x7F0000001000 - 24
"""Random operations happen around the end of a page."""

places = st.integers(0, 48).map(lambda offset: BASE + offset)
sizes = st.sampled_from(SIZES)
bits = st.integers(0, (1 << 64) - 1)
lengths = st.integers(0, 40)
operations = st.lists(st.one_of(
    st.tuples(st.just("load"), places, sizes, st.one_of(st.none(), bits)),
    st.tuples(st.just("store"), places, sizes, bits),
    st.tuples(st.just("forget"), places | st.just(0), lengths | st.just(1 << 40)),
    st.tuples(st.just("copy"), places, places, lengths),
    st.tuples(st.just("move"), lengths, places | st.just(0), places | st.just(0), lengths)), max_size=60)


def make_plan() -> tuple[MirrorPlan, dict[tuple[str, int], int]]:
    """One segment of three vertices for each kind and size of operation; numbers of segments by kind and size."""
    forms = [(kind, size) for kind in ("load", "store") for size in SIZES] + [("forget", 0), ("copy", 0), ("move", 0)]
    kinds = {"load": kernels.LOAD, "store": kernels.STORE, "forget": kernels.FORGET, "copy": kernels.COPY,
             "move": kernels.MOVE}
    words = {"load": 1, "store": 1, "forget": 2, "copy": 3, "move": 4}
    segments, actions = [], []
    for number, (kind, size) in enumerate(forms):
        value = kind in ("load", "store")
        actions.append((kinds[kind], 1, 0, size or -1, words[kind] + 1))
        segments.append((number, number + 1, 3, words[kind], 1, 1 + value, 2, kind in ("copy", "move")))
    plan = MirrorPlan(np.array(segments, np.int64), np.array(actions, np.int64), np.full((len(actions), 2), -1, np.int64))
    plan.segments.setflags(write=False)
    plan.actions.setflags(write=False)
    return plan, {form: number for number, form in enumerate(forms)}


def written_bytes(mirror: Mirror) -> dict[int, int]:
    """What the mirror says traced code wrote."""
    found = {}
    for start, length, byte in mirror.written():
        addresses = [int(s) + i for s, n in zip(start, length, strict=True) for i in range(n)]
        found.update(zip(addresses, byte.tolist(), strict=True))
    return found


@settings(max_examples=300)
@given(st.lists(operations, min_size=1, max_size=3))
def test_random_operations(chunks):
    """Loads agree with memory or do not, any alignment, over the end of a page, in several chunks."""
    plan, numbers = make_plan()
    mirror, slow, vertex, corrected = Mirror(), SlowMirror(), 1, []
    for chunk in chunks:
        ids, words, own, marks = [], [], [], []
        for kind, *rest in chunk:
            size = rest[1] if kind in ("load", "store") else 0
            ids.append(numbers[kind, size])
            marks.append(len(marks))
            if kind == "load":
                remembered = sum(slow.known.get(rest[0] + i, 0) << 8 * i for i in range(size))
                value = remembered if rest[2] is None else rest[2] & ((1 << 8 * size) - 1)
                slow.load(vertex, rest[0], size, value)
                plain, logged = [rest[0]], [value]
            elif kind == "store":
                value = rest[2] & ((1 << 8 * size) - 1)
                slow.store(rest[0], size, value)
                plain, logged = [rest[0]], [value]
            else:
                plain, logged = rest, []
                if kind == "forget" and rest[1] > 1000:
                    for at in [at for at in slow.known if rest[0] and rest[0] <= at < rest[0] + rest[1]]:
                        slow.forget(at, 1)
                else:
                    getattr(slow, kind)(*rest)
            own += plain
            words += [*plain, marks[-1], *logged]
            vertex += 3
        taken = mirror.feed(plan, np.array(ids, np.uint16), np.array(words, np.uint64))
        assert taken.words.tolist() == own
        assert taken.values.tolist() == marks
        corrected += zip(taken.corrected_vertex.tolist(), taken.corrected_value.tolist(), strict=True)
    assert corrected == slow.corrected
    assert written_bytes(mirror) == slow.final()


def test_many_pages():
    """The mirror grows with the memory that is touched; runs of bytes go on over pages."""
    plan, numbers = make_plan()
    mirror, addresses = Mirror(), BASE + 8 * np.arange(300 * 512)
    words = np.stack([addresses, 0 * addresses, addresses], axis=1).reshape(-1).astype(np.uint64)
    store, load = (np.full(len(addresses), numbers[kind, 8], np.uint16) for kind in ("store", "load"))
    mirror.feed(plan, store, words)
    assert len(mirror.feed(plan, load, words).corrected_vertex) == 0
    runs = list(mirror.written())
    assert sum(int(length.sum()) for _, length, _ in runs) == 8 * len(addresses)
    assert runs[0][0].tolist() == [BASE]
    assert np.array_equal(np.concatenate([byte for _, _, byte in runs]).view(np.int64), addresses)


class RecordedRun:
    """``main(0, null)`` of a module, run with its values logged: the mirror's output and every record."""

    def __init__(self, text: str, ticks: bool = False) -> None:
        self.module = TracedModule(text, lambda name: True, ticks, replay=True)
        assert self.module.values is not None
        self.log = self.module.values
        plan, self.mirror = plan_mirror(self.module.tables, self.log), Mirror()
        self.records: list[tuple[int, list[int]]] = []
        self.plain: list[int] = []
        self.values: list[int] = []
        self.corrected: dict[int, int] = {}

        def keep(ids, words):
            at = 0
            for segment in ids.tolist():
                size = int(self.module.tables.segment_words[segment] + self.log.words[segment])
                self.records.append((segment, words[at : at + size].tolist()))
                at += size
            taken = self.mirror.feed(plan, ids, words)
            self.plain += taken.words.tolist()
            self.values += taken.values.tolist()
            self.corrected.update(zip(taken.corrected_vertex.tolist(), taken.corrected_value.tolist(), strict=True))

        recorder = Recorder(self.module.tables, keep, 1 << 40, value_words=self.log.words)
        self.engine, _ = compile_engine(self.module.traced_text(recorder, ".logged"))
        run = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.c_void_p)(self.engine.get_function_address("main.logged"))
        self.result = run(0, None)
        recorder.finish()

    def accesses(self):
        """Every operation on memory: kind, vertex, words from its first on, size, and the logged value (None: opaque)."""
        tables, vertex = self.module.tables, 0
        for segment, words in self.records:
            first = int(tables.segment_words[segment]) + len(self.log.recorded[segment])
            logged = {value.row: words[first + i] for i, value in enumerate(self.log.accessed[segment])}
            for v in range(tables.vertex_start[segment], tables.vertex_start[segment + 1]):
                for at in range(tables.operation_start[v], tables.operation_start[v + 1]):
                    kind, a, b = tables.operation[at, :3].tolist()
                    if kind >= LOAD:
                        yield kind, vertex, words[a:], b, logged.get(int(tables.vertex_row[v]))
                vertex += 1


def check_loads(run: RecordedRun) -> SlowMirror:
    """Memory of stores, copies and corrections alone gives every load what it got in the run."""
    slow = SlowMirror()
    for kind, vertex, words, size, value in run.accesses():
        if kind == LOAD and value is not None:
            if vertex in run.corrected:
                slow.store(words[0], size, run.corrected[vertex])
            assert sum(slow.known[words[0] + i] << 8 * i for i in range(size)) == value
        elif kind == STORE and value is not None:
            slow.store(words[0], size, value)
        elif kind == COPY:
            slow.copy(*words[:3])
        elif kind == MOVE:
            slow.move(*words[:4])
        elif kind in (STORE, WRITE, FRESH):
            slow.forget(words[0], size if size >= 0 else words[1])
    return slow


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(programs)
def test_random_programs(bodies):
    """Loads are reproduced from stores, copies and corrections; written bytes are what memory holds in the end."""
    run = RecordedRun(make_module(bodies))
    slow = check_loads(run)
    written = written_bytes(run.mirror)
    assert all(slow.known[at] == byte for at, byte in written.items())
    memory = run.engine.get_global_value_address("memory")
    real = ctypes.string_at(memory, 96) if memory else b""
    assert all(real[at - memory] == byte for at, byte in written.items() if memory <= at < memory + len(real))


TYPES = """
@other = global i64 77
@cell = global [16 x i8] zeroinitializer
@seen = global i64 0
define i64 @callee(i64 %long, i1 %bit, float %single, double %large, ptr %p, <2 x i64> %pair) noinline {
entry:
  %loaded = load i64, ptr %p
  %sum = add i64 %loaded, %long
  %lower = extractelement <2 x i64> %pair, i32 0
  %all = add i64 %sum, %lower
  store volatile i1 %bit, ptr @seen
  store volatile float %single, ptr @seen
  store volatile double %large, ptr @seen
  ret i64 %all
}
define i32 @main(i32 %argc, ptr %argv) {
entry:
  br label %loop
loop:
  %i = phi i64 [ 3, %entry ], [ %next, %loop ]
  %narrow = trunc i64 %i to i24
  store volatile i24 %narrow, ptr @cell
  %odd = load volatile i24, ptr @cell
  store volatile float 0x3FF8000000000000, ptr @cell
  %f = load volatile float, ptr @cell
  store volatile ptr @other, ptr @cell
  %q = load volatile ptr, ptr @cell
  store volatile i1 true, ptr @cell
  %b = load volatile i1, ptr @cell
  store volatile i64 undef, ptr getelementptr (i8, ptr @cell, i64 8)
  %d = sitofp i64 %i to double
  %v = insertelement <2 x i64> zeroinitializer, i64 %i, i32 0
  %got = call i64 @callee(i64 %i, i1 %b, float %f, double %d, ptr %q, <2 x i64> %v)
  %next = add i64 %i, 1
  %more = icmp slt i64 %next, 5
  br i1 %more, label %loop, label %done
done:
  %r = trunc i64 %got to i32
  ret i32 %r
}
"""


@pytest.mark.parametrize("ticks", [False, True])
def test_values_of_every_type(ticks):
    """Parameters, opaque results, returned values, loads and stores as canonical bits; with and without timed accesses."""
    run = RecordedRun(TYPES, ticks)
    assert run.result == 4 + 77 + 4
    other = run.engine.get_global_value_address("other")
    one, half = 0x3FC00000, {3: 0x4008000000000000, 4: 0x4010000000000000}
    expected = [bits for i in (3, 4) for bits in (i, 1, one, half[i], other, i, 77 + 2 * i)]
    assert run.values == [0, 0, *expected, 4 + 77 + 4]
    accessed = [value for kind, _, _, _, value in run.accesses() if kind in (LOAD, STORE)]
    assert accessed == [bits for i in (3, 4) for bits in (
        i, i, one, one, other, other, 1, 1, 0, 77, 1, one, half[i])]
    assert list(run.corrected.values()) == [77]
    check_loads(run)
