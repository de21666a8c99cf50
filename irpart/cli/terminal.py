"""What subcommands share of the terminal: progress on a terminal, JSON on standard output, option types."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from irpart.base.errors import InputError
from irpart.base.files import replacing


def print_json(data: Any) -> None:
    """One line of JSON on standard output."""
    sys.stdout.write(json.dumps(data, allow_nan=False) + "\n")
    sys.stdout.flush()


def write_json(data: Any, path: Path) -> None:
    """Data as a JSON file; nothing is left behind when that fails.

    Raises
    ------
    InputError
        When the file cannot be written.
    """
    write_text(json.dumps(data, allow_nan=False) + "\n", path)


def write_text(text: str, path: Path) -> None:
    """A text file in UTF-8; nothing is left behind when that fails.

    Raises
    ------
    InputError
        When the file cannot be written.
    """
    with replacing(path) as file:
        file.write(text.encode())


def check_outputs(read: Iterable[Path], written: Iterable[Path | None]) -> None:
    """Refuse outputs over inputs or each other, and folders that are not there, before anything long begins.

    Parameters
    ----------
    written
        None where the user asks for no such file.

    Raises
    ------
    InputError
        When it is so.
    """
    outputs, sources = [path for path in written if path is not None], list(read)
    for number, path in enumerate(outputs):
        for source in sources:
            refuse_same_file(source, path)
        if any(path.resolve() == other.resolve() for other in outputs[:number]):
            raise InputError(f"{path} is to hold two different things; give each output a name of its own.")
        _check_folder(path)


@contextlib.contextmanager
def progress(title: str) -> Iterator[Callable[[str, int], None]]:
    """A function (stage, amount done) that shows progress on standard error when that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda stage, done: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title)
        yield lambda stage, done: bar.update(task, description=f"{title}: {stage} {done:,}")


@contextlib.contextmanager
def progress_bar(title: str) -> Iterator[Callable[[int, int, str], None]]:
    """A function (done, total, what runs now) that shows a bar on standard error when that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda done, total, now: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn(title), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total, now: bar.update(task, completed=done, total=total, description=now)


def refuse_same_file(source: Path, output: Path) -> None:
    """Refuse to write over the file that is read.

    Raises
    ------
    InputError
        When both are one file.
    """
    if os.path.exists(output) and os.path.exists(source) and os.path.samefile(output, source):
        raise InputError(f"{output} is the file that is read; choose another name with -o.")


def _check_folder(path: Path) -> None:
    """Refuse a file to be written whose folder is not there or cannot be written to, or a name that is a folder's."""
    folder = Path(os.path.realpath(path)).parent
    if not folder.is_dir():
        raise InputError(f"Cannot write {path}: there is no folder {path.parent}; make it first, or choose another.")
    if path.is_dir():
        raise InputError(f"Cannot write {path}: that is a folder; name a file in it.")
    is_special = path.exists() and not path.is_file()
    if not is_special and not os.access(folder, os.W_OK):
        raise InputError(f"Cannot write {path}: its folder cannot be written to; choose another.")


def parse_settings(settings: tuple[str, ...]) -> dict[str, Any]:
    """``name=value`` words as a dictionary; values that read as numbers or true/false become such."""
    result: dict[str, Any] = {}
    for setting in settings:
        name, equals, text = setting.partition("=")
        if not equals or not name:
            raise InputError(f"An option of a method is given as name=value, got '{setting}'.")
        result[name.replace("-", "_")] = _value(text)
    return result


def _value(text: str) -> Any:
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    for kind in (int, float):
        with contextlib.suppress(ValueError):
            return kind(text)
    return text


def read_table(path: Path) -> dict[str, Any]:
    """A flat table of numbers from a JSON or TOML file.

    Raises
    ------
    InputError
        When the file cannot be read or is not such a table.
    """
    try:
        text = path.read_text()
        data = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except OSError as error:
        raise InputError(f"Cannot read {path}: {error.strerror or error}.") from None
    except ValueError as error:
        raise InputError(f"{path} is not valid {'JSON' if path.suffix == '.json' else 'TOML'}: {error}.") from None
    if not isinstance(data, dict):
        raise InputError(f"{path} must hold a table of names and numbers.")
    return data


json_option = click.option("--json", "as_json", is_flag=True, help="Print one line of JSON to standard output.")


def machine_option(what: str, *, required: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option ``source``: a machine as ``irpart.topology.reading.read_topology`` takes it; ``what`` begins its help."""
    return click.option("--machine", "--topology", "source", required=required,
                        help=f"{what}: a file, a source such as mesh:8x8, levels such as 'pack:2 core:8', or 'machine' for "
                        "this one.")
