"""Types that travel between stages cannot be changed after they were checked."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.structure.sources import decorator, definitions, parsed, sources

CENTRAL = {
    "program": "Program", "graph": "DependenceGraph", "partitioning": "Partition", "comparison": "Comparison",
    "topology": "Topology", "mapping": "Placement", "simulation": "SimulatedRun", "experiments": "ExperimentTable",
    "measurement": "Measurement",
    "regions": "RegionTree",
    "planning": "ParallelPlan", "execution": "Execution",
}
"""The type each stage returns, in its ``types`` module."""

TYPES = [path for path in sources("irpart") if path.stem == "types"]


def options(node: ast.ClassDef) -> dict[str, object]:
    """Keywords of a class's ``@dataclass``."""
    found = decorator(node, "dataclass")
    keywords = found.keywords if isinstance(found, ast.Call) else []
    return {str(keyword.arg): ast.literal_eval(keyword.value) for keyword in keywords}


def has_arrays(node: ast.ClassDef) -> bool:
    """Whether a field of a class holds an array, which the generated ``==`` cannot compare."""
    return any("NDArray" in ast.unparse(field.annotation) for field in node.body if isinstance(field, ast.AnnAssign))


@pytest.mark.parametrize("path", TYPES, ids=str)
def test_types_are_frozen_and_slotted(path):
    """Every dataclass of a ``types`` module; ``eq=False`` where fields are arrays (compare by checksum)."""
    for found in definitions(path):
        if isinstance(found.node, ast.ClassDef) and decorator(found.node, "dataclass") is not None:
            chosen = options(found.node)
            assert chosen.get("frozen") is True, f"{path} {found.name} is not frozen"
            assert chosen.get("slots") is True, f"{path} {found.name} has no slots"
            assert not has_arrays(found.node) or chosen.get("eq") is False, f"{path} {found.name} lacks eq=False"


@pytest.mark.parametrize(("package", "name"), CENTRAL.items())
def test_central_types_are_where_they_belong(package, name):
    """Each stage has its central type, a dataclass with a one-line repr."""
    path = Path("irpart", package, "types.py")
    found = {d.name: d.node for d in definitions(path)}
    assert isinstance(found.get(name), ast.ClassDef)
    assert decorator(found[name], "dataclass") is not None
    assert options(found[name]).get("repr") is False, "the generated repr prints whole arrays"
    assert f"{name}.__repr__" in found


@pytest.mark.parametrize("path", sources("irpart"), ids=str)
def test_no_object_arrays(path):
    """Object arrays are slow, and need pickle to be stored."""
    wrong = [f"{path}:{node.value.lineno}" for node in ast.walk(parsed(path)) if isinstance(node, ast.keyword)
             and node.arg == "dtype" and ast.unparse(node.value) in ("object", "'O'", "np.object_")]
    assert not wrong
