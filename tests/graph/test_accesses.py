"""Memory accesses of a trace against dictionaries, their independence of addresses, and their names."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from irpart.base.errors import InputError
from irpart.graph.accesses import collect_accesses
from irpart.graph.types import MemoryAccesses
from irpart.program.segments import FRESH
from irpart.trace.cache_model import MemoryObject
from tests.graph.random_programs import make_module, programs
from tests.graph.tracing import TracedRun, trace_main

PAGE = 4096


class Reference:
    """Canonical addresses of every byte by dictionaries; blocks below a page are no regions, so only pages count here."""

    def __init__(self, objects: list[MemoryObject]) -> None:
        self.objects: list[tuple[int, int, int]] = []
        page = 1
        for item in objects:
            self.objects.append((item.address, item.address + item.n_bytes, page * PAGE))
            page += -(-(item.n_bytes + 64) // PAGE)
        self.next, self.pages, self.first, self.anchor = page, {}, {}, None

    def canonical(self, byte: int) -> int:
        for start, stop, at in self.objects:
            if start <= byte < stop:
                return byte - start + at
        key, offset = (byte // PAGE, ""), byte % PAGE
        if self.anchor is not None and self.anchor - (8 << 20) <= byte < self.anchor + (1 << 20):
            shifted = byte - self.anchor % PAGE + (PAGE if self.anchor % PAGE else 0)
            key, offset = (shifted // PAGE, "stack"), shifted % PAGE
        if key not in self.pages:
            self.pages[key] = self.next
            self.first[key] = 0 if key[1] else offset // 64 * 64
            self.next += 1
        return self.pages[key] * PAGE + (offset - self.first[key]) % PAGE

    def lines(self, start: int, size: int) -> list[int]:
        found: list[int] = []
        for byte in range(start, start + size):
            line = self.canonical(byte) // 64
            if not found or found[-1] != line:
                found.append(line)
        return found


def reference_rows(run: TracedRun, objects: list[MemoryObject]) -> list[tuple[int, int, bool]]:
    """(vertex, line, is write) of every access, one record at a time."""
    tables, program, words = run.module.tables, run.module.program, run.words
    reference, rows, vertex, word = Reference(objects), [], 0, 0
    for number in run.ids:
        for v in range(int(tables.vertex_start[number]), int(tables.vertex_start[number + 1])):
            reads, writes = [], []
            for kind, a, size, _, _ in tables.operation[tables.operation_start[v] : tables.operation_start[v + 1]].tolist():
                w = words[word + a : word + a + 4]
                if kind == 3:
                    reads.append((w[0], size))
                elif kind == 4:
                    writes.append((w[0], size))
                elif kind == 5:
                    reads.append((w[1], w[2]))
                    writes.append((w[0], w[2]))
                elif kind == 6:
                    writes.append((w[0], size if size >= 0 else w[1]))
                elif kind == 7:
                    reads.append((w[0], size if size >= 0 else w[1]))
                elif kind == FRESH and program.opcode[tables.vertex_row[v]] == 27 and reference.anchor is None:
                    reference.anchor = w[0]
                elif kind == 9 and w[1] not in (0, w[2]):
                    reads.append((w[1], min(w[0], w[3])))
                    writes.append((w[2], min(w[0], w[3])))
            for is_write, extents in ((False, reads), (True, writes)):
                rows += [(vertex, line, is_write) for start, size in extents for line in reference.lines(start, size)]
            vertex += 1
        word += int(tables.segment_words[number])
    return rows


def collected(run: TracedRun, objects: list[MemoryObject] | None = None) -> MemoryAccesses:
    return collect_accesses(run.module.program, run.module.tables, run.chunks, objects or [])


def rows(found: MemoryAccesses) -> list[tuple[int, int, bool]]:
    return list(zip(found.vertex.tolist(), found.line.tolist(), found.is_write.tolist(), strict=True))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(programs)
def test_random_programs_match_the_reference(bodies: list[list[tuple]]) -> None:
    """Loops, calls, recursion, overlaps, copies and heap blocks, with every access timed or not."""
    run = trace_main(make_module(bodies), ticks=len(bodies) == 2)
    found = collected(run)
    assert rows(found) == reference_rows(run, [])
    assert found.n_vertices == run.graph().n_vertices


def test_known_objects_come_first() -> None:
    """An object in the middle of a page has pages of its own; accesses across its end are cut there."""
    run = trace_main(make_module([[("store", 0, 1, 64), ("loop", 4, [("load", 1, 1, 64), ("set", 1, 20)])]]))
    address = min(a for a in run.words if a > 1 << 20)
    for objects in ([MemoryObject("a", address, 9)],
                    [MemoryObject("b", address + 3, 4), MemoryObject("a", address + 7, 40)]):
        found = collected(run, objects)
        assert rows(found) == reference_rows(run, objects)
        assert found.structure[1 : 1 + len(objects)] == tuple(o.name for o in objects)
        assert found.region_first_line.tolist() == [64 * (i + 1) for i in range(len(objects))]


BLOCKS = """
declare ptr @malloc(i64)
declare ptr @calloc(i64, i64)
declare ptr @realloc(ptr, i64)
declare void @free(ptr)
declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)
define i32 @main(i32 %argc, ptr %argv) {
  %a = call ptr @malloc(i64 300000)
  %b = call ptr @calloc(i64 100, i64 3000)
  call void @llvm.memcpy.p0.p0.i64(ptr %a, ptr %b, i64 300000, i1 true)
  %c = call ptr @realloc(ptr %a, i64 5000000)
  %at = getelementptr i8, ptr %c, i64 4000000
  store volatile i64 5, ptr %at, align 1
  %v = load volatile i64, ptr %at, align 1
  call void @free(ptr %b)
  call void @free(ptr %c)
  ret i32 0
}
"""


def test_blocks_are_named_and_apart() -> None:
    """malloc, calloc and realloc blocks of a page or more are regions; a block of n bytes has its lines in one run."""
    run = trace_main(BLOCKS)
    found = collected(run)
    kinds = [found.structure[number] for number in found.region_structure]
    assert len(found.region_first_line) == 3
    assert all(kind.startswith("heap block of ") for kind in kinds)
    ends = found.region_first_line + found.region_lines
    assert np.all(ends[:-1] <= found.region_first_line[1:])
    owner = found.structures_of(found.line)
    assert np.count_nonzero(owner == 0) <= 1, "only what realloc copies beyond the size that was asked for"
    copied = found.line[(found.vertex == found.vertex[found.is_write][-1]) | ~found.is_write]
    assert len(copied) > 300000 // 64
    by_region = np.searchsorted(found.region_first_line, found.line, side="right") - 1
    for region, n_bytes in enumerate((300000, 300000, 5000000)):
        mine = np.unique(found.line[(by_region == region) & (owner > 0)])
        assert len(mine) <= n_bytes // 64 + 2
        assert mine[-1] - mine[0] <= n_bytes // 64 + 2


PROGRAM = """
import hashlib, irpart
import numpy as np
RUN = {run}
held = [bytearray(1000 + 777 * RUN) for _ in range(200 * RUN)]

