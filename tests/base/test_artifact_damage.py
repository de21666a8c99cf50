"""Foreign, truncated, damaged and newer files get one clear sentence; a writer that fails leaves nothing."""

from __future__ import annotations

import gc
import json
import os
import re
import resource
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
import zstandard

from irpart.base.artifact import ArtifactReader, ArtifactWriter, peek_kind
from irpart.base.errors import BackendError, FormatError, InputError

ROOT = Path(__file__).parents[2]


def make_file(path: Path, version: int = 1) -> Path:
    """A profile of about 1 kB with every kind of content."""
    with ArtifactWriter(path, kind="profile", version=version) as writer:
        for start in range(3):
            writer.append("trace/blocks", np.arange(start, start + 40, dtype=np.uint16))
        writer.write("table", np.arange(6.0).reshape(2, 3))
        writer.set("summary", {"vertices": 120})
    return path


def make_content(path: Path) -> tuple[object, ...]:
    """Everything that can be read from a file, verified."""
    with ArtifactReader(path, "profile") as reader:
        reader.verify()
        arrays = {name: (reader.read(name).tolist(), reader.n_chunks(name)) for name in reader.names()}
        return arrays, dict(reader.attributes), reader.checksum, reader.version


def make_archive(path: Path, header: object, index: object) -> Path:
    """A container with any header and index."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("irpart.json", json.dumps(header))
        archive.writestr("index.json.zst", zstandard.ZstdCompressor().compress(json.dumps(index).encode()))
    return path


def make_failure(path: Path, failure: type[BaseException]) -> None:
    """Work that fails while its file is half written."""
    with ArtifactWriter(path, "profile") as writer:
        writer.append("x", np.arange(9))
        assert len(os.listdir(path.parent)) == 2
        raise failure("stop")


def test_every_truncation_is_an_error(tmp_path):
    """Whatever the length of the part that is left."""
    whole = make_file(tmp_path / "whole.irpg").read_bytes()
    path = tmp_path / "cut.irpg"
    for length in range(1, len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(FormatError, match=rf"cut\.irpg is truncated or damaged: .* \({length} bytes are there\); "
                                              "copy it again, or make it again"):
            ArtifactReader(path, "profile")


def test_every_flipped_bit_is_an_error_or_harmless(tmp_path):
    """No byte of the file can change what is read; most flips are errors, some touch what ZIP does not use."""
    whole = make_file(tmp_path / "whole.irpg").read_bytes()
    expected, path, harmless = make_content(tmp_path / "whole.irpg"), tmp_path / "flipped.irpg", 0
    for place in range(len(whole)):
        flipped = bytearray(whole)
        flipped[place] ^= 1 << place % 8
        path.write_bytes(flipped)
        try:
            content = make_content(path)
        except FormatError as error:
            sentence = str(error)
        else:
            sentence, harmless = "", harmless + 1
            assert content == expected
        assert not sentence or re.search(r"flipped\.irpg (is|holds) .*; .*\.$", sentence)
    assert harmless < len(whole) // 4


def test_damage_names_the_chunk_and_spares_the_others(tmp_path):
    """A chunk's checksum is verified when it is read; other chunks stay readable."""
    path = make_file(tmp_path / "a.irpg")
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo("trace/blocks/1.zst").header_offset
    content = bytearray(path.read_bytes())
    content[start + 30 + len("trace/blocks/1.zst") + 12] ^= 4
    path.write_bytes(content)
    with ArtifactReader(path, "profile") as reader:
        assert reader.chunk("trace/blocks", 0)[0] == 0
        assert reader.chunk("trace/blocks", 2)[0] == 2
        for read in (lambda: reader.chunk("trace/blocks", 1), lambda: reader.read("trace/blocks"), reader.verify):
            with pytest.raises(FormatError, match=r"a\.irpg is damaged \(chunk 1 of trace/blocks\); copy it again"):
                read()


def test_swapped_chunks_are_noticed_by_verify(tmp_path):
    """Each chunk is intact by itself, the whole is not."""
    path = make_file(tmp_path / "a.irpg")
    content = path.read_bytes()
    assert content.count(b"trace/blocks/1.zst") == 2
    for old, new in ((b"1", b"9"), (b"2", b"1"), (b"9", b"2")):
        content = content.replace(b"trace/blocks/" + old + b".zst", b"trace/blocks/" + new + b".zst")
    path.write_bytes(content)
    with ArtifactReader(path) as reader, pytest.raises(FormatError, match=r"damaged \(digest of trace/blocks\)"):
        reader.verify()


