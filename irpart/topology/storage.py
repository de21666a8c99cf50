"""A topology inside an artefact: its columns and what is said of it, so that a file needs no description beside it."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np

from irpart.base.artifact import ArtifactReader, ArtifactWriter
from irpart.base.errors import FormatError
from irpart.topology.types import Topology

_PLAIN = ("name", "source", "clock_ghz", "wraps")
_LISTS = ("label", "link_kind", "grid")
_ARRAYS = tuple(field.name for field in fields(Topology) if field.name not in (*_PLAIN, *_LISTS))
_FOLDER = "topology/"


def write_topology(writer: ArtifactWriter, topology: Topology) -> None:
    """Put a topology into an artefact that is being written."""
    for name in _ARRAYS:
        writer.write(_FOLDER + name, getattr(topology, name))
    writer.set("topology", {**{name: getattr(topology, name) for name in _PLAIN},
                            **{name: list(getattr(topology, name)) for name in _LISTS}})


def stored_topology(reader: ArtifactReader) -> Topology:
    """The topology in an artefact.

    Raises
    ------
    FormatError
        When the artefact has none, or only a part of one.
    """
    try:
        stored = reader.attributes["topology"]
        columns: dict[str, Any] = {name: np.array(reader.read(_FOLDER + name)) for name in _ARRAYS}
        columns |= {name: stored[name] for name in _PLAIN} | {name: tuple(stored[name]) for name in _LISTS}
        return Topology(**columns)
    except (KeyError, TypeError) as error:
        raise FormatError(f"{reader.path} lacks the part {error} of a topology; make it again.") from None
