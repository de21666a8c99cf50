"""Which values instrumented code logs besides the trace's words, for replay."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class LoggedValue:
    """A value of a scalar type, as an operand of LLVM IR, and the row that defines or uses it; -1: a parameter.

    It is logged at the beginning of its segment when the row is not one of the segment's own, else behind the row
    (``after``) or before it.
    """

    row: int
    after: bool
    type: str
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class ValueLog:
    """For each segment, the values that follow the words of its record: recorded ones, then those of loads and stores.

    Attributes
    ----------
    recorded, accessed
        Values by segment; of ``accessed`` each row has one.
    """

    recorded: tuple[tuple[LoggedValue, ...], ...]
    accessed: tuple[tuple[LoggedValue, ...], ...]

    def __post_init__(self) -> None:
        assert len(self.recorded) == len(self.accessed)

    def of_segment(self, segment: int) -> tuple[LoggedValue, ...]:
        """All values of a segment, in the order of their words."""
        return self.recorded[segment] + self.accessed[segment]

    @property
    def words(self) -> NDArray[np.int32]:
        """int32, shape (segments,): words that a record is longer by."""
        return np.array([len(a) + len(b) for a, b in zip(self.recorded, self.accessed, strict=True)], np.int32)