@pytest.mark.parametrize(("content", "what"), [
    (b"", "is empty"),
    (b"import numpy\n", "is text"),
    (b"\x89PNG\r\n\x1a\n" + bytes(40), "is a PNG image"),
    (b"PK\x05\x06" + bytes(60), "is another kind of ZIP archive"),
    (b"PK\x03\x04" + bytes(26) + b"word/document.xml", "is another kind of ZIP archive"),
    (b"BC\xc0\xde" + bytes(40), "is LLVM bitcode"),
    (b"\x7fELF" + bytes(40), "is an ELF program"),
    (b"\x89HDF\r\n" + bytes(40), "is an HDF5 file"),
    (bytes(100), "is of an unknown kind"),
])
def test_foreign_files_are_named(tmp_path, content, what):
    """The sentence says what the file seems to be and what to give instead."""
    path = tmp_path / "x.irpg"
    path.write_bytes(content)
    for read in (peek_kind, ArtifactReader):
        with pytest.raises(FormatError, match=rf"x\.irpg is not an irpart file \(it {what}\); give a file that "
                                              "'irpart profile' or 'irpart partition' wrote"):
            read(path)


def test_wrong_kind(tmp_path):
    """A profile where a partition is wanted."""
    path = make_file(tmp_path / "fft.irpg")
    with pytest.raises(FormatError, match=r"fft\.irpg holds a profile, not an execution; give a file that holds an"):
        ArtifactReader(path, "execution")


def test_newer_versions(tmp_path):
    """Of the content, and of the container itself."""
    path = make_file(tmp_path / "fft.irpg", version=3)
    with pytest.raises(FormatError, match=r"holds a profile in format 3, this irpart reads up to 2; upgrade irpart"):
        ArtifactReader(path, "profile", version=2)
    path = make_archive(tmp_path / "new.irpg", {"irpart": "profile", "version": 1, "container": 2}, {})
    with pytest.raises(FormatError, match="has container layout 2, this irpart reads up to 1; upgrade irpart"):
        peek_kind(path)


@pytest.mark.parametrize("header", [{}, [], 3, {"irpart": "profile", "version": "x", "container": 1}])
def test_headers_that_make_no_sense(tmp_path, header):
    """Intact archives with another header are damaged files, not crashes."""
    with pytest.raises(FormatError, match=r"is damaged \(header\)"):
        ArtifactReader(make_archive(tmp_path / "x.irpg", header, {}))


@pytest.mark.parametrize("array", [
    {"dtype": "|O", "shape": [1], "chunks": [1], "digest": ""},
    {"dtype": "<u2", "shape": [-1], "chunks": [-1], "digest": ""},
    {"dtype": "<u2", "shape": [4], "chunks": [3], "digest": ""},
    {"dtype": "<u2", "shape": 4},
    7,
])
def test_indices_that_make_no_sense(tmp_path, array):
    """Object arrays, negative lengths and missing entries are never trusted."""
    header = {"irpart": "profile", "version": 1, "container": 1}
    index = {"attributes": {}, "arrays": {"x": array}, "checksum": ""}
    with pytest.raises(FormatError, match=r"is damaged \(index\)"):
        ArtifactReader(make_archive(tmp_path / "x.irpg", header, index))


def test_an_index_that_promises_too_much(tmp_path):
    """A huge array without its chunks is refused without allocating chunks."""
    header = {"irpart": "profile", "version": 1, "container": 1}
    array = {"dtype": "<u2", "shape": [1 << 62], "chunks": [1 << 62], "digest": ""}
    path = make_archive(tmp_path / "x.irpg", header, {"attributes": {}, "arrays": {"x": array}, "checksum": ""})
    with ArtifactReader(path) as reader, pytest.raises(FormatError, match=r"is damaged \(chunk 0 of x\)"):
        reader.verify()


def test_missing_files_and_folders(tmp_path):
    """What cannot be opened is an input error."""
    with pytest.raises(InputError, match=r"There is no file .*fft\.irpg; check its name\."):
        ArtifactReader(tmp_path / "fft.irpg", "profile")
    with pytest.raises(InputError, match=r"Cannot read .*: Is a directory; check its name and permissions\."):
        peek_kind(tmp_path)


def test_unwritable_outputs_are_refused_before_the_work(tmp_path):
    """The constructor fails: a missing folder, a file as folder, a folder, a device, a name too long."""
    (tmp_path / "file").write_text("kept")
    for path, reason in ((tmp_path / "no" / "x.irpg", "the folder .*no does not exist"),
                         (tmp_path / "file" / "x.irpg", "Not a directory"),
                         (tmp_path, "it is a folder or a device"),
                         (Path("/dev/null"), "it is a folder or a device"),
                         (tmp_path / ("x" * 300), "File name too long")):
        with pytest.raises(InputError, match=rf"Cannot write .*: {reason}; choose another output with -o\."):
            ArtifactWriter(path, "profile")
    assert os.listdir(tmp_path) == ["file"]


