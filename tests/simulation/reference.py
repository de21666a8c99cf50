"""The simulated machine once more, slow and obvious: lists, dictionaries and sets, one operation at a time.

Written from what ``SimulationModel`` and the machine's tables say, to be compared with the compiled kernels. A line's state
is kept once per core (``state``), beside the order of use of the lines in each set of its two caches.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from irpart.simulation import _machine_kernels as kernels
from irpart.simulation.machine import MachineState, SimulatedMachine
from tests.simulation.machines import Programs

S, E, M = kernels.SHARED, kernels.EXCLUSIVE, kernels.MODIFIED


class Wire:
    """A directed link or memory channel: idle from ``free`` on, and in the last gaps before that."""

    def __init__(self, row: list[int]) -> None:
        self.latency, self.length = row[kernels.W_LATENCY], row[kernels.W_TIME : kernels.W_TIME + 3]
        self.free, self.waited, self.carried = 0, 0, [0, 0, 0]
        self.gaps: list[tuple[int, int]] = []
        self.taken, self.left, self.slot = [0] * row[kernels.W_CREDITS], [0] * row[kernels.W_CREDITS], 0

    def note_gaps(self, at: int, *gaps: tuple[int, int]) -> None:
        """Enter idle intervals in place of one; the oldest are forgotten."""
        self.gaps[at : at + 1] = gaps
        del self.gaps[: -kernels.GAPS]

    def reserve(self, t: int, length: int) -> int:
        """The first time from t on at which the wire is idle long enough; it is taken."""
        least = self.length[0]
        if t >= self.free:
            if t - self.free >= least:
                self.note_gaps(len(self.gaps), (max(self.free, t - 2**kernels.SPAN + 1), t))
            self.free = t + length
            return t
        fits = [(max(t, begin), i) for i, (begin, end) in enumerate(self.gaps) if max(t, begin) + length <= end]
        start, i = min(fits, default=(self.free, -1))
        if i < 0:
            self.free = start + length
        else:
            begin, end = self.gaps[i]
            before, after = (begin, start), (start + length, end)
            if end - start - length < least <= start - begin:
                self.note_gaps(i, before)
            elif start - begin < least:
                self.note_gaps(i, after)
            else:
                self.note_gaps(i, before, after)
        self.waited += start - t
        return start


@dataclass
class Core:
    """A processor: its program, clock, caches and what is counted."""

    number: int
    row: list[int]
    program: list[tuple[int, int]]
    clock: int = 0
    at: int = 0
    ready: int = 0
    waits: int | None = None
    l1: dict[int, list[int]] = field(default_factory=dict)
    l2: dict[int, list[int]] = field(default_factory=dict)
    state: dict[int, int] = field(default_factory=dict)
    stores: list[int] = field(default_factory=list)
    store: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    entered: int = -1
    memory: int = 0
    fine: int = 0
    finish: list[int] = field(default_factory=list)
    retired: list[int] = field(default_factory=list)

    def set1(self, line: int) -> list[int]:
        """Lines of the set of the first cache that a line belongs to, most recent first."""
        return self.l1.setdefault(line % (self.row[kernels.C_MASK1] + 1), [])

    def set2(self, line: int) -> list[int]:
        """The same of the second cache."""
        return self.l2.setdefault(line % (self.row[kernels.C_MASK2] + 1), [])

    def drop(self, line: int) -> None:
        """Lose a line."""
        for lines in (self.set1(line), self.set2(line)):
            if line in lines:
                lines.remove(line)
        self.state.pop(line, None)


def touch(lines: list[int], line: int, ways: int) -> int | None:
    """Make a line the most recent of a set; what falls out."""
    if line in lines:
        lines.remove(line)
    lines.insert(0, line)
    return lines.pop() if len(lines) > ways else None


class ReferenceMachine:
    """A machine running programs, from the tables of a machine at rest."""

    def __init__(self, machine: SimulatedMachine, programs: Programs) -> None:
        at_rest = MachineState(machine, 64, machine.core[:0, 0].astype("int16"))
        self.network, self.model = machine.network, machine.model
        self.wires = [Wire(row) for row in at_rest.net[0].tolist()]
        self.cores = [Core(p, row, list(programs.cores[p]), stores=[0] * machine.model.stores)
                      for p, row in enumerate(at_rest.private[0].tolist())]
        self.banks, self.domains = machine.bank.tolist(), machine.domain.tolist()
        self.l3: dict[tuple[int, int], list[int]] = {}
        self.dirty: set[tuple[int, int]] = set()
        self.owner: dict[int, int] = {}
        self.sharers: dict[int, set[int]] = {}
        self.busy: Counter[int] = Counter()
        self.page: dict[int, int] = {}
        self.groups, self.arrival = programs.groups, {}
        self.first_of_group = [sum(map(len, programs.groups[:g])) for g in range(len(programs.groups))]
        self.receiver = [q for members in programs.groups for q, _ in members]
        self.key: dict[int, int] = dict.fromkeys(range(len(self.cores)), 0)

    def ticks(self, cycles: float) -> int:
        """Cycles as ticks."""
        return round(cycles * kernels.TICKS)

    def carry(self, a: int, b: int, size: int, t: int) -> int:
        """A message from node a to node b: when its last part is there."""
        before: tuple[Wire, int] | None = None
        length = 0
        for number in self.network.way(a, b) if a != b else []:
            wire, slot = self.wires[number], -1
            length = wire.length[size]
            if wire.taken and t >= wire.taken[wire.slot]:
                slot, wire.slot = wire.slot, (wire.slot + 1) % len(wire.taken)
                wire.waited += max(0, wire.left[slot] - t)
                t = wire.taken[slot] = max(t, wire.left[slot])
            start = wire.reserve(t, length)
            wire.carried[size] += 1
            if before and before[1] >= 0:
                before[0].left[before[1]] = start + self.ticks(self.model.credit_cycles)
            before, t = (wire, slot), start + wire.latency
        if before and before[1] >= 0:
            before[0].left[before[1]] = t + length + self.ticks(self.model.credit_cycles)
        return t + length

    def home(self, core: Core, line: int) -> tuple[int, int, int]:
        """(domain, bank or -1, node) of a line; the first to ask decides where its page is."""
        page = line // 64
        if page not in self.page:
            self.page[page] = page % len(self.domains) if self.model.pages == "interleaved" else core.row[kernels.C_DOMAIN]
        domain = self.domains[self.page[page]]
        if not domain[kernels.D_BANKS]:
            return self.page[page], -1, domain[kernels.D_NODE]
        mixed = (line * 0x9E3779B97F4A7C15 % 2**64) >> 40
        bank = domain[kernels.D_BANK] + mixed % domain[kernels.D_BANKS]
        return self.page[page], bank, self.banks[bank][kernels.S_NODE]

    def use_memory(self, d: int, t: int) -> int:
        """When the memory channel of a domain begins with a line."""
        channel = self.wires[self.domains[d][kernels.D_LINK]]
        channel.carried[kernels.LINE] += 1
        return channel.reserve(t, channel.length[kernels.LINE])

    def bank_set(self, bank: int, line: int) -> list[int]:
        """Lines of a set of a bank, most recent first."""
        return self.l3.setdefault((bank, line % self.banks[bank][kernels.S_SETS]), [])

    def keep(self, d: int, bank: int, line: int, t: int, *, dirty: bool) -> None:
        """A line comes to its home."""
        node = self.domains[d][kernels.D_NODE]
        if bank < 0:
            if dirty:
                self.use_memory(d, t)
            return
        lines = self.bank_set(bank, line)
        known = line in lines
        if dirty:
            self.dirty.add((bank, line))
        if not known:
            out = touch(lines, line, self.banks[bank][kernels.S_WAYS])
            if out is not None and (bank, out) in self.dirty:
                self.dirty.discard((bank, out))
                self.use_memory(d, self.carry(self.banks[bank][kernels.S_NODE], node, kernels.LINE, t))

    def supply(self, core: Core, d: int, bank: int, home: int, line: int, t: int) -> int:
        """When an unchanged line is at its home."""
        if bank >= 0 and line in self.bank_set(bank, line):
            touch(self.bank_set(bank, line), line, self.banks[bank][kernels.S_WAYS])
            core.counts["l3_hits"] += 1
            return t
        core.counts["local_accesses" if core.row[kernels.C_DOMAIN] == d else "remote_accesses"] += 1
        node = self.domains[d][kernels.D_NODE]
        t = self.use_memory(d, self.carry(home, node, kernels.CONTROL, t)) + self.domains[d][kernels.D_TIME]
        t = self.carry(node, home, kernels.LINE, t)
        if bank >= 0:
            self.keep(d, bank, line, t, dirty=False)
        return t

    def fetch(self, core: Core, line: int, t: int, *, write: bool) -> int:
        """A core asks for a line, or to write one that it shares; when it has it."""
        d, bank, home = self.home(core, line)
        here, held = core.row[kernels.C_NODE], line in core.state
        t = self.carry(here, home, kernels.CONTROL, t)
        if bank >= 0:
            t += self.banks[bank][kernels.S_TIME]
        t = max(t, self.busy[line])
        if line in self.owner:
            done = self.forward(core, self.cores[self.owner[line]], line, (d, bank, home), t, write=write)
        else:
            acknowledged = t
            for p in sorted(self.sharers.get(line, set()) - {core.number}) if write else []:
                other = self.cores[p]
                other.counts["invalidated"] += line in other.state
                other.drop(line)
                there = self.carry(home, other.row[kernels.C_NODE], kernels.CONTROL, t)
                acknowledged = max(acknowledged, self.carry(other.row[kernels.C_NODE], here, kernels.CONTROL, there))
            if not held:
                t = self.supply(core, d, bank, home, line, t)
            done = max(acknowledged, self.carry(home, here, kernels.CONTROL if held else kernels.LINE, t))
        if write:
            self.sharers.pop(line, None)
            self.owner[line] = core.number
        elif line in self.owner:
            self.sharers[line] = {self.owner.pop(line), core.number}
        elif line in self.sharers:
            self.sharers[line].add(core.number)
        else:
            self.owner[line] = core.number
        self.busy[line] = done
        return done

    def forward(self, core: Core, other: Core, line: int, where: tuple[int, int, int], t: int, *, write: bool) -> int:
        """The owner of a line gives it to another core."""
        d, bank, home = where
        core.counts["forwarded"] += 1
        there, here = other.row[kernels.C_NODE], core.row[kernels.C_NODE]
        t = self.carry(home, there, kernels.CONTROL, t) + other.row[kernels.C_TIME2]
        changed = other.state[line] == M
        if write:
            other.counts["invalidated"] += 1
            other.drop(line)
        else:
            other.state[line] = S
            if changed:
                self.keep(d, bank, line, self.carry(there, home, kernels.LINE, t), dirty=True)
        return self.carry(there, here, kernels.LINE, t)

    def access(self, core: Core, line: int, t: int, *, write: bool) -> int:
        """One load or store; when it is done."""
        row, state = core.row, core.state.get(line)
        near = line in core.set1(line)
        t += row[kernels.C_TIME1]
        if near:
            touch(core.set1(line), line, row[kernels.C_WAYS1])
            core.counts["l1_hits"] += 1
            if not write or state == M:
                return t
        else:
            t += row[kernels.C_TIME2]
            if state is not None:
                touch(core.set2(line), line, row[kernels.C_WAYS2])
                core.counts["l2_hits"] += 1
        if state is None or (write and state == S):
            t = self.fetch(core, line, t, write=write)
        out = touch(core.set2(line), line, row[kernels.C_WAYS2]) if state is None else None
        core.state[line] = M if write else state or (E if self.owner.get(line) == core.number else S)
        if out is not None:
            self.evict(core, out, t)
        if not near and row[kernels.C_WAYS1]:
            touch(core.set1(line), line, row[kernels.C_WAYS1])
        return t

    def evict(self, core: Core, line: int, t: int) -> None:
        """A line falls out of a core's second cache, and so out of its first."""
        state = core.state[line]
        core.drop(line)
        if state != S:
            d, bank, home = self.home(core, line)
            back = self.carry(core.row[kernels.C_NODE], home, kernels.LINE if state == M else kernels.CONTROL, t)
            del self.owner[line]
            if state == M:
                self.keep(d, bank, line, back, dirty=True)

    def send(self, core: Core, group: int, ready: int, t: int) -> int:
        """A value goes to all that read it; when the core has handed it over."""
        for j, (q, via) in enumerate(self.groups[group], start=self.first_of_group[group]):
            to = self.cores[q]
            if self.model.synchronisation == "shared-memory":
                self.arrival[j] = ready
            elif via < 0:
                t += self.ticks(self.model.send_cycles)
                core.counts["overhead"] += self.ticks(self.model.send_cycles)
                self.arrival[j] = self.carry(core.row[kernels.C_NODE], to.row[kernels.C_NODE], kernels.VALUE, max(t, ready))
            else:
                passer = self.first_of_group[group] + via
                self.arrival[j] = self.carry(self.cores[self.receiver[passer]].row[kernels.C_NODE], to.row[kernels.C_NODE],
                                             kernels.VALUE, self.arrival[passer] + self.ticks(self.model.forward_cycles))
            self.arrival[j] += to.row[kernels.C_LAUNCH]
            core.counts["sent"] += 1
            if to.waits == j:
                to.waits = None
                self.key[q] = max(to.clock, self.arrival[j])
        return t

    def step(self, core: Core) -> None:
        """One operation of an in-order core."""
        what, value = core.program[core.at]
        t = core.clock
        if what == kernels.COMPUTE:
            core.clock = core.ready = t + value
            core.counts["busy"] += value
        elif what == kernels.READ:
            core.counts["reads"] += 1
            core.clock = core.ready = self.access(core, value, t, write=False)
            core.counts["busy"] += core.row[kernels.C_TIME1]
            core.counts["stall"] += core.clock - t - core.row[kernels.C_TIME1]
        elif what in (kernels.WRITE, kernels.MAIL):
            core.counts["writes"] += 1
            core.counts["busy"] += kernels.TICKS
            if not (core.set1(value)[:1] == [value] and core.state[value] == M):
                slot, core.store = core.store, (core.store + 1) % len(core.stores)
                core.counts["stall"] += max(0, core.stores[slot] - t)
                t = max(t, core.stores[slot])
                core.stores[slot] = core.ready = self.access(core, value, t, write=True)
            else:
                core.ready = self.access(core, value, t, write=True)
            core.clock = t + kernels.TICKS
        elif what == kernels.RECEIVE:
            if value not in self.arrival:
                core.waits = value
                del self.key[core.number]
                return
            core.counts["wait"] += max(0, self.arrival[value] - t)
            core.clock = max(t, self.arrival[value]) + self.ticks(self.model.receive_cycles)
            core.counts["overhead"] += self.ticks(self.model.receive_cycles)
            core.counts["received"] += 1
        else:
            core.clock = self.send(core, value, core.ready, t)
        core.at += 1

    def step_out_of_order(self, core: Core) -> None:
        """One operation of a core with a window: it belongs to the instruction that the next EXECUTE ends."""
        what, value = core.program[core.at]
        row, number = core.row, len(core.finish)
        if core.entered < 0 and what not in (kernels.SEND, kernels.MAIL):
            left = core.retired[number - row[kernels.C_WINDOW]] if number >= row[kernels.C_WINDOW] else 0
            core.fine = max(core.fine + row[kernels.C_STEP], left * 1024)
            core.clock = core.entered = core.fine // 1024
            core.memory = core.ready = 0
        if what in (kernels.RECEIVE, kernels.AGAIN):
            if value not in self.arrival:
                core.waits = value
                del self.key[core.number]
                return
            core.entered = max(core.entered, self.arrival[value])
            if what == kernels.RECEIVE:
                core.fine += self.ticks(self.model.receive_cycles) * 1024
                core.counts["overhead"] += self.ticks(self.model.receive_cycles)
                core.counts["received"] += 1
        elif what == kernels.DEPEND:
            core.entered = max(core.entered, core.finish[number - value])
        elif what in (kernels.READ, kernels.WRITE):
            core.counts["reads" if what == kernels.READ else "writes"] += 1
            done = self.access(core, value, core.entered, write=what == kernels.WRITE)
            core.memory = max(core.memory, done if what == kernels.READ else 0)
            core.ready = max(core.ready, done)
        elif what == kernels.MAIL:
            core.counts["writes"] += 1
            core.ready = self.access(core, value, core.ready, write=True)
        elif what == kernels.EXECUTE:
            core.finish.append(max(core.entered + value, core.memory))
            core.retired.append(max([*core.retired[-1:], core.finish[-1]]))
            core.ready = max(core.ready, core.finish[-1])
            core.counts["busy"] = len(core.finish) * row[kernels.C_STEP] // 1024
            core.entered = -1
        else:
            t = core.fine // 1024
            core.fine += (self.send(core, value, core.ready, t) - t) * 1024
        core.at += 1

    def run(self) -> None:
        """The core that is behind goes on, until it is ahead of another, waits, or is done."""
        while self.key:
            core = self.cores[min(self.key, key=lambda q: (self.key[q], q))]
            while core.number in self.key and core.clock <= min(
                    (key for q, key in self.key.items() if q != core.number), default=core.clock):
                if core.at == len(core.program):
                    core.clock = max([core.clock, *core.retired[-1:]])
                    del self.key[core.number]
                elif core.row[kernels.C_WINDOW]:
                    self.step_out_of_order(core)
                else:
                    self.step(core)
            if core.number in self.key:
                self.key[core.number] = core.clock
