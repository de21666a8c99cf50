"""Replayable profiles: what the file says of a run is what happened, and nothing else in the file changes by it."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

import irpart
from irpart.base.artifact import ArtifactReader, ArtifactWriter
from irpart.base.errors import FormatError, InputError, UnsupportedProgram
from irpart.base.interrupts import Interrupts
from irpart.profiles.function import CallTracer
from irpart.profiles.native import run_native
from irpart.profiles.options import ProfileOptions
from irpart.profiles.recording import FORMAT_VERSION, ProfileRecorder, TracedModule
from irpart.profiles.replaying import RecordingWriter
from irpart.profiles.types import Profile
from irpart.program import numba_adapter
from irpart.program.segments import LOAD
from irpart.replay.dataflow import Recording
from irpart.replay.values import recorded_values
from tests.workloads.test_workloads import copies, load


def profiled(name: str, **options: object) -> tuple[Profile, tuple[object, ...]]:
    """The profile of a workload at size S, and its arguments after the call."""
    workload = load(name)
    arguments = copies(workload.initialize(**workload.SIZES["S"]))
    return irpart.profile(getattr(workload, name), *arguments, timing="model", **options), arguments


def final_memory(recording: Recording, array: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of a contiguous array: which bytes the program wrote, and its bytes as the recording has them."""
    low, written, byte = array.ctypes.data, np.zeros(array.nbytes, np.bool_), np.zeros(array.nbytes, np.uint8)
    for i in np.flatnonzero((recording.final_address < low + array.nbytes) & (recording.final_address >= low - (1 << 20))):
        first = int(recording.final_address[i]) - low
        run = recording.final_byte[recording.final_start[i] : recording.final_start[i + 1]]
        inside = slice(max(0, first), max(0, min(array.nbytes, first + len(run))))
        written[inside] = True
        byte[inside] = run[max(0, -first) :][: inside.stop - inside.start]
    return written, byte


@pytest.mark.parametrize(("name", "whole"), [("fft", (0, 1)), ("quicksort", (0,)), ("jacobi_2d", ()), ("lu", ()),
                                             ("floyd_warshall", ()), ("needleman_wunsch", ()), ("strassen", ())])
def test_final_memory_is_that_of_the_run(name, whole):
    """What the recording says the program wrote is in the arrays after the call; some are written throughout."""
    profile, arguments = profiled(name, replay=True)
    recording, total = profile.recording, 0
    for number, array in enumerate(arguments):
        if isinstance(array, np.ndarray) and array.flags.c_contiguous:
            written, byte = final_memory(recording, array)
            assert np.array_equal(byte[written], array.view(np.uint8).reshape(-1)[written])
            total += int(written.sum())
            assert written.all() or number not in whole
    assert total > 0


@pytest.mark.parametrize("name", ["fft", "matmul", "quicksort", "molecular_dynamics"])
def test_nothing_else_changes(name):
    """Segments, graph and summary of a plain and a replayable profile are equal."""
    plain, _ = profiled(name)
    replayable, _ = profiled(name, replay=True)
    assert (plain.replayable, replayable.replayable) == (False, True)
    ours, theirs = (np.concatenate([ids for ids, _ in p.chunks()]) for p in (replayable, plain))
    assert np.array_equal(ours, theirs)
    counts = [sum(len(words) for _, words in p.chunks()) for p in (replayable, plain)]
    assert counts[0] == counts[1]
    assert replayable.graph.checksum() == plain.graph.checksum()


def test_words_are_those_of_a_plain_profile():
    """With the same arrays at the same places and no stack slots, addresses are equal as well."""
    workload = load("fft")
    arguments = workload.initialize(**workload.SIZES["S"])
    words = []
    for replay in (False, True):
        with irpart.profile(workload.fft, *arguments, timing="model", replay=replay) as profile:
            words.append(np.concatenate([words for _, words in profile.chunks()]))
    assert np.array_equal(*words)


