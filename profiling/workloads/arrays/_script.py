"""What the scripts here share with those of the folder above."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from _command_line import run

__all__ = ["run"]
