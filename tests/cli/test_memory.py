"""A graph that would not fit into memory is refused before it is built, with the numbers and the ways out."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

import irpart
from irpart.base.errors import InputError
from irpart.cli import partition, streaming

GIB = 1 << 30


def large(edges: int) -> Any:
    """A profile of which only the number of edges is asked."""
    return SimpleNamespace(summary=SimpleNamespace(edges=edges))


@pytest.mark.parametrize(("edges", "options", "sentence"), [
    (50_000_000, {}, "has about 50,000,000 edges and cutting it needs about 6.7 GiB, but 2.0 GiB are free: add --stream, "
                     "or -O effort=0 (2.8 GiB), or profile with --max-instructions."),
    (50_000_000, {"effort": 0}, "needs about 2.8 GiB, but 2.0 GiB are free: add --stream, or profile with --max-"),
    (200_000_000, {}, "needs about 11.2 GiB, but 2.0 GiB are free: add --stream, or profile with --max-instructions."),
    (200_000_000, {"effort": 1}, "needs about 26.8 GiB, but 2.0 GiB are free: add --stream, or -O effort=0 (11.2 GiB), or"),
])
def test_too_large_a_graph(monkeypatch: pytest.MonkeyPatch, edges: int, options: dict[str, object], sentence: str) -> None:
    """By the effort that would be taken."""
    monkeypatch.setattr(streaming, "free_bytes", lambda: 2 * GIB)
    with pytest.raises(InputError, match="add --stream") as refusal:
        streaming.check_memory(large(edges), "irpart", options)
    assert sentence in str(refusal.value)


def test_what_fits_or_is_not_known_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Enough memory, another method, or a system that does not say."""
    def check_passes(free: int | None, edges: int, method: str, **options: object) -> None:
        monkeypatch.setattr(streaming, "free_bytes", lambda: free)
        streaming.check_memory(large(edges), method, options)

    check_passes(8 * GIB, 50_000_000, "irpart")
    check_passes(3 * GIB, 50_000_000, "irpart", effort=0)
    check_passes(12 * GIB, 200_000_000, "irpart")
    check_passes(GIB, 50_000_000, "hdrf")
    check_passes(None, 50_000_000, "irpart")


def test_free_memory(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """From /proc/meminfo, from sysconf elsewhere, and None where neither says."""
    (tmp_path / "meminfo").write_text("MemTotal:  900 kB\nMemAvailable:    512 kB\n")
    monkeypatch.setattr(streaming, "_MEMORY", tmp_path / "meminfo")
    assert streaming.free_bytes() == 512 * 1024
    monkeypatch.setattr(streaming, "_MEMORY", tmp_path / "none")
    monkeypatch.setattr(streaming.os, "sysconf", {"SC_AVPHYS_PAGES": 3, "SC_PAGE_SIZE": 4096}.__getitem__)
    assert streaming.free_bytes() == 3 * 4096

    def unknown(name: str) -> int:
        raise ValueError(name)

    monkeypatch.setattr(streaming.os, "sysconf", unknown)
    assert streaming.free_bytes() is None


def test_the_command_refuses_before_it_builds(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """The guard stands before the graph, and --stream passes it."""
    def double(x: float) -> float:
        return x + x

    path = str(tmp_path / "d.irpg")
    irpart.profile(double, 1.0, timing="model", output=path)
    monkeypatch.setattr(streaming, "free_bytes", lambda: 0)
    run = CliRunner().invoke(partition.command, [path, "-k", "2", "-o", str(tmp_path / "d.irpp")])
    assert isinstance(run.exception, InputError)
    assert "0.0 GiB are free: add --stream" in str(run.exception)
    assert not (tmp_path / "d.irpp").exists()
    run = CliRunner().invoke(partition.command, [path, "-k", "2", "--stream", "-o", str(tmp_path / "d.irpp")])
    assert run.exit_code == 0
    assert (tmp_path / "d.irpp").exists()
