"""Methods are found by their file names, imported on demand, and described by their signatures."""

from __future__ import annotations

import sys
from importlib.metadata import EntryPoint

import pytest

from irpart.base import registry as module
from irpart.base.errors import InputError, MissingExtra
from irpart.base.registry import Registry, method

_FIRST = '''
from irpart.base.registry import method

@method(weighted=True)
def wb_first(graph, k, *, seed=0, depth=3):
    """First method."""
    return [seed] * k
'''


@pytest.fixture
def registry(tmp_path, monkeypatch):
    """A registry over a folder with two methods, a file of kernels and a file that forgot its decorator."""
    folder = tmp_path / "registered_methods"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "wb_first.py").write_text(_FIRST)
    (folder / "second.py").write_text("raise RuntimeError('imported too early')\n")
    (folder / "undecorated.py").write_text("def undecorated(graph, k):\n    return []\n")
    (folder / "_first_kernels.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    yield Registry("registered_methods", "irpart.no-such-group", ("seed",))
    for name in [name for name in sys.modules if name.startswith("registered_methods")]:
        del sys.modules[name]


def test_names_are_file_names_and_nothing_is_imported(registry):
    """``wb_first.py`` is the method ``wb-first``; kernels are hidden."""
    assert registry.names() == ["second", "undecorated", "wb-first"]
    assert "registered_methods.wb_first" not in sys.modules


@pytest.mark.parametrize("name", ["wb-first", "wb_first"])
def test_a_method_is_described_by_its_signature(registry, name):
    """Own options with their defaults, capabilities, and the first line of the docstring."""
    found = registry.get(name)
    assert (found.name, found.options, found.capabilities) == ("wb-first", {"depth": 3}, {"weighted": True})
    assert found.summary == "First method."
    assert found.function(None, 2, seed=4) == [4, 4]


def test_unknown_and_undecorated_methods(registry):
    """The message lists what exists, or what is missing."""
    with pytest.raises(InputError, match=r"There is no method 'x'; choose one of: second, undecorated, wb-first\."):
        registry.get("x")
    with pytest.raises(InputError, match="'undecorated' does not state its capabilities; decorate it with @method"):
        registry.get("undecorated")


def test_third_parties_add_methods_by_entry_points(registry, monkeypatch):
    """Theirs come under the entry point's name."""
    point = EntryPoint("their-own", "tests.base.test_registry:their_own", "irpart.partitioners")
    monkeypatch.setattr(module, "entry_points", lambda group: [point])
    assert "their-own" in registry.names()
    assert registry.get("their-own").capabilities == {"bounded": True}


@method(bounded=True)
def their_own(graph, k, *, seed=0):
    """A method of a third party."""
    return []


def test_methods_whose_package_is_missing(registry, tmp_path):
    """They are listed, not available, and say what to install when called."""
    folder = tmp_path / "registered_methods"
    for stem in ("second", "undecorated"):
        (folder / f"{stem}.py").unlink()
    (folder / "far_away.py").write_text(_FIRST.replace("wb_first", "far_away").replace(
        "weighted=True", "requires='no_such_package', weighted=True"))
    assert registry.names() == ["far-away", "wb-first"]
    assert registry.available() == ["wb-first"]
    found = registry.get("far-away")
    assert (found.requires, found.options, found.capabilities) == ("no_such_package", {"depth": 3}, {"weighted": True})
    with pytest.raises(MissingExtra, match=r"'far-away' needs the package no_such_package; .*: pip install no_such_package"):
        found.function(None, 2)
