"""Facts that generated code tells the compiler, which could not find them in a part of a loop."""

from __future__ import annotations

from typing import Any

from numba import types
from numba.extending import intrinsic


def _told(typing_context: Any, value: Any, least: Any) -> Any:
    """Tell the compiler that an integer is never below another: then subscripts by it do not count from the end."""
    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        builder.assume(builder.icmp_signed(">=", *values))
        return context.get_dummy_value()

    return types.none(types.int64, types.int64), generate


at_least = intrinsic(_told)
