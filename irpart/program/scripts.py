"""Scripts: read one, run it as ``__main__`` as ``python -m cProfile`` does, and decorate functions that it defines."""

from __future__ import annotations

import ast
import contextlib
import sys
import types
from collections.abc import Iterator, Sequence
from pathlib import Path

from irpart.base.errors import InputError, IrpartError
from irpart.program.hints import parse_hint


class ScriptFailed(IrpartError):
    """The script itself raised; ``cause`` is what it raised, with the script's own frames."""

    def __init__(self, cause: BaseException, script: str, consequence: str = "no profile was written") -> None:
        super().__init__(f"{script} raised {type(cause).__name__}, so {consequence}.")
        self.cause = cause


def parse_script(script: Path, consequence: str) -> ast.Module:
    """The syntax tree of a script.

    Raises
    ------
    InputError
        It cannot be read.
    ScriptFailed
        It is no Python; ``consequence`` ends the sentence.
    """
    try:
        return ast.parse(_read(script), str(script))
    except SyntaxError as error:
        raise ScriptFailed(error.with_traceback(None), script.name, consequence) from None


def _read(script: Path) -> bytes:
    try:
        return script.read_bytes()
    except OSError as error:
        raise InputError(f"Cannot read the script {script}: {error.strerror or error}.") from None


def new_main(script: Path, **names: object) -> types.ModuleType:
    """An empty module ``__main__`` of a script; ``names`` are known in it."""
    module = types.ModuleType("__main__")
    module.__dict__.update(__file__=str(script), __builtins__=__builtins__, __cached__=None, **names)
    return module


def execute_main(tree: ast.Module, module: types.ModuleType, script: Path, consequence: str) -> int:
    """Run a script's code; its exit status. What irpart itself refuses passes through.

    Raises
    ------
    ScriptFailed
        The script raised; ``consequence`` ends the sentence.
    """
    try:
        exec(compile(tree, str(script), "exec"), module.__dict__)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except (IrpartError, KeyboardInterrupt):
        raise
    except BaseException as error:
        trace = error.__traceback__
        while trace is not None and trace.tb_frame.f_code.co_filename != str(script):
            trace = trace.tb_next
        raise ScriptFailed(error.with_traceback(trace), script.name, consequence) from None
    return 0


def decorate(tree: ast.Module, wrapper: str, names: Sequence[str], hinted: bool) -> list[str]:
    """Decorate functions of a script with the global ``wrapper``: the named ones, and all hinted ones if so asked.

    Returns
    -------
    The names that it does not define.
    """
    found: set[str] = set()

    def visit(body: list[ast.stmt], prefix: str) -> None:
        for node in body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                name = prefix + node.name
                if isinstance(node, ast.FunctionDef) and (name in names or (hinted and is_hinted(node))):
                    node.decorator_list.insert(0, ast.copy_location(ast.Name(wrapper, ast.Load()), node))
                    found.add(name)
                visit(node.body, name + ".")
            elif isinstance(node, ast.If | ast.With | ast.Try):
                visit(node.body, prefix)

    visit(tree.body, "")
    ast.fix_missing_locations(tree)
    return [name for name in names if name not in found]


def is_hinted(node: ast.FunctionDef) -> bool:
    """Whether a function is undecorated and all its parameters have hints that irpart reads, one of them an array."""
    parameters = [*node.args.posonlyargs, *node.args.args]
    if node.decorator_list or node.args.vararg or node.args.kwarg or node.args.kwonlyargs:
        return False
    hints = [parse_hint(ast.unparse(p.annotation)) if p.annotation is not None else None for p in parameters]
    return None not in hints and any(hint is not None and hint.rank != 0 for hint in hints)


@contextlib.contextmanager
def as_main(module: types.ModuleType, script: Path, arguments: Sequence[str]) -> Iterator[None]:
    """Let a module be ``__main__``, with the script's folder first on the path and its arguments in ``sys.argv``."""
    saved = sys.argv, sys.path[:], sys.modules.get("__main__")
    sys.argv = [str(script), *arguments]
    sys.path.insert(0, str(script.resolve().parent))
    sys.modules["__main__"] = module
    try:
        yield
    finally:
        sys.argv, sys.path[:] = saved[0], saved[1]
        if saved[2] is not None:
            sys.modules["__main__"] = saved[2]