def work(a, b):
    t = np.zeros(3000)
    for i in range(len(a)):
        t[i % 3000] += a[i] * b[i % len(b)]
    return t.sum()

with irpart.profile(work, np.ones(5000), np.ones(70), timing="model") as profile:
    found = profile.accesses
columns = (found.vertex, found.line, found.is_write)
print(hashlib.sha256(b"".join(column.tobytes() for column in columns)).hexdigest(), found.structure)
"""


def test_lines_do_not_depend_on_addresses(tmp_path: Path) -> None:
    """Two runs, one of them after memory was taken elsewhere, touch the same lines."""
    digests = []
    for run in range(2):
        path = tmp_path / f"run{run}.py"
        path.write_text(PROGRAM.replace("{run}", str(run)))
        done = subprocess.run([sys.executable, str(path)], capture_output=True, text=True, check=True, cwd=tmp_path)
        digests.append(done.stdout)
    assert digests[0] == digests[1]
    assert "heap block of" in digests[0]


def test_blocks_do_not_depend_on_the_heap() -> None:
    """Between two runs memory is taken that moves the blocks; realloc copies what the allocator gave beyond their size."""
    take = ctypes.CDLL(None).malloc
    take.restype = ctypes.c_void_p
    first = collected(trace_main(BLOCKS))
    held = [take(n) for n in (24, 5000, 70000, 301000, 299000)]
    second = collected(trace_main(BLOCKS))
    assert all(held)
    named = [[row for row, owner in zip(rows(found), found.structures_of(found.line), strict=True) if owner]
             for found in (first, second)]
    assert named[0] == named[1]
    assert len(first) - len(named[0]) <= 4096 // 64 + 1


def test_accesses_that_do_not_fit_are_refused() -> None:
    """Columns of different lengths, lines beyond the last, and structures without a name."""
    none, empty = np.empty(0, np.int64), np.empty(0, np.int32)
    one = (np.zeros(1, np.uint32), np.zeros(1, np.uint32), np.zeros(1, np.bool_))
    with pytest.raises(InputError, match="one vertex, line and direction each"):
        MemoryAccesses(one[0], one[1], np.zeros(2, np.bool_), 1, 1, none, none, empty, ("u",))
    with pytest.raises(InputError, match="beyond the 0 lines"):
        MemoryAccesses(*one, 0, 1, none, none, empty, ("u",))
    with pytest.raises(InputError, match="structure 1, beyond the 1 names"):
        MemoryAccesses(*one, 1, 1, np.zeros(1, np.int64), np.ones(1, np.int64), np.ones(1, np.int32), ("u",))