def test_values_are_those_of_the_executed_segments():
    """As many values as the segments say, corrections at scalar loads only, sizes as told."""
    profile, _ = profiled("quicksort", replay=True)
    recording, tables = profile.recording, profile.tables
    lists = recorded_values(profile.module, profile.steps(), tables)
    executed = np.concatenate([ids for ids, _ in profile.chunks()])
    assert len(recording.values) == sum(len(lists[segment]) for segment in executed)
    rows = np.concatenate([tables.vertex_row[tables.vertex_start[s] : tables.vertex_start[s + 1]] for s in executed])
    is_load = {int(tables.vertex_row[v]) for v in range(len(tables.vertex_row))
               for at in range(tables.operation_start[v], tables.operation_start[v + 1]) if tables.operation[at, 0] == LOAD}
    assert set(rows[recording.corrected_vertex].tolist()) <= is_load
    sizes = profile.recording_sizes()
    assert sizes["corrected_loads"] == len(recording.corrected_vertex)
    assert sizes["written_bytes"] == len(recording.final_byte)
    assert 0 < sizes["stored_bytes"] < profile.n_bytes
    reasons = profile.steps().reason
    slots = [row for row, reason in enumerate(reasons) if reason == "the address of a stack slot"]
    assert profile.not_computed()["the address of a stack slot"] == np.isin(rows, slots).sum()


def test_every_access_timed():
    """Timing every access and recording for replay go together."""
    workload = load("fft")
    arguments = workload.initialize(n=64)
    with irpart.profile(workload.fft, *arguments, timing="every", replay=True) as profile:
        written, byte = final_memory(profile.recording, arguments[0])
        assert written.all()
        assert np.array_equal(byte, arguments[0].view(np.uint8))
        assert len(profile.recording.corrected_vertex) == 128


def test_a_cut_recording_ends_with_its_trace():
    """No correction lies beyond the bound."""
    profile, _ = profiled("fft", replay=True, max_instructions=9000)
    assert profile.summary.cut
    assert profile.summary.instructions <= 9000
    assert 0 < profile.recording.corrected_vertex[-1] < profile.summary.instructions
    whole = profiled("fft", replay=True)[0].recording.corrected_vertex
    assert np.array_equal(profile.recording.corrected_vertex, whole[whole < profile.summary.instructions])


def add_all(x, table):
    """Adds a constant array, through a copy, so that constants and fresh memory take part."""
    kept = x.copy()
    for i in range(x.shape[0]):
        x[i] = kept[i] + table[i & 3]
    return x[0]


