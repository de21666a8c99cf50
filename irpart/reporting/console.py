"""The console that tables are printed on."""

from __future__ import annotations

import sys

from rich.console import Console

PIPED_WIDTH = 120
"""Columns when output is not a terminal, so that tables in files are whole."""


def make_console(*, stderr: bool = False) -> Console:
    """A console on standard output or standard error."""
    stream = sys.stderr if stderr else sys.stdout
    return Console(file=stream, highlight=False, width=None if stream.isatty() else PIPED_WIDTH)
