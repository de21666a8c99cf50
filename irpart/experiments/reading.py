"""Read an experiment's TOML file: everything is checked before anything runs, and what is wrong is said in one sentence."""

from __future__ import annotations

import itertools
import math
import re
import tomllib
from collections.abc import Callable
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any

from irpart.base.errors import InputError, IrpartError, MissingExtra
from irpart.base.registry import Registry, require
from irpart.experiments.types import Choice, Experiment, Workload, machine_for
from irpart.mapping.placing import METHODS as MAPPINGS
from irpart.partitioning.cut import METHODS, check_request, check_seed
from irpart.profiles.options import ProfileOptions
from irpart.simulation.types import SimulationModel
from irpart.topology.reading import read_topology

KEYS = ("name", "workloads", "methods", "k", "machines", "mapping", "seeds", "order", "reference", "timeout_seconds",
        "results", "partition", "simulation")
_WORKLOAD_KEYS = ("name", "script", "function", "arguments", "timing", "profile")
_ORDERS = ("critical-path", "trace")


def read_experiment(path: str | Path, results: str | Path | None = None) -> Experiment:
    """The experiment that a TOML file declares; names of files in it are seen from its own folder.

    Parameters
    ----------
    results
        Folder of the results, instead of the file's own.

    Raises
    ------
    InputError
        The file cannot be read, a key is unknown, or a value makes no sense; the sentence names the key and what is known.
    MissingExtra
        A method needs a package that is not installed.
    """
    return _Reader(Path(path)).experiment(results)


