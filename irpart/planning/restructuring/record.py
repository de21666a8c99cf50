"""What was done to a function so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from irpart.planning.types import Note

STEP = "restructuring"


@dataclass(slots=True)
class Record:
    """Notes, the user's lines of loops that became innermost, and from which sizes on it pays."""

    notes: list[Note] = field(default_factory=list)
    innermost: set[int] = field(default_factory=set)
    worth: dict[str, None] = field(default_factory=dict)

    def note(self, line: int, text: str) -> None:
        """Enter a sentence."""
        self.notes.append(Note(line, STEP, text))

    def add(self, other: Record) -> None:
        """Enter all that another record has."""
        self.notes += other.notes
        self.innermost |= other.innermost
        self.worth |= other.worth
