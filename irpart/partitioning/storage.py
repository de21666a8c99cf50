"""Partition files (``.irpp``): save and load are each other's inverse."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from irpart.base.artifact import ArtifactReader, ArtifactWriter
from irpart.base.errors import FormatError
from irpart.base.provenance import provenance, relative_to_folder, seen_from_here
from irpart.partitioning.types import Partition

FORMAT_VERSION = 2
_ATTRIBUTES = ("n_clusters", "method", "graph_checksum", "options", "seed", "balance", "seconds")


def save_partition(partition: Partition, path: str | Path) -> None:
    """Write a partition; nothing is left behind when that fails.

    Raises
    ------
    InputError
        When the file cannot be written.
    """
    with partition_writer(path) as writer:
        writer.write("edge_cluster", partition.edge_cluster)
        writer.write("priority", partition.priority)
        described = {name: getattr(partition, name) for name in _ATTRIBUTES}
        describe_partition(writer, {**described, "graph_file": relative_to_folder(partition.graph_file, path)})


def partition_writer(path: str | Path) -> ArtifactWriter:
    """A writer for a partition whose ``edge_cluster`` (uint16) is appended in chunks; end with ``describe_partition``.

    Raises
    ------
    InputError
        When the file cannot be written.
    """
    return ArtifactWriter(path, kind="partition", version=FORMAT_VERSION)


def describe_partition(writer: ArtifactWriter, attributes: Mapping[str, Any]) -> None:
    """Set what a partition file says beside its arrays: the fields of ``Partition`` that are no arrays."""
    for name in _ATTRIBUTES:
        writer.set(name, attributes[name])
    writer.set("graph_file", attributes.get("graph_file", ""))
    writer.set("provenance", provenance())


def load_partition(path: str | Path) -> Partition:
    """Read a partition.

    Raises
    ------
    FormatError
        When the file is no partition, is damaged, or is of a newer version.
    """
    with ArtifactReader(path, kind="partition", version=FORMAT_VERSION) as reader:
        stored = reader.attributes
        try:
            return Partition(
                edge_cluster=np.array(reader.read("edge_cluster"), np.uint16), n_clusters=stored["n_clusters"],
                method=stored["method"], graph_checksum=stored["graph_checksum"], options=stored["options"],
                seed=stored["seed"], balance=stored["balance"], seconds=stored["seconds"],
                priority=np.array(reader.read("priority"), np.uint32),
                graph_file=seen_from_here(str(stored.get("graph_file", "")), path))
        except KeyError as error:
            raise FormatError(f"{path} lacks the part {error} of a partition; make it again.") from None
