"""Options and settings of the whole suite."""

from __future__ import annotations

import signal

import pytest
from hypothesis import is_hypothesis_test, settings

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell starts background jobs deaf to Ctrl-C; tests send it

settings.register_profile("irpart", print_blob=True, deadline=None, derandomize=True)
settings.register_profile("explore", print_blob=True, deadline=None)
settings.load_profile("irpart")


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--regenerate`` writes stored tables and goldens anew; ``--explore N`` looks for rare failures."""
    parser.addoption("--regenerate", action="store_true", help="write stored tables anew instead of comparing")
    parser.addoption("--explore", type=int, default=0, metavar="N",
                     help="run property tests only, on N times as many examples, other ones every time")


def pytest_configure(config: pytest.Config) -> None:
    """Choose fixed or new examples, before tests are imported: their own settings begin from the profile."""
    if config.getoption("--explore") > 0:
        settings.load_profile("explore")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With ``--explore N``, leave the property tests, and give each N times its examples."""
    times = config.getoption("--explore")
    if times < 1:
        return
    chosen = [item for item in items if is_property(item)]
    for function in {item.obj for item in chosen if isinstance(item, pytest.Function)}:
        own = function._hypothesis_internal_use_settings  # where hypothesis itself keeps what @settings says
        function._hypothesis_internal_use_settings = settings(own, max_examples=times * own.max_examples)
    config.hook.pytest_deselected(items=[item for item in items if not is_property(item)])
    items[:] = chosen


def is_property(item: pytest.Item) -> bool:
    """Whether a test runs on examples that hypothesis chooses."""
    return is_hypothesis_test(getattr(item, "obj", None))
