"""Body functions are as good code as the loops they come from."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pytest

from tests.planning import loops
from tests.planning.running import made, planned

VECTORS = re.compile(r"f(add|sub|mul) (contract |fast )?<\d+ x double>")
CASES = {"neighbours": (np.ones(50), np.ones(50)), "against": (np.ones(50), np.ones(50), 0.5),
         "eliminated": (np.ones((9, 9)) + np.eye(9),),
         "saxpy": (np.ones(50), np.ones(50), 0.5), "gemm": (np.ones((5, 5)), np.ones((5, 5)), np.ones((5, 5)))}


def _is_vectorised(entry, body):
    """Arithmetic on vectors that are loaded as such, not gathered element by element, in what workers call."""
    (code,) = entry.inspect_llvm().values()
    parts = [text for text in code.split("\ndefine ")[1:] if "irpart_part" in text.partition("{")[0]
             or body in text.partition("{")[0]]
    assert parts
    return any(VECTORS.search(part) for part in parts) and not any("llvm.masked.gather" in part for part in parts)


@pytest.mark.parametrize("name", CASES)
def test_bodies_are_vectorised(name):
    """Although they see only a part of the range, and may be given any bounds."""
    function, arguments = getattr(loops, name), CASES[name]
    plan = planned(function, arguments)
    call = made(plan, function)
    call(*arguments)
    assert _is_vectorised(call.entry, plan.regions[0].body)


@pytest.mark.parametrize(("name", "hint", "nothing"), [
    ("neighbours", r" at_least\(.*\)", " pass"), ("against", r"np\.uint64\((.*?)\)", r"\1")])
def test_without_what_it_is_told_a_body_is_not_vectorised(name, hint, nothing):
    """What the test above is for: least values of variables, and indices that run against them."""
    function, arguments = getattr(loops, name), CASES[name]
    plan = planned(function, arguments)
    blind = dataclasses.replace(plan, source=re.sub(hint, nothing, plan.source))
    assert blind.source != plan.source
    call = made(blind, function)
    call(*arguments)
    assert not _is_vectorised(call.entry, blind.regions[0].body)
