"""Generated modules on disk: planned once for each function and argument types, then loaded by every process."""

from __future__ import annotations

import ast
import atexit
import contextlib
import hashlib
import importlib.abc
import importlib.util
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, fields
from functools import cache
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

from irpart.base.errors import FormatError
from irpart.planning.types import LoopReport, Note, ParallelPlan, PlanGuard, PlanRegion

_ROWS = {"regions": PlanRegion, "loops": LoopReport, "guards": PlanGuard, "notes": Note}
"""Columns of a plan whose entries are of types of their own."""
_OWNER_ONLY = 0o700
_PREFIX = "irpart_generated_"


def cache_folder() -> Path:
    """Where generated modules lie: below ``NUMBA_CACHE_DIR``, else the user's cache (``XDG_CACHE_HOME``).

    If that cannot be written a folder of this process alone, which goes with it.
    """
    numba, user = os.environ.get("NUMBA_CACHE_DIR"), os.environ.get("XDG_CACHE_HOME")
    base = Path(numba) if numba else Path(user) if user and os.path.isabs(user) else _home_cache()
    if base is not None:
        folder = base / "irpart" / "parallel"
        with contextlib.suppress(OSError):
            folder.mkdir(_OWNER_ONLY, parents=True, exist_ok=True)
            if os.access(folder, os.W_OK | os.X_OK) and _is_ours(folder):
                return folder
    return private_folder()


@cache
def private_folder() -> Path:
    """A folder for what cannot be shared between processes; it is removed at the end of this one, not of forked children."""
    folder, owner = tempfile.mkdtemp(prefix="irpart-parallel-"), os.getpid()

    def remove() -> None:
        if os.getpid() == owner:
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)
    return Path(folder)


def read_plan(folder: Path, key: str) -> ParallelPlan | None:
    """The plan that was written under a key; None if there is none, or it is damaged."""
    try:
        source, record = _paths(folder, key)[0].read_bytes(), _paths(folder, key)[1].read_bytes()
        return _plan_of(source, record)
    except (OSError, FormatError):
        return None


def write_plan(folder: Path, key: str, plan: ParallelPlan) -> None:
    """Write module and record, each whole or not at all; a module that is already the same stays, with what Numba cached."""
    module, record = _paths(folder, key)
    source = plan.source.encode()
    columns = {name: value for name, value in asdict(plan).items() if name != "source"}
    if not module.exists() or module.read_bytes() != source:
        _write(module, source)
    _write(record, json.dumps({"checksum": hashlib.sha256(source).hexdigest(), "plan": columns}, indent=1).encode())


def load_module(folder: Path, key: str, names: Mapping[str, Any]) -> ModuleType:
    """Import a generated module, with ``names`` among its globals before it runs."""
    name, path = f"{_PREFIX}{key}", _paths(folder, key)[0]
    found = importlib.util.spec_from_file_location(name, path)
    if found is None or found.loader is None:
        raise FormatError(f"{path} is no Python module; delete it.")
    module = importlib.util.module_from_spec(found)
    module.__dict__.update(names)
    sys.modules[name] = module
    found.loader.exec_module(module)
    return module


def _plan_of(source: bytes, record: bytes) -> ParallelPlan:
    """A plan from its two files.

    Raises
    ------
    FormatError
        When they do not belong together, or are not what was written.
    """
    try:
        columns = json.loads(record)
        if columns["checksum"] != hashlib.sha256(source).hexdigest():
            raise FormatError("The generated module is not the one that was written; it is made again.")
        given = columns["plan"]
        values = {column.name: _column(column.name, given[column.name])
                  for column in fields(ParallelPlan) if column.name != "source"}
        text = source.decode()
        ast.parse(text)
        return ParallelPlan(source=text, **values)
    except (ValueError, KeyError, TypeError, SyntaxError) as error:
        raise FormatError(f"The record of a generated module is damaged ({error}); it is made again.") from error


def _column(name: str, value: Any) -> Any:
    """A field of a plan as it was before it was written."""
    if name in _ROWS:
        return tuple(_ROWS[name](**row) for row in value)
    if name == "arguments":
        return tuple((str(argument), str(kind)) for argument, kind in value)
    return tuple(value) if isinstance(value, list) else value


def _paths(folder: Path, key: str) -> tuple[Path, Path]:
    return folder / f"irpart_{key}.py", folder / f"irpart_{key}.json"


def _write(path: Path, content: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(temporary, path)
    except OSError:
        os.unlink(temporary)
        raise


def _home_cache() -> Path | None:
    with contextlib.suppress(RuntimeError):
        return Path.home() / ".cache"
    return None


def _is_ours(folder: Path) -> bool:
    """Whether nobody else may put modules there."""
    state = folder.stat()
    return not hasattr(os, "getuid") or (state.st_uid == os.getuid() and not state.st_mode & 0o022)


class _NamesOnly(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Empty modules for names of generated ones.

    What Numba cached for a jitted caller of generated code names its module, and asks for no more of it than a dictionary;
    the caller may be loaded before the module, or without it.
    """

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        return ModuleSpec(fullname, self) if fullname.startswith(_PREFIX) else None

    def create_module(self, spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        return None


sys.meta_path.append(_NamesOnly())
