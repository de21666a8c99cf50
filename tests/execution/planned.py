"""A small stand-in for planning: every loop of a function's top level becomes a region, whether that is right or not."""

from __future__ import annotations

import ast
import inspect
import textwrap

from irpart.base.errors import UnsupportedProgram
from irpart.planning.types import LoopReport, Note, ParallelPlan, PlanGuard, PlanRegion

HEAD = """import numpy as np
from numba import njit
from irpart.execution.generated import guard_holds, run_chunks, run_range, run_tiles, workers
"""
calls = []


def plan_function(function, arguments, options=None):
    """Loops ``for i in range(a, b)`` of the top level in parts of at least 4 iterations; a first ``assert`` is guard 0."""
    plain = getattr(function, "py_func", function)
    calls.append(plain.__name__)
    tree = ast.parse(textwrap.dedent(inspect.getsource(plain))).body[0]
    tree.decorator_list = []
    if any(isinstance(node, ast.Global | ast.Try) for node in ast.walk(tree)):
        raise UnsupportedProgram(f"line {tree.lineno} is more than the stand-in can read.")
    known = [argument.arg for argument in tree.args.args]
    name, bodies, regions, guards, statements = tree.name, [], [], [], []
    for statement in tree.body:
        if isinstance(statement, ast.Assign):
            known.extend(target.id for target in statement.targets if isinstance(target, ast.Name))
        if isinstance(statement, ast.Assert):
            guards.append(PlanGuard(0, ast.unparse(statement.test), "the test's own guard"))
            statement = ast.parse(f"if not guard_holds(0, {ast.unparse(statement.test)}):\n"
                                  f"    return {name}_sequential({', '.join(known)})").body[0]
        if isinstance(statement, ast.For):
            used = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
            given = [argument for argument in known if argument in used]
            low, high = ([ast.Constant(0), *statement.iter.args] if len(statement.iter.args) == 1 else statement.iter.args)
            body = f"{name}_line_{statement.lineno}"
            loop = f"for {ast.unparse(statement.target)} in range(start_, stop_):\n"
            inner = textwrap.indent("\n".join(map(ast.unparse, statement.body)), "    ")
            bodies.append(f"def {body}(start_, stop_, {', '.join(given)}):\n"
                          + textwrap.indent(loop + inner, "    ") + "\n")
            regions.append(PlanRegion(statement.lineno, "range", body))
            text = f"run_range({body}, {ast.unparse(low)}, {ast.unparse(high)}, 4, ({', '.join(given)},))"
            statement = ast.parse(text).body[0]
        statements.append(statement)
    chosen = getattr(function, "targetoptions", {})
    jit = "@njit(" + ", ".join(f"{option}={value!r}" for option, value in chosen.items() if option != "nopython") + ")"
    original = ast.unparse(tree).replace(f"def {name}(", f"def {name}_sequential(", 1)
    tree.body = statements
    parts = [original, *bodies, ast.unparse(ast.fix_missing_locations(tree))]
    source = "\n\n".join([HEAD, *(f"{jit}\n{part}\n" for part in parts)])
    code = plain.__code__
    return ParallelPlan(
        plain.__qualname__, code.co_filename, code.co_firstlineno,
        tuple((argument, str(kind)) for argument, kind in zip(known, arguments, strict=False)), source, name,
        f"{name}_sequential", tuple(regions), (LoopReport(1, "for", "parallel", "so it is", "runs"),), tuple(guards),
        (Note(1, "stand-in", "all loops"),), tuple(sorted({*code.co_names, *code.co_freevars})),
        **({"imports": ()} if "imports" in ParallelPlan.__dataclass_fields__ else {}))
