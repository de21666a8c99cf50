"""A table as CSV and Parquet, each whole or not at all."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from irpart.base.files import replacing
from irpart.base.registry import is_installed
from irpart.experiments.types import COLUMNS, FIGURES, SECONDS, WHOLE, ExperimentTable

_WHOLE = WHOLE | {"k", "seed"}
_NUMBERS = frozenset(FIGURES) | frozenset(SECONDS)


def write_table(table: ExperimentTable, folder: Path) -> list[Path]:
    """Write ``table.csv`` and, where pyarrow is installed, ``table.parquet``; the files written.

    Raises
    ------
    InputError
        A file cannot be written.
    """
    rows = list(table.rows())
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _spelled(value) for name, value in row.items()} for row in rows)
    written = [folder / "table.csv"]
    with replacing(written[0]) as file:
        file.write(text.getvalue().encode())
    if is_installed("pyarrow"):
        written.append(folder / "table.parquet")
        _write_parquet(rows, written[1])
    return written


def read_csv(path: Path) -> list[dict[str, Any]]:
    """The rows of a ``table.csv``: numbers as numbers, None where a cell has none."""
    with path.open(newline="") as file:
        return [{name: _parsed(name, text) for name, text in row.items()} for row in csv.DictReader(file)]


def _spelled(value: Any) -> Any:
    return "" if value is None else repr(value) if isinstance(value, float) else value


def _parsed(name: str, text: str) -> Any:
    if name in _WHOLE:
        return int(text) if text else None
    if name in _NUMBERS:
        return float(text) if text else None
    return text


def _write_parquet(rows: list[dict[str, Any]], path: Path) -> None:
    import pyarrow
    from pyarrow import parquet

    kinds = {name: pyarrow.int64() if name in _WHOLE else pyarrow.float64() if name in _NUMBERS else pyarrow.string()
             for name in COLUMNS}
    columns = {name: pyarrow.array([row[name] for row in rows], kinds[name]) for name in COLUMNS}
    with replacing(path) as file:
        parquet.write_table(pyarrow.table(columns), file)