def test_several_calls(tmp_path):
    """Between calls Python changes one element: it is loaded anew, all others are known; constants keep their place."""
    dispatcher = numba_adapter.jit_with_callees(add_all, error_model="numpy")
    x, table = np.arange(40.0), np.arange(4.0)
    options = ProfileOptions("model", 3, replay=True)
    with ProfileRecorder(tmp_path / "x.irpg", "irpart.profile(add_all)", options) as recorder:
        tracer = CallTracer(recorder)
        for _ in range(3):
            assert tracer.call(dispatcher, "add_all", (x, table), {}, add_all) == x[0]
            x[7] = 100.0
        x[7] = np.nan
        recorder.finish()
    with Profile(tmp_path / "x.irpg") as profile:
        recording = profile.recording
        bits = recording.corrected_value.view(np.float64)
        per_call = np.searchsorted(recording.corrected_vertex, profile.summary.instructions // 3 * np.arange(4))
        assert 100.0 not in bits[per_call[0] : per_call[1]]
        assert bits[per_call[1] : per_call[2]].tolist().count(100.0) == 1
        assert bits[per_call[2] : per_call[3]].tolist().count(100.0) == 1
        written, byte = final_memory(recording, x)
        assert written.all()
        expected = x.copy()
        expected[7] = 103.0
        assert np.array_equal(byte, expected.view(np.uint8))
        assert profile.summary.calls == {"add_all": 3}


def first_positive(x):
    """Raises through a constant that is private to its module, of the same name in every specialisation."""
    for i in range(x.shape[0]):
        if x[i] > 0:
            return i
    raise ValueError("nothing is positive")


def test_constants_of_several_modules(tmp_path):
    """Private names that two modules share mean two addresses; the second module's are renamed."""
    dispatcher = numba_adapter.jit_with_callees(first_positive, error_model="numpy")
    options = ProfileOptions("model", 3, replay=True)
    with ProfileRecorder(tmp_path / "x.irpg", "irpart.profile(first_positive)", options) as recorder:
        tracer = CallTracer(recorder)
        for kind in (np.float64, np.float32, np.int64):
            values = np.array([-1, 2], kind)
            assert tracer.call(dispatcher, "first_positive", (values,), {}, first_positive) == 1
        recorder.finish()
    with Profile(tmp_path / "x.irpg") as profile:
        texts, values = profile.steps().recorded, profile.recording.expressions.tolist()
        constants = {text: value for text, value in zip(texts, values, strict=True) if "picklebuf" in text}
        assert len(constants) == len(set(constants.values())) == 3
        assert sum(".irpart.module" in text for text in constants) == 2


NATIVE = """
@table = global [4 x i64] [i64 5, i64 6, i64 7, i64 8]
@.text = private constant [3 x i8] c"ab\\00"
declare ptr @malloc(i64)
declare ptr @realloc(ptr, i64)
declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)
define i32 @main(i32 %argc, ptr %argv) {
entry:
  %q = load volatile i64, ptr getelementptr (i8, ptr @table, i64 8)
  %block = call ptr @malloc(i64 16)
  call void @llvm.memcpy.p0.p0.i64(ptr %block, ptr @table, i64 16, i1 false)
  %p = getelementptr i8, ptr %block, i64 8
  %known = load volatile i64, ptr %p
  %first = load volatile i64, ptr %block
  store volatile i64 77, ptr %block
  %larger = call ptr @realloc(ptr %block, i64 4096)
  %kept = load volatile i64, ptr %larger
  %at = ptrtoint ptr %larger to i64
  %c = load volatile i8, ptr @.text
  %w = load volatile i16, ptr getelementptr (i8, ptr @.text, i64 1)
  %n = sub i64 %at, ptrtoint (ptr @table to i64)
  %m = add i64 %n, %kept
  store volatile i64 %m, ptr getelementptr (i8, ptr @table, i64 24)
  ret i32 0
}
"""


def native(folder: Path, text: str) -> Profile:
    """The profile of ``main`` of IR text, run in this process."""
    (folder / "p.ll").write_text(text)
    with ProfileRecorder(folder / "p.irpg", "irpart profile p.ll", ProfileOptions("model", replay=True)) as recorder:
        run_native(folder / "p.ll", "main", [], recorder, lambda status: recorder.finish() and None,
                   Interrupts())
    return Profile(folder / "p.irpg")


def test_native_memory_and_expressions(tmp_path):
    """Copied bytes are known when their source is, realloc keeps them; addresses of globals are those of the trace."""
    with native(tmp_path, NATIVE) as profile:
        recording, texts = profile.recording, profile.steps().recorded
        (_, words), = profile.chunks()
        value = dict(zip(texts, recording.expressions.tolist(), strict=True))
        eight = next(value[text] for text in texts if re.match(r"getelementptr.*@table.* 8\)", text))
        table = eight - 8
        assert eight == words[0]
        integer = next(text for text in texts if "ptrtoint" in text)
        assert value[integer] == (-table % (1 << 64) if integer.startswith("sub") else table)
        assert recording.corrected_value.tolist() == [6, 5, ord("a"), ord("b")]
        assert table + 24 in recording.final_address
        run = recording.final_address.tolist().index(table + 24)
        stored = recording.final_byte[recording.final_start[run] : recording.final_start[run + 1]].view(np.uint64)
        assert (int(stored[0]) - 77 + table) % (1 << 64) in words.tolist()


def test_a_reader_and_its_file(tmp_path):
    """Reading twice gives the same; the whole file verifies."""
    profile, _ = profiled("fft", replay=True, output=tmp_path / "fft.irpg")
    profile.close()
    with Profile(tmp_path / "fft.irpg") as again:
        again.verify()
        first, second = again.recording, again.recording
        for name in first.__slots__:
            assert np.array_equal(getattr(first, name), getattr(second, name))
            assert not getattr(first, name).flags.writeable


def test_a_profile_without_a_recording_names_the_command():
    """Old files and plain ones are refused with what to type."""
    profile, _ = profiled("fft")
    with pytest.raises(InputError, match=r"does not hold what a replay needs.*irpart.profile\(fft, \.\.\., replay=True\)"):
        assert profile.recording
    assert profile.recording_sizes() == {}


def rewritten(source: Path, target: Path, changed: dict[str, np.ndarray | None]) -> Path:
    """A copy of a profile with some arrays replaced or left out."""
    with ArtifactReader(source, "profile", FORMAT_VERSION) as reader, \
            ArtifactWriter(target, "profile", FORMAT_VERSION) as writer:
        for key, value in reader.attributes.items():
            writer.set(key, value)
        for name in reader.names():
            if name not in changed:
                for chunk in reader.chunks(name):
                    writer.append(name, chunk)
            elif changed[name] is not None:
                writer.append(name, changed[name])
    return target


@pytest.mark.parametrize(("name", "array", "says"), [
    ("replay/values", None, "has no array 'replay/values'"),
    ("replay/corrected_value", np.zeros(3, np.uint64), "does not fit together.*one value for each of its 1024"),
    ("replay/corrected_vertex", np.full(1024, 1 << 40), "do not ascend or lie beyond its trace"),
    ("replay/corrected_vertex", np.zeros(1024, np.int64), "do not ascend or lie beyond its trace"),
    ("replay/final_start", np.zeros(0, np.int64), "does not fit together"),
    ("replay/final_byte", np.zeros(5, np.uint8), "does not fit together"),
    ("replay/final_address", np.zeros(2, np.int64), "do not ascend or lie beyond its trace")])
def test_damaged_recordings(tmp_path, name, array, says):
    """One sentence each."""
    profile, _ = profiled("fft", replay=True, output=tmp_path / "fft.irpg")
    profile.close()
    with (Profile(rewritten(tmp_path / "fft.irpg", tmp_path / "bad.irpg", {name: array})) as bad,
          pytest.raises(FormatError, match=says)):
        assert bad.recording


INVOKE = """
declare i32 @__gxx_personality_v0(...)
declare i64 @strange(i64)
define i64 @main(i64 %n) personality ptr @__gxx_personality_v0 {
entry:
  %got = invoke i64 @strange(i64 %n) to label %good unwind label %bad
good:
  ret i64 %got
bad:
  %pad = landingpad { ptr, i32 } catch ptr null
  ret i64 -1
}
"""


def test_results_of_invokes_are_refused():
    """Unless nobody reads them."""
    with pytest.raises(UnsupportedProgram, match="'main' uses what its invoke of strange returned"):
        TracedModule(INVOKE, lambda name: True, False, replay=True)
    unused = INVOKE.replace("ret i64 %got", "ret i64 1")
    assert TracedModule(unused, lambda name: True, False, replay=True).values is not None


def test_one_text_with_two_addresses_is_refused(tmp_path):
    """Two modules that mean different things by the same name cannot share a table."""
    with ArtifactWriter(tmp_path / "x.irpg", "profile") as writer:
        recording = RecordingWriter(writer)
        recording.add_expressions(["@a", "@b"], np.array([1, 2], np.uint64))
        recording.add_expressions(["@b"], np.array([2], np.uint64))
        with pytest.raises(UnsupportedProgram, match="different addresses by @b"):
            recording.add_expressions(["@b"], np.array([3], np.uint64))


def test_destructors_run_between_two_words_of_a_record():
    """Numba frees a list while the caller's record is under way; nothing of it may be recorded there."""
    def solved(a, b):
        return np.linalg.solve(a, b)

    random = np.random.default_rng(1)
    with irpart.profile(solved, random.random((6, 6)), random.random(6), replay=True) as profile:
        program = profile.program
        names = [name for name, traced in zip(program.function_names, program.traced, strict=True) if not traced]
        assert any(name.startswith(".dtor.list") for name in names)
        measured = irpart.execute(profile, irpart.partition(profile, 2), check=True, backend="serial")
    assert measured.check.agrees
