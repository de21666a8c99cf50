"""What a profile should record: the options of ``irpart profile``, checked once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from irpart.base.errors import InputError
from irpart.trace.weights import class_cycles

TIMINGS = ("sampled", "every", "model", "none")


@dataclass(frozen=True, slots=True)
class ProfileOptions:
    """Options of a profile.

    Attributes
    ----------
    timing
        ``sampled`` (measured means, spread by a cache model), ``every`` (each access timed), ``model`` (a table:
        the same on every machine) or ``none`` (everything weighs 1).
    calls
        How many calls of each function are traced.
    max_instructions
        Bound on the executed instructions recorded, over all calls.
    latencies
        Cycles by latency class or memory level that replace the built-in table.
    error_model
        Numba's error model for plain Python functions: ``numpy`` or ``python``.
    replay
        Whether what a replay of the run needs is recorded as well.
    """

    timing: str = "sampled"
    calls: int = 1
    max_instructions: int = 2_000_000_000
    latencies: Mapping[str, float] = field(default_factory=dict)
    error_model: str = "numpy"
    replay: bool = False

    def __post_init__(self) -> None:
        if self.timing not in TIMINGS:
            raise InputError(f"There is no timing '{self.timing}'; choose one of: {', '.join(TIMINGS)}.")
        if self.calls < 1:
            raise InputError(f"At least one call must be traced, got --calls {self.calls}.")
        if not 1 <= self.max_instructions <= 1 << 40:
            raise InputError(f"--max-instructions must be between 1 and 2^40, got {self.max_instructions}.")
        if self.error_model not in ("numpy", "python"):
            raise InputError(f"The error model must be numpy or python, got '{self.error_model}'.")
        class_cycles(self.latencies)
