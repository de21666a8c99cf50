"""Standard graph algorithms on the block graph: dominators and natural loops."""

from __future__ import annotations

import networkx as nx


def immediate_dominators(successors: list[list[int]], entry: int) -> dict[int, int]:
    """Immediate dominator of every block reachable from ``entry`` (the entry maps to itself)."""
    graph = nx.DiGraph()
    graph.add_node(entry)
    pending, seen = [entry], {entry}
    while pending:
        block = pending.pop()
        for successor in successors[block]:
            graph.add_edge(block, successor)
            if successor not in seen:
                seen.add(successor)
                pending.append(successor)
    result = dict(nx.immediate_dominators(graph, entry))
    result[entry] = entry
    return result


def natural_loops(successors: list[list[int]], dominators: dict[int, int], entry: int) -> dict[int, set[int]]:
    """Natural loops as header -> blocks; back edges to one header are one loop (LLVM's convention)."""
    predecessors: dict[int, list[int]] = {}
    for block in dominators:
        for successor in successors[block]:
            predecessors.setdefault(successor, []).append(block)
    loops: dict[int, set[int]] = {}
    for tail in dominators:
        for header in successors[tail]:
            if dominates(dominators, header, tail, entry):
                body = loops.setdefault(header, {header})
                pending = [tail]
                while pending:
                    block = pending.pop()
                    if block not in body:
                        body.add(block)
                        pending.extend(predecessors.get(block, ()))
    return loops


def dominates(dominators: dict[int, int], above: int, below: int, entry: int) -> bool:
    """Whether every path from the entry to ``below`` passes ``above``."""
    while below != above:
        if below == entry:
            return False
        below = dominators[below]
    return True


def retreating_targets(successors: list[list[int]], entry: int) -> set[int]:
    """Blocks that a depth-first walk re-enters while they are open; every cycle passes one of them."""
    targets: set[int] = set()
    state = {entry: 1}
    stack = [(entry, iter(successors[entry]))]
    while stack:
        block, pending = stack[-1]
        for successor in pending:
            if state.get(successor, 0) == 0:
                state[successor] = 1
                stack.append((successor, iter(successors[successor])))
                break
            if state[successor] == 1:
                targets.add(successor)
        else:
            state[block] = 2
            stack.pop()
    return targets


def nest(loops: dict[int, set[int]]) -> tuple[list[int], list[int], list[int]]:
    """Headers (outer loops first), parent index and depth of each loop."""
    headers = sorted(loops, key=lambda h: (-len(loops[h]), h))
    parents: list[int] = []
    depths: list[int] = []
    for number, header in enumerate(headers):
        enclosing = [i for i in range(number) if header in loops[headers[i]] and headers[i] != header]
        parent = enclosing[-1] if enclosing else -1
        parents.append(parent)
        depths.append(1 if parent < 0 else depths[parent] + 1)
    return headers, parents, depths
