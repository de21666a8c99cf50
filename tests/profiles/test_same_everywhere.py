"""Two profiles of one program give equal graphs, bit for bit, wherever the operating system and malloc put things."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import ctypes, random, sys
import irpart
from tests.workloads.test_workloads import load

seed = int(sys.argv[1])
library, layout = ctypes.CDLL(None), random.Random(seed)
library.malloc.restype, library.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
library.free.argtypes = [ctypes.c_void_p]
for name in sys.argv[2:]:
    workload = load(name)
    arguments = workload.initialize(**workload.SIZES["S"])
    if seed:
        blocks = [library.malloc(layout.randrange(1, layout.choice([200, 5000, 400000]))) for _ in range(2000)]
        layout.shuffle(blocks)
        for block in blocks[: layout.randrange(2000)]:
            library.free(block)
    with irpart.profile(getattr(workload, name), *arguments, timing="model") as profile:
        graph = profile.graph
        print(name, graph.n_vertices, graph.n_edges, graph.checksum())
"""
"""Profiles workloads after a history of allocations that its first argument chooses; prints the checksums of the graphs."""

NATIVE = """
import sys
from pathlib import Path
from tests.profiles.test_replaying import native

with native(Path(sys.argv[1]), Path(sys.argv[2]).read_text()) as profile:
    print(profile.graph.checksum())
"""
"""Profiles IR text in a folder."""

IR = """
declare ptr @malloc(i64)
declare void @free(ptr)
define internal double @fill(ptr %head, i64 %depth) noinline {
entry:
  %few = alloca [19 x i8], align 1
  %many = alloca [700 x double], align 16
  %wide = alloca [4 x double], align 64
  %at = getelementptr [19 x i8], ptr %few, i64 0, i64 %depth
  store volatile i8 1, ptr %at
  %in = getelementptr [700 x double], ptr %many, i64 0, i64 %depth
  store volatile double 1.0, ptr %in
  store volatile double 2.0, ptr %wide
  br label %walk
walk:
  %node = phi ptr [ %head, %entry ], [ %next, %walk ]
  %sum = phi double [ 0.0, %entry ], [ %more, %walk ]
  %here = load volatile double, ptr %in
  %value.at = getelementptr i8, ptr %node, i64 24
  %value = load volatile double, ptr %value.at
  %part = fadd double %here, %value
  %more = fadd double %sum, %part
  %next = load volatile ptr, ptr %node
  %last = icmp eq ptr %next, null
  br i1 %last, label %done, label %walk
done:
  %bottom = icmp eq i64 %depth, 0
  br i1 %bottom, label %leave, label %deeper
deeper:
  %less = sub i64 %depth, 1
  %below = call double @fill(ptr %head, i64 %less)
  br label %leave
leave:
  %rest = phi double [ 0.0, %done ], [ %below, %deeper ]
  %first = load volatile double, ptr %wide
  %all = fadd double %more, %rest
  %result = fadd double %all, %first
  ret double %result
}
define i32 @main(i32 %argc, ptr %argv) {
entry:
  br label %build
build:
  %i = phi i64 [ 0, %entry ], [ %i.next, %build ]
  %list = phi ptr [ null, %entry ], [ %made, %build ]
  %made = call ptr @malloc(i64 40)
  %extra = urem i64 %i, 50
  %size = add i64 %extra, 10
  %passing = call ptr @malloc(i64 %size)
  store volatile i8 1, ptr %passing
  store volatile ptr %list, ptr %made
  %value = getelementptr i8, ptr %made, i64 24
  store volatile double 1.0, ptr %value
  call void @free(ptr %passing)
  %i.next = add i64 %i, 1
  %more = icmp ult i64 %i.next, 900
  br i1 %more, label %build, label %use
use:
  %total = call double @fill(ptr %made, i64 15)
  %bad = fcmp olt double %total, 0.0
  %status = zext i1 %bad to i32
  ret i32 %status
}
"""
"""A list of small blocks, others that are freed at once, and recursion with slots of several alignments."""


def checksums(code: list[str], seed: int, padding: int) -> str:
    """What the program prints when its environment has this much more in it."""
    environment = {**os.environ, "PYTHONHASHSEED": str(seed), "IRPART_TEST_PADDING": "x" * padding}
    done = subprocess.run([sys.executable, "-c", *code], env=environment, cwd=Path(__file__).parents[2], text=True,
                          capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("names", [["quicksort", "dijkstra"], ["strassen"]], ids=" ".join)
def test_workloads(names):
    """Programs with stack slots, recursion and arrays of their own, in processes laid out differently."""
    layouts = (0, 0), (1, 3001), (2, 40)
    first, *others = (checksums([PROGRAM, str(seed), *names], seed, padding) for seed, padding in layouts)
    assert len(first.splitlines()) == len(names)
    assert others == [first, first]


def test_a_native_program(tmp_path):
    """Small blocks that malloc puts anywhere, and frames that the compiler aligns anew."""
    (tmp_path / "p.txt").write_text(IR)
    found = set()
    for number, padding in enumerate((0, 1016, 3001, 3048)):
        (tmp_path / str(number)).mkdir()
        found.add(checksums([NATIVE, str(tmp_path / str(number)), str(tmp_path / "p.txt")], number, padding))
    assert len(found) == 1
