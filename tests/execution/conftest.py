"""Teams of every size, started once."""

from __future__ import annotations

import pytest

from irpart.execution.team import Team


@pytest.fixture(scope="session")
def teams():
    """A team of each size from 1 to 8, more workers than processors among them."""
    made = {size: Team(size, blocking="condition" if size == 7 else "futex") for size in range(1, 9)}
    yield made
    for team in made.values():
        team.close()
