"""Figures as picture files, whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from irpart.base.errors import InputError
from irpart.base.files import replacing

SUFFIXES = (".png", ".svg", ".pdf")
"""Formats that pictures are written in."""


def check_picture_name(path: Path) -> None:
    """Refuse a name whose suffix is no picture format."""
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(f"Cannot write the plot {path}: '{path.suffix}' is no picture format; "
                         f"use one of {', '.join(SUFFIXES)}.")


def save_figure(figure: Any, path: Path) -> None:
    """Write a matplotlib figure; nothing is left behind when that fails.

    Raises
    ------
    InputError
        The picture cannot be written.
    """
    with replacing(path) as file:
        figure.savefig(file, dpi=160, format=path.suffix[1:].lower())
