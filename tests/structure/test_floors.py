"""Imports go down the floors of the architecture; a change of this table is a change of the architecture."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.structure.sources import Import, imports, is_within, module_name, sources

ALL = "irpart"
FLOORS: dict[str, tuple[str, ...]] = {
    "irpart": (ALL,),
    "irpart.pipeline": (ALL,),
    "irpart.base": (),
    "irpart.program": (),
    "irpart.topology": (),
    "irpart.trace": ("irpart.program",),
    "irpart.graph.types": (),
    "irpart.graph.measures": ("irpart.graph.types",),
    "irpart.graph.degree_law": ("irpart.graph.types",),
    "irpart.graph.coarsen": ("irpart.graph.types", "irpart.graph.measures"),
    "irpart.graph": ("irpart.graph.types", "irpart.graph.measures", "irpart.graph.coarsen"),
    "irpart.graph.generators": ("irpart.graph.types", "irpart.graph.construct"),
    "irpart.graph.build": ("irpart.graph.types", "irpart.graph._build_kernels", "irpart.trace", "irpart.program"),
    "irpart.graph.accesses": ("irpart.graph.types", "irpart.graph._access_kernels", "irpart.trace", "irpart.program"),
    "irpart.graph.order": ("irpart.graph.types", "irpart.graph.build", "irpart.trace", "irpart.program"),
    "irpart.profiles": ("irpart.graph.types", "irpart.graph.measures", "irpart.graph.degree_law", "irpart.graph.build",
                        "irpart.graph.order", "irpart.graph.accesses", "irpart.trace", "irpart.program",
                        "irpart.replay.opcodes", "irpart.replay.values", "irpart.replay.dataflow", "irpart.replay.types"),
    "irpart.partitioning": ("irpart.graph.types", "irpart.graph.measures", "irpart.graph.coarsen"),
    "irpart.comparison": ("irpart.partitioning", "irpart.measurement", "irpart.replay.dataflow", "irpart.replay.execute",
                          "irpart.graph.types", "irpart.graph.construct",
                          "irpart.graph.formats.text"),
    "irpart.mapping": ("irpart.partitioning.types", "irpart.partitioning.messages", "irpart.topology",
                       "irpart.graph.types", "irpart.graph.measures"),
    "irpart.simulation": ("irpart.mapping.types", "irpart.partitioning.types", "irpart.partitioning.messages",
                          "irpart.topology", "irpart.graph.types",
                          "irpart.graph.measures"),
    "irpart.replay": ("irpart.mapping.types", "irpart.partitioning.types", "irpart.partitioning.messages", "irpart.topology",
                      "irpart.graph.types", "irpart.graph.measures", "irpart.program"),
    "irpart.measurement": ("irpart.replay", "irpart.simulation", "irpart.mapping", "irpart.partitioning", "irpart.topology",
                           "irpart.profiles.types", "irpart.graph.types", "irpart.program"),
    "irpart.regions": ("irpart.program",),
    "irpart.planning": ("irpart.regions", "irpart.partitioning", "irpart.mapping", "irpart.topology",
                        "irpart.graph.types"),
    "irpart.execution": ("irpart.planning", "irpart.program", "irpart.mapping.types", "irpart.topology"),
    "irpart.experiments": ("irpart.comparison", "irpart.simulation", "irpart.mapping", "irpart.partitioning",
                           "irpart.topology", "irpart.profiles", "irpart.program.scripts", "irpart.graph.formats",
                           "irpart.graph.types"),
    "irpart.reporting": ("irpart.graph.measures", "irpart.graph.degree_law", "irpart.partitioning.quality",
                         "irpart.partitioning.bounds", "irpart.partitioning.execution_model",
                         "irpart.partitioning.front", "irpart.comparison", "irpart.experiments.summary",
                         "irpart.profiles.summary",
                         "irpart.mapping.figures", "irpart.mapping.problem", "irpart.topology.distances",
                         "irpart.topology.summary", "irpart.simulation.figures", "irpart.simulation.energy"),
    "irpart.cli": (ALL,),
}
"""What a row's modules may import, besides base and their own package."""

TYPES_FOR = ("irpart.reporting",)
"""Rows that may import any ``types`` module."""

