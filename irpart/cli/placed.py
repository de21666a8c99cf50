"""Placements and partitions as subcommands take them, with a machine and a mapping method."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from irpart.base.errors import InputError

if TYPE_CHECKING:
    from irpart.mapping.types import Placement
    from irpart.partitioning.types import Partition
    from irpart.topology.types import Topology


@dataclass(frozen=True, slots=True)
class Placed:
    """What a file and the options ask for.

    Attributes
    ----------
    topology
        The machine; None: a partition, and none was named.
    placement
        As the file has it; None: the clusters are to be placed (a partition's, or ``again``).
    """

    partition: Partition
    topology: Topology | None
    placement: Placement | None
    again: bool


def load_placed(file: Path, source: str | None, method: str | None, default_method: str, verb: str) -> Placed:
    """Read a placement or partition, and check that the options go with it.

    Parameters
    ----------
    source, method
        ``--machine`` and ``--map``.
    verb
        "simulated" or "executed", for what is said.

    Raises
    ------
    InputError, FormatError
        There is no such file, or it holds something else, or is damaged; there is no such method or machine; the machine is
        another one than the placement's and no method is named.
    """
    from irpart.base.artifact import peek_kind
    from irpart.mapping.placing import METHODS
    from irpart.mapping.storage import load_placement
    from irpart.partitioning.storage import load_partition
    from irpart.topology.reading import read_topology

    if method is not None:
        METHODS.get(method)
    if not file.is_file():
        raise InputError(f"There is no file {file}.")
    kind = peek_kind(file)
    if kind == "partition":
        return Placed(load_partition(file), None if source is None else read_topology(source), None, False)
    if kind != "placement":
        raise InputError(f"{file} holds a {kind}; {verb} are placements (.irpl, of 'irpart map') and partitions (.irpp).")
    placement = load_placement(file)
    topology = placement.topology if source is None else read_topology(source)
    if method is not None:
        return Placed(placement.partition, topology, None, True)
    if source is not None and not same_machine(topology, placement.topology):
        raise InputError(f"{file} is a placement on {placement.topology.name}, not on {topology.name}; leave --machine out, "
                         f"or add --map {default_method} to place its clusters anew.")
    return Placed(placement.partition, placement.topology, placement, False)


def same_machine(a: Topology, b: Topology) -> bool:
    """Whether two topologies say the same, whatever they are called and come from."""
    return all(np.array_equal(getattr(a, field.name), getattr(b, field.name)) for field in fields(a)
               if field.name not in ("name", "source"))
