"""The results of clusters beside those of the serial replay and of the run, and the first instruction that is wrong."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irpart.measurement.subject import Subject
from irpart.measurement.types import Check, Difference
from irpart.replay.results import Lookup, check_results, compare_values
from irpart.replay.runs import ReplayRun


def check_run(subject: Subject, run: ReplayRun, serial: ReplayRun, master: NDArray[np.uint16]) -> Check:
    """Compare everything; O(vertices + bytes written).

    The clusters' values are compared with those of the serial replay, vertex by vertex; both replays' final memory and
    returned values with the record of the run. ``master`` is the cluster of each vertex.
    """
    dataflow = subject.dataflow
    alone, together = check_results(dataflow, serial.values_of), check_results(dataflow, run.values_of)
    vertex = compare_values(dataflow.n_vertices, run.values_of, serial.values_of)
    difference = None
    if vertex >= 0:
        expected, found = _value(serial.values_of, vertex), _value(run.values_of, vertex)
        difference = _described(subject, "The clusters differ from the serial replay", vertex, expected, found,
                                int(master[vertex]), int(run.worker[vertex]))
    else:
        for result, lookup, name in ((alone, serial.values_of, "The serial replay"),
                                     (together, run.values_of, "The clusters")):
            if difference is None and not result.agrees:
                expected, found = _in_record(subject, lookup, result.wrong_vertex)
                difference = _described(subject, f"{name} and the record of the run differ", result.wrong_vertex, expected,
                                        found, -1, -1)
    return Check(alone.memory_bytes, alone.returned, dataflow.n_vertices, max(alone.wrong_bytes, together.wrong_bytes),
                 max(alone.wrong_returned, together.wrong_returned), difference)


def _described(subject: Subject, where: str, vertex: int, expected: int, found: int, cluster: int,
               worker: int) -> Difference:
    text, source = (subject.instruction_of(vertex), subject.source_of(vertex)) if vertex >= 0 else ("", "")
    return Difference(where, vertex, text, source, cluster, worker, expected, found)


def _value(values_of: Lookup, vertex: int) -> int:
    return int(values_of(np.array([vertex]))[0])


def _in_record(subject: Subject, values_of: Lookup, vertex: int) -> tuple[int, int]:
    """Recorded and found bits of the first returned value or piece of final memory that a vertex computed wrongly."""
    if vertex < 0:
        return 0, 0
    program, value = subject.dataflow, _value(values_of, vertex)
    for i in np.flatnonzero(program.returned_operand == vertex).tolist():
        if int(program.returned_value[i]) != value:
            return int(program.returned_value[i]), value
    for i in np.flatnonzero(program.final_operand == vertex).tolist():
        found = value >> 8 * int(program.final_offset[i]) & (1 << 8 * int(program.final_size[i])) - 1
        if int(program.final_value[i]) != found:
            return int(program.final_value[i]), found
    return value, value
