"""GraphML: XML for graph editors and viewers, with weights and costs as attributes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import ParseError
from xml.sax.saxutils import quoteattr

import numpy as np

from irpart.base.errors import FormatError, InputError
from irpart.graph.construct import from_networkx
from irpart.graph.formats.edgelist import destinations_of
from irpart.graph.formats.text import ROWS, Speller, reading, shortest, token
from irpart.graph.types import DependenceGraph

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="c" for="node" attr.name="cost" attr.type="double"/>
<key id="w" for="edge" attr.name="weight" attr.type="double"/>
<key id="t" for="graph" attr.name="timing" attr.type="string"/>
<graph id="dependencies" edgedefault="directed">
"""


def read_graphml(path: Path) -> DependenceGraph:
    """Read a GraphML file through NetworkX.

    Parameters
    ----------
    path
        Edges with an attribute ``weight`` and nodes with an attribute ``cost``; 1 where they have none. Edges that
        are all called e0, e1, ... keep that order.

    Returns
    -------
    DependenceGraph
        Nodes in the order of the file; an undirected edge once, as ``from_networkx`` says. About 2 kB per edge while it
        reads.

    Raises
    ------
    InputError, FormatError
        The file cannot be read, or it is not GraphML.
    """
    import networkx

    try:
        with reading(path) as file:
            graph = networkx.read_graphml(file, force_multigraph=True)
        _number_edges(graph)
        return from_networkx(graph)
    except ParseError as error:
        line = f", line {error.position[0]}"
        raise FormatError(f"{path}{line} is not GraphML: {error}.") from None
    except InputError as error:
        if not path.is_file():
            raise
        raise FormatError(f"{path}: {error}") from None
    except (networkx.NetworkXError, ValueError, KeyError, TypeError) as error:
        raise FormatError(f"{path} is not GraphML: {error}.") from None


def write_graphml(graph: DependenceGraph, file: IO[bytes]) -> tuple[str, ...]:
    """Write nodes 0 to n - 1 with their costs and edges e0 to e(m - 1) with their weights; nothing is lost.

    O(n + m) time, bounded memory; about 100 bytes of text per edge.
    """
    file.write(_HEAD.encode())
    file.write(f"<data key=\"t\">{quoteattr(graph.timing)[1:-1]}</data>\n".encode())
    speller = Speller(file, [b'<node id="', *(b'"><data key="c">' + shortest(cost) + b"</data></node>\n"
                                              for cost in graph.cost_table.tolist())])
    for start in range(0, graph.n_vertices, ROWS):
        codes = graph.cost_code[start:start + ROWS]
        tokens = np.full((len(codes), 3), token(0))
        tokens[:, 1] = np.arange(start, start + len(codes))
        tokens[:, 2] = token(1) - codes.astype(np.int64)
        speller.write(tokens)
    speller = Speller(file, [b'<edge id="e', b'" source="', b'" target="',
                             *(b'"><data key="w">' + shortest(weight) + b"</data></edge>\n"
                               for weight in graph.weight_table.tolist())])
    indptr = graph.indptr()
    for start in range(0, graph.n_edges, ROWS):
        part = slice(start, min(start + ROWS, graph.n_edges))
        tokens = np.empty((part.stop - start, 7), np.int64)
        tokens[:, 0], tokens[:, 2], tokens[:, 4] = token(0), token(1), token(2)
        tokens[:, 1], tokens[:, 3] = np.arange(start, part.stop), graph.source[part]
        tokens[:, 5] = destinations_of(indptr, part)
        tokens[:, 6] = token(3) - graph.weight_code[part].astype(np.int64)
        speller.write(tokens)
    file.write(b"</graph>\n</graphml>\n")
    return ()


def _number_edges(graph: Any) -> None:
    """Give edges the attribute ``edge`` where they are called e0, e1, ..., and defaults where they lack a value."""
    weight = graph.graph.get("edge_default", {}).get("weight")
    cost = graph.graph.get("node_default", {}).get("cost")
    for _, _, key, data in graph.edges(keys=True, data=True):
        if isinstance(key, str) and re.fullmatch(r"e\d+", key):
            data.setdefault("edge", int(key[1:]))
        if weight is not None:
            data.setdefault("weight", weight)
    if cost is not None:
        for _, data in graph.nodes(data=True):
            data.setdefault("cost", cost)
