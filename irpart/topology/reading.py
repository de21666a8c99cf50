"""One door for all descriptions of machines."""

from __future__ import annotations

import os
from pathlib import Path

from irpart.base.errors import InputError
from irpart.base.registry import Registry
from irpart.topology.sources.synthetic import is_synthetic
from irpart.topology.types import Topology

SOURCES = Registry("irpart.topology.sources", "irpart.topologies", noun="source")
"""All sources: those in the folder and entry points of third parties."""
_SUFFIXES = (".xml", ".toml", ".yaml", ".yml")


def read_topology(description: str = "machine") -> Topology:
    """The machine that a description names.

    Parameters
    ----------
    description
        The path of a file (hwloc's XML, or TOML or YAML); the name of a source, alone or with what it reads
        (``machine``, ``mesh:8x8``); or a synthetic string of hwloc (``pack:2 core:8 pu:2``).

    Raises
    ------
    InputError
        It is none of these, or names no machine that something can run on.
    FormatError
        The file is damaged.
    MissingExtra
        The source needs a package that is not installed.
    """
    text = description.strip()
    path = Path(text)
    if os.path.isfile(text):
        return SOURCES.get("hwloc" if _is_xml(path) else "description-file").function(text)  # type: ignore[no-any-return]
    name, _, rest = text.partition(":")
    if name.replace("_", "-") in SOURCES.names() and not (name == "machine" and rest.strip()):
        return SOURCES.get(name).function(rest.strip())  # type: ignore[no-any-return]
    if is_synthetic(text):
        return SOURCES.get("synthetic").function(text)  # type: ignore[no-any-return]
    if path.suffix.lower() in _SUFFIXES or "/" in name:
        raise InputError(f"There is no file {text[:200]}; give the path of a description of a machine.")
    if os.path.isdir(text):
        raise InputError(f"{text} is a folder; give the path of a description of a machine, a file in it.")
    raise InputError(f"'{text[:80]}' describes no machine; give a file (hwloc's XML, TOML, YAML), a source "
                     f"({', '.join(SOURCES.names())}), or levels such as 'pack:2 core:8 pu:2'.")


def _is_xml(path: Path) -> bool:
    """Whether a file's first letter is <."""
    try:
        with path.open("rb") as file:
            start = file.read(64)
    except OSError as error:
        raise InputError(f"Cannot read {path}: {error.strerror or error}; choose another file.") from None
    return start.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").lstrip()[:1] == b"<"
