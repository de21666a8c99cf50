"""Figures as picture files, whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from irpart.base.errors import InputError

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
    target = Path(os.path.realpath(path))
    unfinished = target.with_name(f".{target.stem}.{os.getpid()}{target.suffix}")
    try:
        figure.savefig(unfinished, dpi=160)
        os.replace(unfinished, target)
    except OSError as error:
        raise InputError(f"Cannot write the plot {path}: {error.strerror or error}; choose another place.") from None
    finally:
        unfinished.unlink(missing_ok=True)
