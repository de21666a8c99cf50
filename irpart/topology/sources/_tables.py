"""Tables of a TOML or YAML file, read key by key, with the place of what is wrong in every error."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from irpart.base.errors import InputError
from irpart.topology.sources.synthetic import parse_bytes


@dataclass(slots=True)
class Table:
    """A table and where it is; ``check_done`` refuses keys that nobody asked for.

    Attributes
    ----------
    values
        Keys and values.
    where
        File and table, for errors.
    """

    values: dict[str, Any]
    where: str
    _known: set[str] = field(default_factory=set)

    def has(self, key: str) -> bool:
        """Whether a key is there."""
        self._known.add(key)
        return key in self.values

    def whole(self, key: str, default: int, least: int = 0, most: int = 2**31 - 1) -> int:
        """A whole number in a range."""
        value = self._get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise InputError(f"{self.where}: {key} must be a whole number from {least} to {most:,}, got {_shown(value)}.")
        return value

    def number(self, key: str, default: float, above: float = -1e-300) -> float:
        """A finite number above a bound, 0 or more unless told."""
        value = self._get(key, default)
        if not _is_number(value) or not value > above:
            least = "at least 0" if above < 0 else f"above {above:g}"
            raise InputError(f"{self.where}: {key} must be a number {least}, got {_shown(value)}.")
        return float(value)

    def text(self, key: str, default: str) -> str:
        """A text."""
        value = self._get(key, default)
        if not isinstance(value, str):
            raise InputError(f"{self.where}: {key} must be a text, got {_shown(value)}.")
        return value

    def size(self, key: str, default: int = 0) -> int:
        """Bytes: a whole number, or a text such as ``64GiB``."""
        value = self._get(key, default)
        size = parse_bytes(value) if isinstance(value, str) else value
        if isinstance(size, bool) or not isinstance(size, int) or not 0 <= size < 2**62 or (size == 0 and value != default):
            raise InputError(f"{self.where}: {key} must be a size such as \"64GiB\", got {_shown(value)}.")
        return size

    def table(self, key: str) -> Table:
        """The table under a key, empty if it is not there."""
        return self._table(key, self._get(key, {}), f"{self.where}, [{key}]")

    def tables(self, key: str) -> list[Table]:
        """The tables in the list under a key, none if it is not there."""
        value = self._get(key, [])
        if not isinstance(value, list):
            raise InputError(f"{self.where}: {key} must be a list of tables, got {_shown(value)}.")
        return [self._table(key, item, f"{self.where}, {key} {i}") for i, item in enumerate(value)]

    def rows(self, key: str) -> list[list[float]]:
        """A matrix of numbers, empty if it is not there."""
        value = self._get(key, [])
        good = isinstance(value, list) and all(isinstance(row, list) and len(row) == len(value) for row in value)
        if not good or not all(_is_number(item) for row in value for item in row):
            raise InputError(f"{self.where}: {key} must be as many rows of as many numbers, got {_shown(value)}.")
        return [[float(item) for item in row] for row in value]

    def list_of(self, key: str, kind: type) -> list[Any]:
        """A list of values of a type, empty if it is not there."""
        value = self._get(key, [])
        if not isinstance(value, list) or not all(type(item) is kind for item in value):
            raise InputError(f"{self.where}: {key} must be a list of values of type {kind.__name__}, got {_shown(value)}.")
        return value

    def check_done(self) -> None:
        """Refuse keys that are not known.

        Raises
        ------
        InputError
            There is one; the message lists the known ones.
        """
        unknown = [key for key in self.values if key not in self._known]
        if unknown:
            raise InputError(f"{self.where}: there is no key '{str(unknown[0])[:80]}'; known are: "
                             f"{', '.join(sorted(self._known))}.")

    def _get(self, key: str, default: Any) -> Any:
        self._known.add(key)
        return self.values.get(key, default)

    def _table(self, key: str, value: Any, where: str) -> Table:
        if not isinstance(value, dict):
            raise InputError(f"{self.where}: {key} must be a table, got {_shown(value)}.")
        return Table(value, where)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e300


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
