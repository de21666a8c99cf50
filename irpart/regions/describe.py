"""Verdicts as plain text and as JSON-ready dictionaries, for people and for ``irpart explain``."""

from __future__ import annotations

from typing import Any

from irpart.regions.types import Dependence, RegionTree, Verdict


def verdict_lines(tree: RegionTree, verdicts: tuple[Verdict, ...]) -> list[str]:
    """One paragraph per loop of the source, indented as the loops are nested, then guards and opaque statements.

    Parameters
    ----------
    tree, verdicts
        From ``analyse_function`` and ``verdicts_of``.

    Returns
    -------
    list of str
        Lines of text without trailing newlines.
    """
    depth = _depths(tree)
    lines = [f"{tree.function} ({tree.file}, line {tree.line})"]
    for verdict in verdicts:
        loop = verdict.loop
        indent = "  " * (1 + depth[loop.name])
        lines += [f"{indent}line {loop.line}: {loop.text}", f"{indent}  {verdict.kind}: {verdict.reason}"]
    opaque = [s for s in tree.statements if s.kind == "opaque"]
    lines += [f"  line {s.line}: not modelled: {s.reason} ({s.text})" for s in opaque]
    lines += [f"  valid while {guard.condition} ({', '.join((guard.kind, *guard.subject))}, line {guard.line})"
              for guard in tree.guards if guard.kind not in ("types", "overflow")]
    return lines


def _depths(tree: RegionTree) -> dict[str, int]:
    depth: dict[str, int] = {}
    for statement in tree.statements:
        for place, loop in enumerate(statement.loops):
            depth[loop] = place
    return {loop.name: depth.get(loop.name, 0) for loop in tree.loops}


def verdicts_document(tree: RegionTree, verdicts: tuple[Verdict, ...]) -> dict[str, Any]:
    """Everything about the loops of a function in plain dictionaries, lists, texts and numbers.

    Parameters
    ----------
    tree, verdicts
        From ``analyse_function`` and ``verdicts_of``.
    """
    return {
        "function": tree.function, "file": tree.file, "line": tree.line,
        "arguments": [{"name": name, "type": kind} for name, kind in tree.arguments],
        "parameters": [{"name": name, "meaning": meaning} for name, meaning in tree.parameters],
        "loops": [_loop_document(verdict) for verdict in verdicts],
        "opaque": [{"line": s.line, "text": s.text, "reason": s.reason} for s in tree.statements if s.kind == "opaque"],
        "guards": [{"kind": guard.kind, "subject": list(guard.subject), "condition": guard.condition, "line": guard.line}
                   for guard in tree.guards],
    }


def _loop_document(verdict: Verdict) -> dict[str, Any]:
    loop = verdict.loop
    band = verdict.band
    return {
        "loop": loop.name, "line": loop.line, "end_line": loop.end_line, "text": loop.text, "kind": loop.kind,
        "verdict": verdict.kind, "reason": verdict.reason, "private": list(verdict.private),
        "live_out": list(verdict.live_out),
        "reductions": [{"variable": variable, "operation": operation} for variable, operation in verdict.reductions],
        "blockers": [_dependence_document(one) for one in verdict.blockers],
        "band": None if band is None else {"members": list(band.members), "parallel": list(band.coincident)},
        "stages": [list(stage) for stage in verdict.stages],
    }


def _dependence_document(one: Dependence) -> dict[str, Any]:
    return {"kind": one.kind, "variable": one.variable, "source_line": one.source.line, "source": one.source.text,
            "sink_line": one.sink.line, "sink": one.sink.text, "distance": list(one.distance), "exact": one.exact}
