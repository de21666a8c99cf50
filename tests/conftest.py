"""Options and settings of the whole suite."""

from __future__ import annotations

import signal

import pytest
from hypothesis import settings

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell starts background jobs deaf to Ctrl-C; tests send it

settings.register_profile("irpart", print_blob=True, deadline=None)
settings.load_profile("irpart")


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--regenerate`` writes stored tables and goldens anew."""
    parser.addoption("--regenerate", action="store_true", help="write stored tables anew instead of comparing")
