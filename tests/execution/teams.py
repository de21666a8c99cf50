"""Teams of other sizes than the machine's for generated code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from irpart.execution import _region_kernels as kernels
from irpart.execution.table import start_team, table
from irpart.execution.team import Team


@contextmanager
def team_of(team: Team) -> Iterator[None]:
    """Generated code uses this team meanwhile."""
    start_team()
    words = table()
    before = words[kernels.B_TEAM]
    words[kernels.B_TEAM] = team.handle()
    try:
        yield
    finally:
        words[kernels.B_TEAM] = before


@cache
def sized(workers: int) -> Team:
    """A team that lives as long as the process."""
    return Team(workers)