class _Reader:
    """One file, key by key."""

    def __init__(self, path: Path) -> None:
        self._path, self._folder = path, path.parent
        try:
            self._data: dict[str, Any] = tomllib.loads(path.read_text())
        except OSError as error:
            raise InputError(f"Cannot read {path}: {error.strerror or error}; name the file of an experiment.") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise InputError(f"{path} is not valid TOML: {error}.") from None
        self._check_keys(self._data, KEYS, "")

    def experiment(self, results: str | Path | None) -> Experiment:
        """Every key in turn."""
        name = self._text("name", self._path.stem)
        if not re.fullmatch(r"[\w.-]+", name):
            raise self._wrong("name", "letters, digits, '.', '-' and '_'", name)
        workloads = tuple(self._workload(item) for item in self._list("workloads"))
        self._refuse_twice([workload.name for workload in workloads], "workloads",
                           "; give one of them another name = \"...\"")
        methods = tuple(self._choice(item, "methods", METHODS) for item in self._list("methods", ["irpart"]))
        mappings = tuple(self._choice(item, "mapping", MAPPINGS) for item in self._list("mapping", ["swap"]))
        balance = self._balance()
        ks = tuple(self._list("k"))
        for k in ks:
            self._within("k", partial(check_request, k, balance))
        orders = tuple(self._list("order", [_ORDERS[0]]))
        for order in orders:
            if order not in _ORDERS:
                raise self._wrong("order", f"one of {', '.join(_ORDERS)}", order)
        for axis, values in (("methods", [one.label for one in methods]), ("mapping", [one.label for one in mappings]),
                             ("k", ks), ("order", orders)):
            self._refuse_twice(list(values), axis)
        reference = self._text("reference", "")
        labels = [method.label for method in methods]
        if reference and reference not in labels:
            raise self._wrong("reference", f"one of the methods ({', '.join(labels)})", reference)
        folder = Path(results) if results is not None else self._folder / self._text("results", f"{name}-results")
        return Experiment(name, workloads, methods, ks, self._machines(ks), mappings, self._seeds(), orders, self._models(),
                          balance, self._timeout(), reference, folder)

    def _workload(self, item: Any) -> Workload:
        if isinstance(item, str):
            item = {"profile": item}
        if not isinstance(item, dict):
            raise self._wrong("workloads", "names of profiles, and tables such as {script = \"fft.py\", function = \"fft\"}",
                              item)
        self._check_keys(item, _WORKLOAD_KEYS, "workloads")
        if ("script" in item) == ("profile" in item):
            raise self._wrong("workloads", "tables with either a script or a profile", item)
        for key in ("name", "script", "profile", "function", "timing"):
            if not isinstance(item.get(key, ""), str):
                raise self._wrong(f"workloads.{key}", "a text", item[key])
        arguments = item.get("arguments", [])
        if not isinstance(arguments, list) or not all(isinstance(word, str) for word in arguments):
            raise self._wrong("workloads.arguments", "a list of texts", arguments)
        file = self._folder / str(item.get("script", item.get("profile")))
        if not file.is_file():
            raise InputError(f"{self._path}: workloads names {file}, which is no file; name a profile, a graph file, or a "
                             "script.")
        name = item.get("name", file.stem)
        if "profile" in item:
            others = sorted(set(item) - {"profile", "name"})
            if others:
                raise InputError(f"{self._path}: workloads.{others[0]} is for scripts, but {file.name} is a profile; "
                                 "leave it out.")
            return Workload(name, file=file)
        if file.suffix != ".py":
            raise InputError(f"{self._path}: workloads.script must be a Python script, got {file.name}; make a profile of "
                             "other programs with 'irpart profile', and name that.")
        timing = item.get("timing", "model")
        self._within("workloads.timing", lambda: ProfileOptions(timing))
        return Workload(name, None, file, item.get("function", ""), tuple(arguments), timing)

    def _choice(self, item: Any, key: str, registry: Registry) -> Choice:
        if isinstance(item, str):
            item = {"method": item}
        if not isinstance(item, dict) or not isinstance(item.get("method"), str):
            raise self._wrong(key, f"names of methods and tables such as {{method = \"{registry.names()[0]}\", ...}}", item)
        options = {name.replace("-", "_"): value for name, value in item.items() if name != "method"}
        found = registry.names()
        name = item["method"].replace("_", "-")
        if name not in found:
            raise self._wrong(key, f"registered methods ({', '.join(found)})", item["method"])
        described = registry.get(name)
        for option, value in options.items():
            if option not in described.options:
                known = ", ".join(described.options) or "none"
                raise InputError(f"{self._path}: {key}: method '{name}' has no option '{option}'; its own options: {known}.")
            if not isinstance(value, int | float | str):
                raise self._wrong(f"{key}.{option}", "a number, a text, or true or false", value)
        if described.requires:
            try:
                require(described.requires, f"Method '{name}'")
            except MissingExtra as missing:
                raise MissingExtra(f"{self._path}: {key}: {missing}") from None
        return Choice(name, tuple(sorted(options.items())))

    def _machines(self, ks: tuple[int, ...]) -> tuple[str, ...]:
        texts = []
        for text in self._list("machines"):
            if not isinstance(text, str):
                raise self._wrong("machines", "descriptions of machines such as \"mesh:8x8\"", text)
            beside = self._folder / text
            texts.append(str(beside) if "\0" not in text and len(text) < 1000 and beside.is_file() else text)
        for description in dict.fromkeys(machine_for(text, k) for text in texts for k in ks):
            self._within("machines", partial(read_topology, description))
        self._refuse_twice(texts, "machines")
        return tuple(texts)

    def _seeds(self) -> tuple[int, ...]:
        given = self._data.get("seeds", 1)
        if isinstance(given, int) and not isinstance(given, bool) and given >= 1:
            return tuple(range(given))
        if not isinstance(given, list) or not given:
            raise self._wrong("seeds", "a number of seeds of at least 1, or a list of seeds", given)
        for seed in given:
            self._within("seeds", partial(check_seed, seed))
        self._refuse_twice(given, "seeds")
        return tuple(given)

    def _models(self) -> tuple[tuple[str, SimulationModel], ...]:
        given = self._table("simulation")
        self._check_keys(given, tuple(field.name for field in fields(SimulationModel)), "simulation")
        axes = [[(name, value) for value in (values if isinstance(values, list) else [values])]
                for name, values in given.items()]
        if not all(axes):
            raise self._wrong("simulation", "values or lists of values that are not empty", given)
        made = []
        for chosen in itertools.product(*axes):
            label = " ".join(f"{name}={value}" for name, value in chosen)
            made.append((label, self._within("simulation", partial(SimulationModel, **dict(chosen)))))
        self._refuse_twice([label for label, _ in made], "simulation")
        return tuple(made)

    def _balance(self) -> float:
        given = self._table("partition")
        self._check_keys(given, ("balance",), "partition")
        balance = given.get("balance", 1.03)
        self._within("partition.balance", lambda: check_request(1, balance))
        return float(balance)

    def _timeout(self) -> float | None:
        given = self._data.get("timeout_seconds")
        if given is None:
            return None
        if not isinstance(given, int | float) or isinstance(given, bool) or not math.isfinite(given) or given <= 0:
            raise self._wrong("timeout_seconds", "a number of seconds above 0", given)
        return float(given)

    def _text(self, key: str, default: str) -> str:
        value = self._data.get(key, default)
        if not isinstance(value, str):
            raise self._wrong(key, "a text", value)
        return value

    def _table(self, key: str) -> dict[str, Any]:
        value = self._data.get(key, {})
        if not isinstance(value, dict):
            raise self._wrong(key, f"a table [{key}]", value)
        return value

    def _list(self, key: str, default: list[Any] | None = None) -> list[Any]:
        value = self._data.get(key, default)
        if value is None:
            raise InputError(f"{self._path} has no '{key}'; an experiment needs workloads, k and machines.")
        found = value if isinstance(value, list) else [value]
        if not found:
            raise self._wrong(key, "a list that is not empty", value)
        return found

    def _check_keys(self, table: dict[str, Any], known: tuple[str, ...], where: str) -> None:
        unknown = [key for key in table if key not in known]
        if unknown:
            place = f"{where}.{unknown[0]}" if where else unknown[0]
            raise InputError(f"{self._path}: there is no key '{place}'; known are: {', '.join(known)}.")

    def _refuse_twice(self, values: list[Any], key: str, advice: str = "; name each once") -> None:
        seen: set[Any] = set()
        for value in values:
            if value in seen:
                raise InputError(f"{self._path}: '{key}' has {value} twice{advice}.")
            seen.add(value)

    def _within(self, key: str, make: Callable[[], Any]) -> Any:
        """What ``make`` returns; an error of it says the file and the key too."""
        try:
            return make()
        except IrpartError as error:
            raise type(error)(f"{self._path}: {key}: {error}") from None
        except TypeError:
            raise InputError(f"{self._path}: {key} holds a value of a wrong kind; see docs/experiments.md.") from None

    def _wrong(self, key: str, expected: str, got: Any) -> InputError:
        return InputError(f"{self._path}: '{key}' must be {expected}, got {got!r}.")
