"""Property tests run on the same examples every time, unless the user asks for others."""

from __future__ import annotations

import pytest
from hypothesis import is_hypothesis_test


def test_examples_are_fixed(request):
    """No test's own settings undo what the profile in ``tests/conftest.py`` says; looks at the tests of this run."""
    functions = [item.obj for item in request.session.items if isinstance(item, pytest.Function)]
    wrong = [function.__qualname__ for function in functions
             if is_hypothesis_test(function) and not function._hypothesis_internal_use_settings.derandomize]
    assert not wrong
