"""Files of hwloc's ``lstopo``: XML of hwloc 1, 2 and 3.

References
----------
F. Broquedis et al., hwloc: a Generic Framework for Managing Hardware Affinities in HPC Applications, PDP 2010; the
elements and attributes are those of ``hwloc.dtd`` and ``hwloc2.dtd`` (Importing and exporting topologies from/to XML
files, hwloc's manual).
"""

from __future__ import annotations

from pathlib import Path

from irpart.base.errors import InputError
from irpart.base.registry import method
from irpart.topology.parts import Draft, assemble, settle
from irpart.topology.sources._hwloc_document import parse_document, version_of
from irpart.topology.sources._hwloc_links import numa_distances, nvlinks, read_core_kinds, read_memory_attributes
from irpart.topology.sources._hwloc_objects import read_objects
from irpart.topology.types import Topology


@method()
def hwloc(text: str) -> Topology:
    """The machine in an XML file of hwloc, such as ``lstopo file.xml`` writes.

    Raises
    ------
    InputError
        The file cannot be read, or what it describes is no machine.
    FormatError
        It is no file of hwloc, or damaged.
    """
    path = Path(text)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"Cannot read {path}: {error.strerror or error}; give the path of a file of lstopo.") from None
    return assemble(hwloc_draft(data, path.stem, str(path)))


def hwloc_draft(data: bytes, name: str, where: str) -> Draft:
    """What an XML file of hwloc says; ``where`` names it in errors.

    Raises
    ------
    FormatError
        It is no file of hwloc, or damaged.
    """
    document = parse_document(data, where)
    objects = read_objects(document, version_of(document), where)
    read_memory_attributes(document, objects, where)
    settle(objects.root)
    clock_ghz = read_core_kinds(document, objects, where)
    domains, distance = numa_distances(document, objects, where)
    joints = nvlinks(document, objects, where)
    return Draft(name, where, objects.root, joints, domains, distance, clock_ghz)
