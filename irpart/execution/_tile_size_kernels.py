"""Compiled code: sizes of the tiles of a wavefront, chosen at run time by generated code."""

from __future__ import annotations

from typing import Any

from numba import njit

