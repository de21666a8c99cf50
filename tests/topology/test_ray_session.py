"""Starting Ray for as long as it is needed."""

from __future__ import annotations

import pytest

from irpart.base.errors import BackendError
from irpart.topology.ray_session import ray_session


def test_a_ray_that_cannot_be_started_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own exception is the cause, its first line the reason; the folder is removed."""
    import ray

    def refuse(**options: object) -> None:
        raise ValueError("Attempting to cap object store memory usage at 5 bytes\nmore lines")

    monkeypatch.setattr(ray, "is_initialized", lambda: False)
    monkeypatch.setattr(ray, "init", refuse)
    monkeypatch.setattr(ray, "shutdown", lambda: None)
    expected = r"could not be started on this machine \(Attempting to cap .* 5 bytes\);"
    with pytest.raises(BackendError, match=expected), ray_session():
        pass
