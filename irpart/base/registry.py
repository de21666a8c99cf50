"""Registries of methods: one method, one file, found by listing a folder."""

from __future__ import annotations

import functools
import importlib
import importlib.util
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Any

from irpart.base.errors import InputError, MissingExtra


@dataclass(frozen=True, slots=True)
class Method:
    """A registered method: its name, its function and what it promises.

    ``capabilities`` holds the keyword flags of the decorator (``weighted``, ``streaming``, ``bounded`` ...);
    ``options`` maps the method's own keyword options to their defaults, read from its signature. ``requires`` is the
    optional package that the method needs, by the name it is imported and installed under, or "".
    """

    name: str
    function: Callable[..., Any]
    capabilities: dict[str, bool]
    options: dict[str, Any]
    summary: str
    requires: str = ""


@dataclass(frozen=True, slots=True)
class Registry:
    """The methods in one package: ``registry = Registry("irpart.partitioning.methods", "irpart.partitioners")``.

    Listing imports nothing; a module is imported when its method is asked for. A file ``wb_libra.py`` is the
    method ``wb-libra``; a leading underscore hides a file (kernels). Third parties add entry points.
    Messages call a method by ``noun``.
    """

    package: str
    entry_point_group: str
    common_options: tuple[str, ...] = ()
    noun: str = "method"

    def names(self) -> list[str]:
        """Names of all methods, sorted; no method is imported."""
        folder = importlib.import_module(self.package)
        own = [m.name.replace("_", "-") for m in pkgutil.iter_modules(folder.__path__) if m.name[0] != "_"]
        foreign = [point.name for point in entry_points(group=self.entry_point_group)]
        return sorted({*own, *foreign})

    def available(self) -> list[str]:
        """Names of the methods whose optional packages are installed, sorted; the methods are imported, no package is."""
        return [name for name in self.names() if is_installed(self.get(name).requires)]

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
            raise InputError(f"There is no {self.noun} '{name}'; choose one of: {', '.join(self.names())}.")
        stem = canonical.replace("-", "_")
        module = importlib.import_module(f"{self.package}.{stem}")
        return self._describe(canonical, getattr(module, stem))

    def _describe(self, name: str, function: Callable[..., Any]) -> Method:
        capabilities = getattr(function, "capabilities", None)
        if capabilities is None:
            raise InputError(f"{self.noun.capitalize()} '{name}' does not state its capabilities; "
                             "decorate it with @method(...).")
        parameters = inspect.signature(function).parameters.values()
        options = {
            p.name: p.default
            for p in parameters
            if p.kind is inspect.Parameter.KEYWORD_ONLY and p.name not in self.common_options
        }
        summary = (inspect.getdoc(function) or "").partition("\n")[0]
        return Method(name, function, dict(capabilities), options, summary, getattr(function, "requires", ""))


def is_installed(package: str) -> bool:
    """Whether a package can be imported, without importing it; "" always can."""
    return not package or importlib.util.find_spec(package) is not None


def require(package: str, what: str) -> None:
    """Refuse to go on without an optional package.

    Raises
    ------
    MissingExtra
        It is not installed; the message says what needs it, and the command that installs it.
    """
    if not is_installed(package):
        raise MissingExtra(f"{what} needs the package {package}; install it with: pip install {package}")


def method(*, requires: str = "", **capabilities: bool) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a function as a registered method and state its capabilities.

    A method that ``requires`` an optional package raises MissingExtra, with the command, when called without it.
    """

    def mark(function: Callable[..., Any]) -> Callable[..., Any]:
        if not requires:
            marked = function
        else:
            @functools.wraps(function)
            def marked(*arguments: Any, **options: Any) -> Any:
                require(requires, f"Method '{function.__name__.replace('_', '-')}'")
                return function(*arguments, **options)
        marked.capabilities = capabilities  # type: ignore[attr-defined]
        marked.requires = requires  # type: ignore[attr-defined]
        return marked

    return mark
