"""A small replayable profile, made once, and what is measured of it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import numpy as np

import irpart
from irpart.measurement.reading import read_subject
from irpart.measurement.subject import Subject
from irpart.profiles.types import Profile


def sweep(a: np.ndarray, b: np.ndarray) -> float:
    """Two arrays, swept in turn."""
    total = 0.0
    for t in range(3):
        for i in range(1, a.shape[0] - 1):
            b[i] = a[i - 1] + a[i + 1] * (t + 1)
        for i in range(1, a.shape[0] - 1):
            a[i] = 0.5 * b[i]
            total += a[i]
    return total


@cache
def sweep_profile() -> Profile:
    """The profile of a call."""
    path = Path(mkdtemp(prefix="irpart-test-"), "sweep.irpg")
    return irpart.profile(sweep, np.arange(100.0), np.zeros(100), output=path, timing="model", replay=True)


@cache
def sweep_subject() -> Subject:
    """Its graph and dataflow program."""
    return read_subject(sweep_profile())
