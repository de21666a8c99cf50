"""Anti and output dependencies equal those of a slow, obvious reference."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from irpart.graph.order import ANTI, OUTPUT, order_edges
from irpart.program.segments import COPY, FRESH, LOAD, MOVE, READ, STORE, WRITE
from tests.graph.random_programs import make_module, programs
from tests.graph.tracing import TracedRun, trace_main


def reference_order(run: TracedRun) -> set[tuple[int, int, int]]:
    """Order edges from dictionaries of last writers and readers since."""
    tables, words = run.module.tables, run.words
    writer: dict[int, int] = {}
    readers: dict[int, set[int]] = {}
    edges: set[tuple[int, int, int]] = set()
    vertex = position = 0
    for segment in run.ids:
        for v in range(tables.vertex_start[segment], tables.vertex_start[segment + 1]):
            for at in range(tables.operation_start[v], tables.operation_start[v + 1]):
                kind, a, b = (int(x) for x in tables.operation[at, :3])
                log = words[position + a : position + a + 4]
                size = b if b >= 0 else (log[1] if len(log) > 1 else 0)
                read, write = range(0), range(0)
                if kind in (LOAD, READ):
                    read = range(log[0], log[0] + size)
                elif kind in (STORE, WRITE):
                    write = range(log[0], log[0] + size)
                elif kind == COPY:
                    read, write = range(log[1], log[1] + log[2]), range(log[0], log[0] + log[2])
                elif kind == MOVE and log[1] not in (0, log[2]):
                    moved = min(log[0], log[3])
                    read, write = range(log[1], log[1] + moved), range(log[2], log[2] + moved)
                elif kind == FRESH:
                    for byte in range(log[0], log[0] + size):
                        writer.pop(byte, None)
                        readers.pop(byte, None)
                for byte in read:
                    readers.setdefault(byte, set()).add(vertex)
                for byte in write:
                    if writer.get(byte, vertex) != vertex:
                        edges.add((writer[byte], vertex, OUTPUT))
                    edges |= {(reader, vertex, ANTI) for reader in readers.pop(byte, set()) if reader != vertex}
                    writer[byte] = vertex
            vertex += 1
        position += int(tables.segment_words[segment])
    return edges


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(programs)
def test_random_programs(bodies: list[list[tuple]]) -> None:
    """Every anti and output edge, once."""
    run = trace_main(make_module(bodies))
    found = order_edges(run.module.tables, run.chunks)
    rows = list(zip(found.source.tolist(), found.destination.tolist(), found.kind.tolist(), strict=True))
    assert len(rows) == len(set(rows))
    assert set(rows) == reference_order(run)
    assert (found.source < found.destination).all()
