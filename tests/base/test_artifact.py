"""What is written to a container is what is read from it, in any chunks, with bounded memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from irpart.base.artifact import ArtifactReader, ArtifactWriter, peek_kind
from irpart.base.container import CHUNK_BYTES, STORABLE
from irpart.base.errors import FormatError, InputError

DTYPES = st.sampled_from([*sorted(STORABLE), ">u2", ">i4", ">f8", "=u8"]).map(np.dtype)
NAMES = st.from_regex(r"[A-Za-z0-9_-]{1,8}(/[A-Za-z0-9_-]{1,8}){0,2}", fullmatch=True)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text() | FINITE,
                    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=10)


def make_file(path: Path, length: int = 5000, step: int = 2000) -> Path:
    """A small profile with a streamed array, a whole one and an attribute."""
    blocks = np.arange(length, dtype=np.uint16) % 97
    with ArtifactWriter(path, kind="profile") as writer:
        for start in range(0, length, step):
            writer.append("trace/blocks", blocks[start : start + step])
        writer.write("table", np.arange(6.0).reshape(2, 3))
        writer.write_text("program/ir", "define void @f() { ret void } ; é")
        writer.set("summary", {"vertices": length, "lines": ["fft.py:12", None, 1.5]})
    return path


@settings(max_examples=60, deadline=None)
@given(data=st.data(), dtype=DTYPES, lengths=st.lists(st.integers(0, 40), min_size=1, max_size=6), name=NAMES)
def test_streamed_chunks_come_back_one_by_one(data, dtype, lengths, name):
    """Chunks of any lengths, empty ones too, keep their bounds, values and (little-endian) type."""
    chunks = [data.draw(hnp.arrays(dtype, length)) for length in lengths]
    with tempfile.TemporaryDirectory() as folder:
        with ArtifactWriter(f"{folder}/x.irpg", "profile") as writer:
            for chunk in chunks:
                writer.append(name, chunk)
            assert writer.reread(name, 0).tobytes() == chunks[0].astype(dtype.newbyteorder("<")).tobytes()
        with ArtifactReader(f"{folder}/x.irpg", "profile") as reader:
            assert reader.names() == [name]
            assert reader.n_chunks(name) == len(chunks)
            assert reader.length(name) == sum(lengths)
            assert reader.dtype(name) == dtype.newbyteorder("<")
            for chunk, stored in zip(chunks, reader.chunks(name), strict=True):
                assert stored.tobytes() == chunk.astype(stored.dtype).tobytes()
            assert reader.read(name).tobytes() == np.concatenate(chunks).astype(reader.dtype(name)).tobytes()
            reader.verify()


@settings(max_examples=60, deadline=None)
@given(array=DTYPES.flatmap(lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=0, min_side=0, max_side=5))))
def test_whole_arrays_of_any_shape_come_back(array):
    """Scalars, empty arrays, Fortran order and foreign byte order included."""
    with tempfile.TemporaryDirectory() as folder:
        with ArtifactWriter(f"{folder}/x.irpg", "profile") as writer:
            writer.write("plain", array)
            writer.write("transposed", array.T)
        with ArtifactReader(f"{folder}/x.irpg") as reader:
            for name, expected in (("plain", array), ("transposed", array.T)):
                stored = reader.read(name)
                assert stored.shape == reader.shape(name) == expected.shape
                assert stored.tobytes() == expected.astype(stored.dtype).tobytes()
                assert not stored.flags.writeable
            reader.verify()


@settings(max_examples=60, deadline=None)
@given(attributes=st.dictionaries(st.text(max_size=8), JSON, max_size=4), text=st.text(st.characters()))
def test_attributes_and_text_come_back(attributes, text):
    """Any JSON value under any key, any Unicode text (lone surrogates included)."""
    with tempfile.TemporaryDirectory() as folder:
        with ArtifactWriter(f"{folder}/x.irpg", "profile", version=3) as writer:
            for key, value in attributes.items():
                writer.set(key, value)
            writer.write_text("text", text)
        with ArtifactReader(f"{folder}/x.irpg", "profile", version=3) as reader:
            assert dict(reader.attributes) == attributes
            assert reader.read_text("text") == text
            assert reader.version == 3


def test_large_attribute_and_large_array(tmp_path):
    """Attributes have no size limit; whole arrays are cut into chunks."""
    lines = [f"fft.py:{i}" for i in range(300_000)]
    array = np.arange(3 * CHUNK_BYTES // 8 + 1)
    with ArtifactWriter(tmp_path / "x.irpg", "profile") as writer:
        writer.set("lines", lines)
        writer.write("array", array)
    with ArtifactReader(tmp_path / "x.irpg", "profile") as reader:
        assert reader.attributes["lines"] == lines
        assert reader.n_chunks("array") == 4
        np.testing.assert_array_equal(reader.read("array"), array)
        assert 0 < reader.nbytes_stored("array") < array.nbytes / 10


def test_checksum_is_of_the_content_not_of_the_chunks(tmp_path):
    """Same content in other chunks: same checksum; same content in the same chunks: same file."""
    first, again = make_file(tmp_path / "a.irpg"), make_file(tmp_path / "b.irpg")
    assert first.read_bytes() == again.read_bytes()
    other, longer = make_file(tmp_path / "c.irpg", step=700), make_file(tmp_path / "d.irpg", length=5001)
    checksums = []
    for path in (first, other, longer):
        with ArtifactReader(path) as reader:
            checksums.append(reader.checksum)
    assert checksums[0] == checksums[1] != checksums[2]


def test_checksum_is_stable_between_versions(tmp_path):
    """Stored partitions refer to it: a change of this value breaks files that people have."""
    with ArtifactReader(make_file(tmp_path / "a.irpg")) as reader:
        assert reader.checksum == "d5d7c6c4d70038314c1d6debdee68c1c"


def test_peek_kind(tmp_path):
    """The kind is known without reading the index."""
    assert peek_kind(make_file(tmp_path / "a.irpg")) == "profile"


def test_unknown_array_and_chunk(tmp_path):
    """Asking for what is not there says so."""
    with ArtifactReader(make_file(tmp_path / "a.irpg")) as reader:
        with pytest.raises(FormatError, match=r"a\.irpg has no array 'edges'; make it again with this irpart\."):
            reader.read("edges")
        with pytest.raises(InputError, match=r"There is no chunk 3 of 'trace/blocks' in .*; .* must be below 3\."):
            reader.chunk("trace/blocks", 3)


@pytest.mark.parametrize("chunk", [np.arange(3, dtype=np.uint32), np.zeros((2, 2), np.uint16)])
def test_a_stream_keeps_its_type(tmp_path, chunk):
    """Chunks of another type or with more dimensions are refused."""
    with ArtifactWriter(tmp_path / "a.irpg", "profile") as writer:
        writer.append("ids", np.zeros(3, np.uint16))
        with pytest.raises(InputError, match=r"'ids' in .*a\.irpg is a streamed array of uint16; cannot append"):
            writer.append("ids", chunk)
        assert writer.reread("ids", 0).tolist() == [0, 0, 0]


def test_whole_arrays_are_written_once(tmp_path):
    """A second write, and an append to a whole array, are refused."""
    with ArtifactWriter(tmp_path / "a.irpg", "profile") as writer:
        writer.write("ids", [1, 2])
        with pytest.raises(InputError, match="already has an array 'ids'"):
            writer.write("ids", [1, 2])
        with pytest.raises(InputError, match="is a complete array of int64; cannot append"):
            writer.append("ids", [1, 2])


@pytest.mark.parametrize("array", [np.array([{}]), np.array(["text"]), np.zeros(2, "M8[s]"), np.zeros(2, "u1,u2")])
def test_only_numbers_are_stored(tmp_path, array):
    """Objects would need pickle, which executes code when read."""
    writer = ArtifactWriter(tmp_path / "a.irpg", "profile")
    with writer, pytest.raises(InputError, match=r"'x' in .* has dtype .*; store numbers or booleans\."):
        writer.write("x", array)


@pytest.mark.parametrize("name", ["", "/a", "a/", "a//b", "../a", "a b", "irpart.json", "a\n"])
def test_array_names_are_plain(tmp_path, name):
    """Names that could leave a folder when unpacked, or clash with other members, are refused."""
    writer = ArtifactWriter(tmp_path / "a.irpg", "profile")
    with writer, pytest.raises(InputError, match="cannot name an array"):
        writer.append(name, [1])


@pytest.mark.parametrize("value", [float("nan"), {1, 2}, np.int64(3), b"bytes", {(1, 2): 3}])
def test_attributes_are_json(tmp_path, value):
    """What JSON cannot say is refused at once, not at the end of the work."""
    writer = ArtifactWriter(tmp_path / "a.irpg", "profile")
    with writer, pytest.raises(InputError, match=r"Attribute 'x' of .* is not JSON: "):
        writer.set("x", value)


def test_nothing_is_added_after_the_end(tmp_path):
    """A completed file stays as it is."""
    with ArtifactWriter(tmp_path / "a.irpg", "profile") as writer:
        writer.append("x", [1])
    with pytest.raises(InputError, match="is complete and closed; nothing can be added"):
        writer.append("x", [1])


_STREAM = """
import resource, sys
import numpy as np
from irpart.base.artifact import ArtifactReader, ArtifactWriter
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
chunk = np.tile(np.array([3, 4, 3, 4, 5], np.uint16), 1 << 18)
before = peak()
with ArtifactWriter(sys.argv[1], "profile") as writer:
    for number in range(200):
        chunk[0] = number
        writer.append("ids", chunk)
with ArtifactReader(sys.argv[1], "profile") as reader:
    assert sum(int(part[0]) for part in reader.chunks("ids")) == 199 * 100
    reader.verify()
print(peak() - before)
"""


def test_half_a_gigabyte_in_bounded_memory(tmp_path):
    """500 MiB written, read and verified with less than 24 MiB more than before (a chunk is 2.5 MiB)."""
    path = tmp_path / "a.irpg"
    done = subprocess.run([sys.executable, "-c", _STREAM, path], capture_output=True, text=True, check=True,
                          cwd=Path(__file__).parents[2])
    assert float(done.stdout) < 24
    assert os.path.getsize(path) < 3 << 20
