"""Placement files (``.irpl``): a placement with its partition and its machine; save and load are each other's inverse."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from irpart.base.artifact import ArtifactReader, ArtifactWriter
from irpart.base.errors import FormatError
from irpart.base.provenance import provenance, relative_to_folder, seen_from_here
from irpart.mapping.types import Placement
from irpart.partitioning.types import Partition
from irpart.topology.storage import stored_topology, write_topology

FORMAT_VERSION = 1
_PARTITION = ("n_clusters", "method", "graph_checksum", "options", "seed", "balance", "seconds")
_PLACEMENT = ("method", "options", "seed", "cost", "seconds")


def save_placement(placement: Placement, path: str | Path) -> None:
    """Write a placement; nothing is left behind when that fails.

    Raises
    ------
    InputError
        When the file cannot be written.
    """
    partition = placement.partition
    with ArtifactWriter(path, kind="placement", version=FORMAT_VERSION) as writer:
        writer.write("cluster_processor", placement.cluster_processor)
        writer.write("partition/edge_cluster", partition.edge_cluster)
        writer.write("partition/priority", partition.priority)
        writer.set("partition", {**{name: getattr(partition, name) for name in _PARTITION},
                                 "graph_file": relative_to_folder(partition.graph_file, path)})
        write_topology(writer, placement.topology)
        for name in _PLACEMENT:
            writer.set(name, getattr(placement, name))
        writer.set("provenance", provenance())


def load_placement(path: str | Path) -> Placement:
    """Read a placement.

    Raises
    ------
    FormatError
        When the file is no placement, is damaged, or is of a newer version.
    """
    with ArtifactReader(path, kind="placement", version=FORMAT_VERSION) as reader:
        try:
            stored = reader.attributes["partition"]
            partition = Partition(
                edge_cluster=np.array(reader.read("partition/edge_cluster"), np.uint16),
                priority=np.array(reader.read("partition/priority"), np.uint32),
                graph_file=seen_from_here(str(stored["graph_file"]), path), **{name: stored[name] for name in _PARTITION})
            return Placement(np.array(reader.read("cluster_processor"), np.int32), partition, stored_topology(reader),
                             **{name: reader.attributes[name] for name in _PLACEMENT})
        except KeyError as error:
            raise FormatError(f"{path} lacks the part {error} of a placement; make it again.") from None
