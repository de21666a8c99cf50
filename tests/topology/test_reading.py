"""The one door: which source reads a description."""

from __future__ import annotations

import pytest

from irpart.base.errors import InputError
from irpart.topology.reading import SOURCES, read_topology
from irpart.topology.sources._hwloc_document import parse_document
from tests.topology.machines import CORES, make_xml


def test_sources_are_listed():
    """Each file without an underscore is a source."""
    assert {"description-file", "hwloc", "machine", "synthetic"} <= set(SOURCES.names())
    assert not [name for name in SOURCES.names() if name.startswith(("-", "_"))]


@pytest.mark.parametrize("name", ["m", "m.txt", "pack:2", "m.toml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_files_are_known_by_content(tmp_path, monkeypatch, name, encoding):
    """XML in any encoding whatever the name; a file comes before all else."""
    monkeypatch.chdir(tmp_path)
    text = make_xml(CORES).decode().removeprefix('<?xml version="1.0"?>\n')
    (tmp_path / name).write_bytes(text.encode(encoding))
    assert read_topology(name).n_processors == 2


def test_sources_by_name(tmp_path):
    """``name:rest`` hands the rest to a source."""
    path = tmp_path / "m.xml"
    path.write_bytes(make_xml(CORES))
    assert read_topology(f"hwloc:{path}").n_processors == 2
    assert read_topology("synthetic: core:4").n_processors == 4
    assert parse_document(path.read_bytes(), "m").tag == "topology"


@pytest.mark.parametrize(("text", "sentence"), [
    ("", r"'' describes no machine; give a file \(hwloc's XML, TOML, YAML\), a source \(.*machine.*\), or levels such as"),
    ("nonsense", r"'nonsense' describes no machine"),
    ("foo:3 core:2", r"'foo:3 core:2' describes no machine"),
    ("missing.xml", r"There is no file missing.xml; give the path"),
    ("some/where", r"There is no file some/where"),
    ("a\0b", r"describes no machine"),
    ("x" * 9999, r"describes no machine"),
    ("x" * 999, r"describes no machine"),
    (".", r"\. is a folder; give the path of a description"),
])
def test_what_describes_nothing(text, sentence):
    """One sentence that lists what can be given."""
    with pytest.raises(InputError, match=sentence):
        read_topology(text)