def test_write_protected_outputs_are_refused(tmp_path, monkeypatch):
    """A file without write permission is not replaced, though its folder would allow it."""
    (tmp_path / "x.irpg").write_text("kept")
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(InputError, match="the file is there and write-protected"):
        ArtifactWriter(tmp_path / "x.irpg", "profile")
    assert (tmp_path / "x.irpg").read_text() == "kept"


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt, SystemExit])
def test_an_exception_leaves_nothing(tmp_path, failure):
    """Neither a new file nor a change of the old one."""
    (tmp_path / "old.irpg").write_bytes(b"old")
    for name in ("old.irpg", "new.irpg"):
        with pytest.raises(failure, match="stop"):
            make_failure(tmp_path / name, failure)
    assert os.listdir(tmp_path) == ["old.irpg"]
    assert (tmp_path / "old.irpg").read_bytes() == b"old"


def test_a_failure_while_finishing_leaves_nothing(tmp_path, monkeypatch):
    """An interrupt in the last step counts as well."""
    def interrupt(*_):
        raise KeyboardInterrupt("stop")

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt, match="stop"), ArtifactWriter(tmp_path / "x.irpg", "profile"):
        pass
    assert os.listdir(tmp_path) == []


def test_a_forgotten_writer_leaves_nothing(tmp_path):
    """A writer that is never entered removes its file when it goes."""
    writer = ArtifactWriter(tmp_path / "x.irpg", "profile")
    assert len(os.listdir(tmp_path)) == 1
    del writer
    gc.collect()
    assert os.listdir(tmp_path) == []


def test_the_output_is_replaced_through_links_with_usual_permissions(tmp_path):
    """A symbolic link keeps pointing to the file; permissions follow the umask."""
    (tmp_path / "link.irpg").symlink_to(tmp_path / "real.irpg")
    previous = os.umask(0o027)
    try:
        make_file(tmp_path / "link.irpg")
    finally:
        os.umask(previous)
    assert (tmp_path / "link.irpg").is_symlink()
    assert (tmp_path / "real.irpg").stat().st_mode & 0o777 == 0o640
    assert sorted(os.listdir(tmp_path)) == ["link.irpg", "real.irpg"]


def test_ctrl_c_leaves_nothing(tmp_path):
    """The real signal, in a process of its own."""
    script = ("import sys, numpy as np\nfrom irpart.base.artifact import ArtifactWriter\n"
              "with ArtifactWriter(sys.argv[1], 'profile') as writer:\n"
              "    while True:\n        writer.append('x', np.arange(100000))\n        print('.', flush=True)\n")
    process = subprocess.Popen([sys.executable, "-c", script, tmp_path / "x.irpg"], cwd=ROOT, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    for _ in range(5):
        process.stdout.readline()
    process.send_signal(signal.SIGINT)
    errors = process.communicate(timeout=60)[1]
    assert errors.rstrip().endswith("KeyboardInterrupt")
    assert "ignored" not in errors
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("end", ["os._exit(0)", "sys.exit(0)", "raise ValueError", "writer._remove()", "pass"])
def test_a_forked_child_does_not_touch_the_parents_file(tmp_path, end):
    """Programs under the tracer may fork; however the child goes on and ends, the file is the parent's."""
    script = ("import os, sys, numpy as np\nfrom irpart.base.artifact import ArtifactWriter\n"
              "with ArtifactWriter(sys.argv[1], 'profile') as writer:\n"
              "    writer.append('x', np.arange(1000))\n    child = os.fork()\n"
              f"    if child == 0:\n        writer.append('x', np.arange(70000))\n        {end}\n"
              "    else:\n        os.waitpid(child, 0)\n        writer.append('x', np.arange(5))\n")
    subprocess.run([sys.executable, "-W", "ignore", "-c", script, tmp_path / "x.irpg"], cwd=ROOT, check=True,
                   stderr=subprocess.DEVNULL)
    assert os.listdir(tmp_path) == ["x.irpg"]
    with ArtifactReader(tmp_path / "x.irpg") as reader:
        assert reader.read("x").tolist() == [*range(1000), *range(5)]
        reader.verify()


def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path):
    """A size limit stands in for the full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, hard))
    try:
        with (pytest.raises(BackendError, match=r"Writing .*x\.irpg failed: File too large; nothing was kept, free"),
              ArtifactWriter(tmp_path / "x.irpg", "profile") as writer):
            writer.append("x", np.random.default_rng(0).random(1 << 16))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    assert os.listdir(tmp_path) == []
