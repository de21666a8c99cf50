"""Registries of methods: one method, one file, found by listing a folder."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Any

from irpart.base.errors import InputError


@dataclass(frozen=True, slots=True)
class Method:
    """A registered method: its name, its function and what it promises.

    ``capabilities`` holds the keyword flags of the decorator (``weighted``, ``streaming``, ``bounded`` ...);
    ``options`` maps the method's own keyword options to their defaults, read from its signature.
    """

    name: str
    function: Callable[..., Any]
    capabilities: dict[str, bool]
    options: dict[str, Any]
    summary: str


@dataclass(frozen=True, slots=True)
class Registry:
    """The methods in one package: ``registry = Registry("irpart.partitioning.methods", "irpart.partitioners")``.

    Listing imports nothing; a module is imported when its method is asked for. A file ``wb_libra.py`` is the
    method ``wb-libra``; a leading underscore hides a file (kernels). Third parties add entry points.
    """

    package: str
    entry_point_group: str
    common_options: tuple[str, ...] = ()

    def names(self) -> list[str]:
        """Names of all methods, sorted; no method is imported."""
        folder = importlib.import_module(self.package)
        own = [m.name.replace("_", "-") for m in pkgutil.iter_modules(folder.__path__) if m.name[0] != "_"]
        foreign = [point.name for point in entry_points(group=self.entry_point_group)]
        return sorted({*own, *foreign})

    def get(self, name: str) -> Method:
        """The method called ``name``.

        Raises
        ------
        InputError
            When there is no such method; the message lists those that exist.
        """
        canonical = name.replace("_", "-")
        for point in entry_points(group=self.entry_point_group):
            if point.name == canonical:
                return self._describe(canonical, point.load())
        if canonical not in self.names():
            raise InputError(f"There is no method '{name}'; choose one of: {', '.join(self.names())}.")
        stem = canonical.replace("-", "_")
        module = importlib.import_module(f"{self.package}.{stem}")
        return self._describe(canonical, getattr(module, stem))

    def _describe(self, name: str, function: Callable[..., Any]) -> Method:
        capabilities = getattr(function, "capabilities", None)
        if capabilities is None:
            raise InputError(f"Method '{name}' does not state its capabilities; decorate it with @method(...).")
        parameters = inspect.signature(function).parameters.values()
        options = {
            p.name: p.default
            for p in parameters
            if p.kind is inspect.Parameter.KEYWORD_ONLY and p.name not in self.common_options
        }
        summary = (inspect.getdoc(function) or "").partition("\n")[0]
        return Method(name, function, dict(capabilities), options, summary)


def method(**capabilities: bool) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a function as a registered method and state its capabilities."""

    def mark(function: Callable[..., Any]) -> Callable[..., Any]:
        function.capabilities = capabilities  # type: ignore[attr-defined]
        return function

    return mark
