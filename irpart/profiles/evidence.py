"""Evidence: what one traced run shows of each loop of the source. It proves nothing about other runs.

Trip counts, cost and imbalance of iterations, and the dependences through memory that the loop carried in that run: pairs of
accesses of one address in different iterations of the same execution of the loop (and the same iteration of all loops
around it). Observed independence is never a licence to run in parallel; an observed flow dependence of a loop that was
proven parallel is an error of the proof (``contradictions``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from irpart.profiles.loop_places import Code, Place, SourceLoop, find_places, unknown_calls
from irpart.profiles.observing import KINDS, Counted, follow

if TYPE_CHECKING:
    from irpart.profiles.types import Profile

FARTHEST = 1024
"""Distances from here on are only known to be at least that."""


@dataclass(frozen=True, slots=True)
class ObservedDependence:
    """A dependence through memory that a loop carried.

    Attributes
    ----------
    kind
        ``flow`` (write, read), ``anti`` (read, write) or ``output`` (write, write).
    source_line, sink_line
        Lines of the earlier and of the later access (0: unknown).
    memory
        Name of the array argument or global, "" for other memory.
    count
        How often it was observed: later accesses whose last writer (flow, output) or a reader since the last write (anti,
        where the first and the last one are looked at) was in another iteration.
    distance
        The least distance in iterations; 1024 stands for that and more.
    """

    kind: str
    source_line: int
    sink_line: int
    memory: str
    count: int
    distance: int


@dataclass(frozen=True, slots=True)
class LoopEvidence:
    """What was observed of a loop of the source.

    Attributes
    ----------
    loop
        The loop.
    is_found
        Whether the traced program has it: LLVM makes some loops one operation, and loops of array expressions are not told
        apart. All else is 0 or empty when it has not.
    executions, iterations
        Executions with at least one iteration that were seen to end; all iterations.
    least_trips, mean_trips, most_trips
        Iterations per execution.
    cycles, unit
        Mean cost of an iteration, all that it runs included, in ``cycles``, or in ``instructions`` when the profile has no
        times.
    imbalance
        Longest over mean cost of the iterations of an execution, averaged by cost; 1 for equal iterations.
    dependences
        What it carried through memory, flow first, most frequent first. Writes of new blocks and anti and output
        dependences on the stack are left out.
    flow_iterations
        Iterations that read what another one wrote.
    registers
        Lines that hand a value to the next iteration in a register (scalars; 0: line unknown).
    unknown_calls
        Functions it ran whose effects on memory were not traced.
    is_whole
        Whether the whole run was followed; else the first part of it.
    """

    loop: SourceLoop
    is_found: bool
    executions: int
    iterations: int
    least_trips: int
    mean_trips: float
    most_trips: int
    cycles: float
    unit: str
    imbalance: float
    dependences: tuple[ObservedDependence, ...]
    flow_iterations: int
    registers: tuple[int, ...]
    unknown_calls: tuple[str, ...]
    is_whole: bool

    @property
    def flows(self) -> tuple[ObservedDependence, ...]:
        """Observed flow dependences."""
        return tuple(one for one in self.dependences if one.kind == "flow")

    @property
    def seems_independent(self) -> bool:
        """Whether it ran more than one iteration per execution, and nothing was seen to go from one to another."""
        return (self.iterations > max(1, self.executions) and not self.flows and not self.registers
                and not self.unknown_calls and self.loop.kind != "while")

    def sentence(self, suggest: bool = False) -> str:
        """The evidence in one line; with ``suggest`` (``is_undecided(verdict)``) what a user may do where it speaks for
        independence."""
        if not self.is_found:
            return "not observed: the traced program has no such loop (it became one operation, or is an array expression)."
        if not self.iterations:
            return "never executed in the profiled run."
        parts = [f"{self._extent()}; {_number(self.cycles)} {self.unit} per iteration{self._balance()}.", self._carried()]
        if suggest and self.seems_independent:
            parts.append('If you know that this always holds, say so in the loop: irpart.assume("independent"); irpart does '
                         "not take it from a run.")
        return " ".join(parts)

    def _extent(self) -> str:
        part = "" if self.is_whole else "in the part of the run that was followed: "
        if not self.executions:
            return f"{part}{_number(self.iterations)} iterations of one execution"
        times = "once" if self.executions == 1 else f"{_number(self.executions)} times"
        trips = (f"{_number(self.most_trips)}" if self.least_trips == self.most_trips else
                 f"{_number(self.least_trips)} to {_number(self.most_trips)} (mean {_number(self.mean_trips)})")
        return f"{part}ran {times}, {trips} iterations"

    def _balance(self) -> str:
        return f", the longest {self.imbalance:.2g} times the mean" if self.imbalance >= 1.05 else ", all alike"

    def _carried(self) -> str:
        among = f"{'' if self.is_whole else 'the first '}{_number(self.iterations)}"
        others = [one for one in self.dependences if one.kind != "flow"]
        reuse = f" Memory is reused across iterations ({_told(others[0])})." if others else ""
        beside = "".join((
            f" A value goes from iteration to iteration in a register ({_lines(self.registers)})." if self.registers else "",
            f" What {', '.join(self.unknown_calls)} does to memory was not observed." if self.unknown_calls else ""))
        if not self.flows:
            return f"No dependence through memory was observed in {among} iterations.{beside}{reuse}"
        more = f", and {len(self.flows) - 1} more" if len(self.flows) > 1 else ""
        return (f"{_number(self.flow_iterations)} of {among} iterations read what another one wrote "
                f"({_told(self.flows[0])}{more}).{beside}{reuse}")

    def to_json(self) -> dict[str, Any]:
        """Everything in plain dictionaries, lists, texts and numbers."""
        return {
            "loop": self.loop.name, "line": self.loop.line, "found": self.is_found, "executions": self.executions,
            "iterations": self.iterations,
            "trips": {"least": self.least_trips, "mean": self.mean_trips, "most": self.most_trips},
            "cost_per_iteration": self.cycles, "unit": self.unit, "imbalance": self.imbalance,
            "dependences": [{"kind": one.kind, "source_line": one.source_line, "sink_line": one.sink_line,
                             "memory": one.memory, "count": one.count, "distance": one.distance}
                            for one in self.dependences],
            "flow_iterations": self.flow_iterations, "registers": list(self.registers),
            "unknown_calls": list(self.unknown_calls), "whole_run": self.is_whole,
        }


def _lines(lines: Sequence[int]) -> str:
    known = [str(line) for line in lines if line]
    return f"line{'s' if len(known) > 1 else ''} {', '.join(known)}" if known else "line unknown"


def _number(value: float) -> str:
    if value < 1000 and not float(value).is_integer():
        return f"{value:.3g}"
    return f"{round(value):,}".replace(",", " ")


def _told(one: ObservedDependence) -> str:
    after = {"flow": "reads what line {} wrote", "anti": "writes what line {} read", "output": "writes what line {} wrote"}
    what = after[one.kind].format(one.source_line or "unknown")
    far = f"{one.distance} iteration{'s' if one.distance > 1 else ''}" + (" or more" if one.distance >= FARTHEST else "")
    memory = f" of {one.memory}" if one.memory else ""
    return f"line {one.sink_line or 'unknown'} {what}{memory}, {far} before, {_number(one.count)} times"


class _Loop(Protocol):
    """What is needed of a loop of ``irpart.regions``."""

    @property
    def name(self) -> str:
        """Its name."""
    @property
    def line(self) -> int:
        """First line."""
    @property
    def end_line(self) -> int:
        """Last line."""
    @property
    def kind(self) -> Any:
        """What kind of loop."""
    @property
    def body(self) -> tuple[Any, ...]:
        """What is inside."""


class _Tree(Protocol):
    """What is needed of a ``RegionTree``."""

    @property
    def file(self) -> str:
        """Source file."""
    @property
    def loops(self) -> Sequence[_Loop]:
        """All loops."""


class _Verdict(Protocol):
    """What is needed of a ``Verdict``."""

    @property
    def loop(self) -> _Loop:
        """The loop."""
    @property
    def kind(self) -> Any:
        """What it is."""
    @property
    def reductions(self) -> tuple[tuple[str, str], ...]:
        """Variables and operations."""
    @property
    def blockers(self) -> tuple[Any, ...]:
        """Dependences that forbid running in parallel."""


def loops_of(tree: _Tree) -> tuple[SourceLoop, ...]:
    """The loops of a ``irpart.regions.RegionTree`` as plain records."""
    parents = {inner.name: loop.name for loop in tree.loops for inner in loop.body if hasattr(inner, "body")}
    file = PurePath(tree.file).name
    return tuple(SourceLoop(loop.name, loop.line, loop.end_line, parents.get(loop.name, ""), loop.kind, file)
                 for loop in tree.loops)


def observe(profile: Profile, loops: Iterable[SourceLoop], max_instructions: int = 1 << 40) -> tuple[LoopEvidence, ...]:
    """What a traced run shows of loops of the source.

    Parameters
    ----------
    profile
        Of the function the loops belong to (and any others).
    loops
        From ``loops_of``. Those on one line of one file (a function that is called at several places) get the same evidence.
    max_instructions
        At most about this many executed instructions are followed, from the beginning.

    Returns
    -------
    tuple of LoopEvidence
        In the order of ``loops``.

    Raises
    ------
    InputError
        When the program has 2**20 memory operations or more.

    Notes
    -----
    One pass over the trace; each access costs a look-up, and a comparison with the loops being executed when the address was
    touched before. Memory is bounded (400 MB); where that does not suffice the first part of the run is followed.
    """
    asked = tuple(loops)
    code = Code(profile.program, profile.module)
    places = find_places(code, asked)
    counted = follow(profile, places, max_instructions)
    executed = np.zeros(len(profile.program.block_labels), np.bool_)
    executed[[segment.block for segment, count in zip(profile.tables.segments, profile.segment_count, strict=True)
              if count]] = True
    unknown = unknown_calls(code, executed)
    first: dict[tuple[str, int, str], int] = {}
    for number, loop in enumerate(asked):
        first.setdefault((loop.file, loop.line, "implicit" if loop.kind == "implicit" else ""), number)
    return tuple(_evidence(profile, code, loop, counted, unknown, {
        number: place for number, place in enumerate(places) if place.loop == _first(first, loop)}) for loop in asked)


def _first(first: dict[tuple[str, int, str], int], loop: SourceLoop) -> int:
    return -1 if loop.kind == "implicit" else first[loop.file, loop.line, ""]


def _evidence(profile: Profile, code: Code, loop: SourceLoop, counted: Counted, unknown: list[frozenset[str]],
              places: dict[int, Place]) -> LoopEvidence:
    """The evidence of one loop, from all places where it is in the program."""
    mine = [number for number in places if counted.counts[number, 1]]
    counts, cycles = counted.counts[mine], counted.cycles[mine]
    executions, iterations = int(counts[:, 0].sum()), int(counts[:, 1].sum())
    ended = counts[counts[:, 0] > 0]
    total = float(cycles[:, 0].sum())
    dependences = _dependences(profile, code, counted.pairs[np.isin(counted.pairs[:, 0], mine)])
    return LoopEvidence(
        loop=loop, is_found=bool(places), executions=executions, iterations=iterations,
        least_trips=int(ended[:, 2].min(initial=1 << 62)) if len(ended) else 0, most_trips=int(ended[:, 3].max(initial=0)),
        mean_trips=iterations / executions if executions else 0.0, cycles=total / iterations if iterations else 0.0,
        unit="instructions" if profile.timing == "none" else "cycles",
        imbalance=float(cycles[:, 2].sum()) / total if total else 1.0, dependences=dependences,
        flow_iterations=int(counts[:, 4].sum()),
        registers=tuple(sorted({line for number in mine for line in places[number].registers})),
        unknown_calls=tuple(sorted({name for number in mine for block in places[number].blocks for name in unknown[block]})),
        is_whole=counted.is_whole)


def _dependences(profile: Profile, code: Code, pairs: np.ndarray[Any, np.dtype[np.int64]]) -> tuple[ObservedDependence, ...]:
    """Pairs of accesses by kind, lines and memory."""
    rows = profile.tables.memory_rows
    joint: dict[tuple[int, int, int, str], tuple[int, int]] = {}
    for _, kind, source, sink, count, distance, address in pairs.tolist():
        memory = next((o.name for o in profile.objects if o.address <= address < o.address + o.n_bytes), "")
        key = kind, code.written[int(rows[source])][1], code.written[int(rows[sink])][1], memory
        known = joint.get(key, (0, 1 << 62))
        joint[key] = known[0] + count, min(known[1], distance)
    found = [ObservedDependence(KINDS[kind], source, sink, memory, count, min(distance, FARTHEST))
             for (kind, source, sink, memory), (count, distance) in joint.items()]
    return tuple(sorted(found, key=lambda d: (KINDS.index(d.kind), -d.count, d.source_line, d.sink_line, d.memory)))


def is_undecided(verdict: _Verdict) -> bool:
    """Whether a loop is kept sequential only by dependences that may be there: those for which evidence tells anything new.

    What is proven (or a loop that may be left early, or a ``while``) is not undecided by a run that does not show it.
    """
    return (verdict.kind in ("irregular", "sequential", "pipeline") and bool(verdict.blockers)
            and not any(one.exact for one in verdict.blockers) and verdict.loop.kind != "while"
            and not getattr(verdict.loop, "exits", ()))


def contradictions(evidence: Sequence[LoopEvidence], verdicts: Sequence[_Verdict]) -> tuple[str, ...]:
    """Observed flow dependences that verdicts exclude: one sentence each.

    A loop called ``parallel`` must carry no flow dependence through memory; one called ``reduction`` none through an array
    argument that it does not reduce into. Private variables are written before they are read in each iteration, so they
    carry none either. Loops that stand on one line (a function called at several places) are judged by the weakest verdict.

    Parameters
    ----------
    evidence
        From ``observe`` for ``loops_of(tree)``.
    verdicts
        From ``irpart.regions.verdicts_of`` for the same tree.
    """
    kinds: dict[tuple[int, int], set[str]] = {}
    reduced: dict[tuple[int, int], set[str]] = {}
    for verdict in verdicts:
        place = verdict.loop.line, verdict.loop.end_line
        kinds.setdefault(place, set()).add(str(verdict.kind))
        reduced.setdefault(place, set()).update(name for name, _ in verdict.reductions)
    told = []
    for one in evidence:
        place = one.loop.line, one.loop.end_line
        if not kinds.get(place, {""}) <= {"parallel", "reduction"}:
            continue
        against = [d for d in one.flows if "reduction" not in kinds[place] or (d.memory and d.memory not in reduced[place])]
        told += [f"The loop in line {one.loop.line} was proven {' or '.join(sorted(kinds[place]))}, but {_told(d)}."
                 for d in against]
    return tuple(dict.fromkeys(told))
