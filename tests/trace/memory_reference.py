"""The mirror, slow and obvious: a dictionary of bytes."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class SlowMirror:
    """Known bytes by address, the addresses that traced code wrote, and the loads corrected so far."""

    known: dict[int, int] = field(default_factory=dict)
    written: set[int] = field(default_factory=set)
    corrected: list[tuple[int, int]] = field(default_factory=list)

    def load(self, vertex: int, address: int, size: int, value: int) -> None:
        """A scalar load that gave ``value``."""
        loaded = value.to_bytes(8, "little")[:size]
        if [self.known.get(address + i) for i in range(size)] == list(loaded):
            return
        self.corrected.append((vertex, value))
        for i, byte in enumerate(loaded):
            if self.known.get(address + i) != byte:
                self.written.discard(address + i)
            self.known[address + i] = byte

    def store(self, address: int, size: int, value: int) -> None:
        """A scalar store."""
        for i in range(size):
            self.known[address + i] = value >> 8 * i & 255
            self.written.add(address + i)

    def forget(self, address: int, size: int) -> None:
        """Bytes become unknown; allocations that failed are at 0."""
        for at in range(address, address + size) if address else ():
            self.known.pop(at, None)
            self.written.discard(at)

    def copy(self, target: int, source: int, size: int) -> None:
        """memcpy and memmove."""
        moved = {i: self.known.get(source + i) for i in range(size)}
        for i, byte in moved.items() if target != source else ():
            self.forget(target + i, 1)
            if byte is not None:
                self.store(target + i, 1, byte)

    def move(self, usable: int, old: int, new: int, wanted: int) -> None:
        """realloc: what was in the old block is in the new one, the rest is fresh."""
        moved = min(usable, wanted) if old else 0
        if new:
            self.copy(new, old, moved)
            self.forget(new + moved, wanted - moved)

    def final(self) -> dict[int, int]:
        """Bytes that traced code wrote."""
        return {at: self.known[at] for at in self.written}
