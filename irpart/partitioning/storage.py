"""Partition files (``.irpp``): save and load are each other's inverse."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from irpart.base.artifact import ArtifactReader, ArtifactWriter
from irpart.base.errors import FormatError
from irpart.base.provenance import provenance
from irpart.partitioning.types import Partition

FORMAT_VERSION = 2


def save_partition(partition: Partition, path: str | Path) -> None:
    """Write a partition; nothing is left behind when that fails.

    Raises
    ------
    InputError
        When the file cannot be written.
    """
    with ArtifactWriter(path, kind="partition", version=FORMAT_VERSION) as writer:
        writer.write("edge_cluster", partition.edge_cluster)
        writer.write("priority", partition.priority)
        for name in ("n_clusters", "method", "graph_checksum", "options", "seed", "balance", "seconds"):
            writer.set(name, getattr(partition, name))
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
                priority=np.array(reader.read("priority"), np.uint32))
        except KeyError as error:
            raise FormatError(f"{path} lacks the part {error} of a partition; make it again.") from None
