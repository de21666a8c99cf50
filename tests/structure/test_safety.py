"""No file is executed, no failure is swallowed, no test passes without looking."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.structure.sources import Function, called_name, definitions, imports, parsed, sources

EXECUTING_MODULES = frozenset({"pickle", "marshal", "shelve", "dill", "joblib", "cloudpickle", "runpy"})
EXECUTING_CALLS = frozenset({"eval", "exec", "compile", "__import__"})
RUNS_THE_USERS_SCRIPT = {"irpart/program/scripts.py": frozenset({"exec", "compile"}),
                         "irpart/planning/source.py": frozenset({"exec", "compile"})}
"""Files that may execute source text, and by what: what the user asked to run, and its function rewritten."""

CATCHES_EVERYTHING = {
    "irpart/program/scripts.py": "whatever the user's script raises is shown as Python would",
    "irpart/comparison/worker.py": "whatever a method raises is the outcome of its trial, told in words",
    "irpart/experiments/worker.py": "whatever a method or script raises is the outcome of its cell, told in words",
    "irpart/cli/profile.py": "nothing can be raised across the fork in which a native program runs",
    "irpart/execution/dispatcher.py": "whatever planning or compiling a plan raises, the function itself still runs",
    "irpart/execution/bodies.py": "compiled code cannot raise across C; the caller gets a status",
    "irpart/trace/recorder.py": "an exception cannot cross compiled code; it is kept and raised afterwards",
}
"""Files that may catch every exception, and why."""


@pytest.mark.parametrize("path", sources("irpart"), ids=str)
def test_no_file_is_executed(path):
    """No pickle and its like, no evaluation of text."""
    allowed = RUNS_THE_USERS_SCRIPT.get(str(path), frozenset())
    wrong = [f"{path}:{found.line} imports {found.target}" for found in imports(path)
             if found.target.partition(".")[0] in EXECUTING_MODULES]
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in EXECUTING_CALLS - allowed:
                wrong.append(f"{path}:{node.lineno} calls {node.func.id}")
        elif isinstance(node, ast.keyword) and node.arg == "allow_pickle" and ast.unparse(node.value) != "False":
            wrong.append(f"{path}:{node.value.lineno} allows pickle")
    assert not wrong


def is_broad(handler: ast.ExceptHandler) -> bool:
    """Whether a handler catches every exception, and does not raise it again."""
    if any(isinstance(node, ast.Raise) for node in ast.walk(handler)):
        return False
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or called_name(kind) in ("Exception", "BaseException") for kind in caught)


@pytest.mark.parametrize("path", sources("irpart"), ids=str)
def test_no_failure_is_swallowed(path):
    """No ``except Exception`` that keeps it, no ``except ...: pass`` (``contextlib.suppress`` says it)."""
    handlers = [node for node in ast.walk(parsed(path)) if isinstance(node, ast.ExceptHandler)]
    wrong = [f"{path}:{handler.lineno}" for handler in handlers
             if (is_broad(handler) and str(path) not in CATCHES_EVERYTHING)
             or all(isinstance(statement, ast.Pass) for statement in handler.body)]
    suppressed = [f"{path}:{node.lineno}" for node in ast.walk(parsed(path))
                  if isinstance(node, ast.Call) and called_name(node) == "suppress"
                  and {called_name(kind) for kind in node.args} & {"Exception", "BaseException"}]
    assert not wrong
    assert not suppressed


def test_every_expected_error_is_read():
    """``pytest.raises`` without ``match`` passes for the wrong reason."""
    wrong = [f"{path}:{node.lineno}" for path in sources("tests") for node in ast.walk(parsed(path))
             if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.raises"
             and "match" not in {keyword.arg for keyword in node.keywords}]
    assert not wrong


def looks(node: ast.AST) -> bool:
    """Whether a statement can fail a test: an assertion, an expected error, or a call that asserts by its name."""
    if isinstance(node, ast.Assert):
        return True
    name = called_name(node) if isinstance(node, ast.Call) else ""
    return name in ("raises", "warns", "fail") or name.lstrip("_").startswith(("assert", "check", "verify"))


def test_tests_look():
    """A test without an assertion only shows that nothing was raised."""
    wrong = [f"{path}:{found.node.lineno} {found.name}" for path in sources("tests") for found in definitions(path)
             if found.name.rpartition(".")[2].startswith("test_") and isinstance(found.node, Function)
             and not any(looks(node) for node in ast.walk(found.node))]
    assert not wrong


def test_the_checks_see_what_they_look_for():
    """Broad handlers are recognised in each form."""
    text = "try:\n    f()\nexcept {}:\n    g()\n"
    for caught in ("Exception", "(ValueError, BaseException)", "builtins.Exception"):
        assert is_broad(next(n for n in ast.walk(ast.parse(text.format(caught))) if isinstance(n, ast.ExceptHandler)))
    handler = next(n for n in ast.walk(ast.parse(text.format("ValueError"))) if isinstance(n, ast.ExceptHandler))
    assert not is_broad(handler)
    assert not looks(ast.parse("f()").body[0])
    assert Path("irpart/base/errors.py") in sources("irpart")