HEAVY = frozenset({"numba", "llvmlite", "scipy", "networkx", "pymetis", "powerlaw", "matplotlib", "ray", "islpy",
                   "rich", "cupy", "torch", "mtkahypar", "kahip", "igraph", "chszlablib", "yaml", "pyarrow",
                   "threadpoolctl"})
"""Packages that may be imported inside functions, because they are optional or slow to import."""

LAZY_MODULES = ("irpart", "irpart.pipeline", "irpart.cli", "irpart.reporting")
"""Modules that may import irpart itself inside functions: they are loaded before it is known what is needed."""


def row_of(module: str) -> str:
    """The most special row that covers a module; ``graph._build_kernels`` belongs to ``graph.build``."""
    owner = module.replace("._build_", ".build.")
    if owner in ("irpart", "irpart.pipeline"):
        return owner
    return max((row for row in FLOORS if row not in ("irpart", "irpart.pipeline") and is_within(owner, row)),
               key=len, default="")


def may_import(module: str, target: str) -> bool:
    """Whether the table allows one module of irpart to import another."""
    row = row_of(module)
    if is_within(target, "irpart.base") or (is_within(target, row) and row_of(target) == row):
        return True
    if row in TYPES_FOR and target.endswith(".types"):
        return True
    return any(allowed == ALL or is_within(target, allowed) for allowed in FLOORS[row])


def is_heavy(found: Import) -> bool:
    """Whether an import loads a heavy package: itself, or a module of ours (kernels) that does so at its top."""
    own = Path(*found.target.split(".")).with_suffix(".py")
    tops = imports(own) if found.target.startswith("irpart.") and own in sources("irpart") else []
    return found.target.partition(".")[0] in HEAVY or any(
        top.target.partition(".")[0] in HEAVY and not top.is_indented for top in tops)


def reported(path: Path, found: Import) -> str:
    """Where an import is and what it names."""
    return f"{path}:{found.line} imports {found.target}"


@pytest.mark.parametrize("path", sources("irpart"), ids=str)
def test_imports_go_down(path):
    """Type-only imports count: they are what ties packages together first."""
    module = module_name(path)
    assert row_of(module), f"{module} is on no floor; add its row to the table in {Path(__file__).name}"
    wrong = [reported(path, found) for found in imports(path)
             if is_within(found.target, "irpart") and not may_import(module, found.target)]
    assert not wrong


@pytest.mark.parametrize("path", sources("irpart"), ids=str)
def test_imports_inside_functions_have_a_reason(path):
    """Only optional and heavy packages, kernels that load them, and the lazy doors."""
    lazy = any(module_name(path) == door or (door != "irpart" and is_within(module_name(path), door))
               for door in LAZY_MODULES)
    wrong = [reported(path, found) for found in imports(path)
             if found.is_indented and not is_heavy(found) and not (lazy and is_within(found.target, "irpart"))]
    assert not wrong


def test_the_graph_package_does_not_load_its_builder():
    """Partitioning serves any graph and must not pull in LLVM."""
    loaded = [found.target for found in imports(Path("irpart/graph/__init__.py")) if not found.is_indented]
    assert not [target for target in loaded if row_of(target) in ("irpart.graph.build", "irpart.graph.order")]


def test_nothing_imports_what_is_beside_the_package():
    """Neither irpart nor the tests import ``profiling`` as a package; irpart imports no tests."""
    wrong = [reported(path, found) for path in sources("irpart", "tests", "profiling") for found in imports(path)
             if found.target.partition(".")[0] == "profiling"
             or (path.parts[0] == "irpart" and found.target.partition(".")[0] == "tests")]
    assert not wrong


def test_the_table_knows_its_own_meaning():
    """Some lines of the architecture, spelled out."""
    assert may_import("irpart.trace.recorder", "irpart.program.types")
    assert not may_import("irpart.program.types", "irpart.trace.recorder")
    assert not may_import("irpart.partitioning.methods.hdrf", "irpart.graph.build")
    assert may_import("irpart.partitioning.methods.hdrf", "irpart.partitioning.types")
    assert may_import("irpart.graph.build", "irpart.graph._build_kernels")
    assert not may_import("irpart.graph.types", "irpart.graph.measures")
    assert not may_import("irpart.base.artifact", "irpart.graph.types")
    assert may_import("irpart.reporting.tables", "irpart.mapping.types")
    assert not may_import("irpart.mapping.methods.greedy", "irpart.partitioning.methods.hdrf")
    assert row_of("irpart.newcomer") == ""
