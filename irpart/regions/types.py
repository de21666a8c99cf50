"""RegionTree: a function as loops and statements with exact accesses; dependences and verdicts about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

VerdictKind = Literal["parallel", "reduction", "wavefront", "pipeline", "irregular", "sequential"]
LoopKind = Literal["range", "irregular range", "while", "implicit"]


@dataclass(frozen=True, slots=True, eq=False)
class Access:
    """One read or write of a variable by every execution of a statement.

    Attributes
    ----------
    variable
        Name of the array or scalar; views are resolved to the array they look at.
    is_write, exact
        Whether it writes; whether ``relation`` holds exactly the elements touched (else a superset).
    accumulates
        ``sum``, ``product``, ``min``, ``max``, ``and``, ``or`` (or "") when it is the read or write of an
        accumulator: ``x = x + ...``.
    subscript
        As in the source, "" for a scalar.
    is_irregular
        Whether a subscript depends on data or is not modelled.
    relation
        ``islpy.Map`` from executions of the statement to elements of the variable.
    """

    variable: str
    is_write: bool
    exact: bool
    accumulates: str
    subscript: str
    is_irregular: bool
    relation: Any


@dataclass(frozen=True, slots=True)
class Predicate:
    """A condition that depends on data, by number; evaluated once per execution of the first ``depth`` dimensions."""

    number: int
    depth: int


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """A statement with the executions it may have.

    Attributes
    ----------
    name
        ``S0``, ``S1`` ... in the order of the source; the isl tuple of its executions.
    line, end_line, text
        Source lines (1-based, in the file), and the source text on one line.
    kind
        ``assign``, ``exchange``, ``condition``, ``bounds``, ``exit``, ``allocate``, ``return`` or ``opaque``.
    loops
        Loops around it, outermost first, implicit ones included.
    dimensions
        Names of the dimensions of ``domain``: iterators, and values fixed for an iteration that are not affine.
    domain
        ``islpy.Set`` of executions: exact when ``predicates`` is empty, else a superset.
    predicates
        Data-dependent conditions that must hold for it to be executed, outermost first.
    schedule
        ``islpy.Map`` to points in time of the sequential program, in lexicographic order.
    accesses
        Reads and writes.
    may_raise
        What it may raise (``ZeroDivisionError`` ...), "" when nothing is known to be raised.
    reason
        For opaque statements: what is not modelled.
    node
        The Python syntax tree (``ast.stmt`` or ``ast.expr``) it comes from.
    """

    name: str
    line: int
    end_line: int
    text: str
    kind: str
    loops: tuple[str, ...]
    dimensions: tuple[str, ...]
    domain: Any
    predicates: tuple[Predicate, ...]
    schedule: Any
    accesses: tuple[Access, ...]
    may_raise: str
    reason: str
    node: Any

    @property
    def reads(self) -> tuple[Access, ...]:
        """What it reads."""
        return tuple(access for access in self.accesses if not access.is_write)

    @property
    def writes(self) -> tuple[Access, ...]:
        """What it writes."""
        return tuple(access for access in self.accesses if access.is_write)


@dataclass(frozen=True, slots=True, eq=False)
class Loop:
    """A loop: of the source, or implied by an array expression.

    Attributes
    ----------
    name, iterator, dimension
        ``L0`` ...; the variable in the source ("" for while and implicit loops); its dimension in domains.
    line, end_line, text
        Source lines and the loop's head.
    kind
        ``range`` (affine bounds), ``irregular range``, ``while`` or ``implicit``.
    step
        Constant step, 0 when it is a positive parameter or unknown (then ``stride`` names it).
    stride
        The step as affine text when it is not constant, else "".
    start, stop
        Bounds as affine text, "" when not affine.
    dimensions, domain
        Dimensions around it and its own, and ``islpy.Set`` of its iterations over them: a superset where the bounds are
        not affine or the loop stands under data-dependent conditions.
    exits
        Lines and texts of what may leave it early.
    assumed
        Arrays whose elements the author says no two iterations share (``irpart.assume``); ``*`` for all.
    body
        Loops and statements inside, in order.
    node
        The Python syntax tree it comes from.
    """

    name: str
    iterator: str
    dimension: str
    line: int
    end_line: int
    text: str
    kind: LoopKind
    step: int
    stride: str
    start: str
    stop: str
    dimensions: tuple[str, ...]
    domain: Any
    exits: tuple[str, ...]
    assumed: frozenset[str]
    body: tuple[Loop | Statement, ...]
    node: Any


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition the model relies on and that a caller must check at run time.

    ``kind`` is ``no overlap`` (``subject``: two array arguments), ``bounds`` (an array), ``sizes`` (shapes that an array
    expression needs equal), ``step`` (a positive step), ``overflow`` (sizes small enough for 64-bit subscripts) or
    ``types`` (the argument types). ``condition`` is an isl set over parameters or a sentence.
    """

    kind: str
    subject: tuple[str, ...]
    condition: str
    line: int


@dataclass(frozen=True, slots=True)
class Variable:
    """An array or scalar of the function: ``role`` is ``argument``, ``local`` or ``hidden`` (made by the model).

    ``type`` names all types that versions of a scalar have (``int64 | float64``); ``rank`` is 0 for scalars; ``shape``
    holds affine texts, "?" where unknown; ``owner`` is the innermost loop inside which a local array is allocated, or a
    scalar first touched ("" outside loops).
    """

    name: str
    role: str
    type: str
    rank: int
    shape: tuple[str, ...]
    owner: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class RegionTree:
    """A function as a tree of loops and statements.

    Attributes
    ----------
    function, file, line
        Qualified name, file and first line.
    arguments
        Pairs of name and Numba type.
    parameters
        Parameters of the sets and their meaning in the source (``n``, ``A.shape[0]``), in order.
    context
        ``islpy.Set`` over the parameters that always holds (sizes are not negative).
    variables
        Arrays and scalars that statements touch.
    body
        Loops and statements in order.
    guards
        What the model relies on.
    inductions
        Scalars replaced by closed forms: name, loop, closed form.
    sides
        Pairs of dimension and condition text that relate two executions of one loop (block strides).
    """

    function: str
    file: str
    line: int
    arguments: tuple[tuple[str, str], ...]
    parameters: tuple[tuple[str, str], ...]
    context: Any
    variables: tuple[Variable, ...]
    body: tuple[Loop | Statement, ...]
    guards: tuple[Guard, ...]
    inductions: tuple[tuple[str, str, str], ...]
    sides: tuple[tuple[str, str], ...]

    def __repr__(self) -> str:
        """Name and size in one line."""
        return (f"RegionTree({self.function}: {len(self.loops)} loops, {len(self.statements)} statements, "
                f"{len(self.guards)} guards)")

    @property
    def loops(self) -> tuple[Loop, ...]:
        """All loops, outer before inner, in the order of the source."""
        return tuple(node for node in _walk(self.body) if isinstance(node, Loop))

    @property
    def statements(self) -> tuple[Statement, ...]:
        """All statements in the order of the source."""
        return tuple(node for node in _walk(self.body) if isinstance(node, Statement))


def _walk(nodes: tuple[Loop | Statement, ...]) -> Iterator[Loop | Statement]:
    for node in nodes:
        yield node
        if isinstance(node, Loop):
            yield from _walk(node.body)


@dataclass(frozen=True, slots=True, eq=False)
class Dependence:
    """Executions of one statement that must stay before executions of another.

    Attributes
    ----------
    kind
        ``flow`` (write, read), ``anti`` (read, write) or ``output`` (write, write).
    variable, source, sink
        The variable and the two statements.
    exact
        Whether every pair of ``relation`` is real (else a superset).
    accumulates
        The operation when both ends belong to one reduction, which may be reordered; else "".
    relation
        ``islpy.Map`` from executions of the source to executions of the sink.
    loops
        Common loops, outermost first.
    independent
        Whether a pair lies in the same iteration of all common loops.
    carried
        For each common loop whether a pair lies in different iterations of it (and the same of those around it).
    distance
        For each common loop ``0``, a number of iterations, a range such as ``>=1``, or ``*``, over all pairs.
    carried_distance
        For each common loop that carries it, the distance over the pairs it carries; "" for the others.
    """

    kind: Literal["flow", "anti", "output"]
    variable: str
    source: Statement
    sink: Statement
    exact: bool
    accumulates: str
    relation: Any
    loops: tuple[str, ...]
    independent: bool
    carried: tuple[bool, ...]
    distance: tuple[str, ...]
    carried_distance: tuple[str, ...]

    def is_carried_by(self, loop: str) -> bool:
        """Whether a pair lies in different iterations of a loop, and the same of those around it."""
        return loop in self.loops and self.carried[self.loops.index(loop)]

    def is_inside(self, loop: str) -> bool:
        """Whether a pair lies within one execution of a loop."""
        return loop in self.loops and (self.independent or any(self.carried[self.loops.index(loop):]))

    def distance_in(self, loop: str) -> str:
        """Iterations between source and sink over the pairs that a loop carries."""
        return self.carried_distance[self.loops.index(loop)]


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """A permutable band of a legal schedule: ``members`` are affine rows, ``coincident`` says which are parallel."""

    members: tuple[str, ...]
    coincident: tuple[bool, ...]
    schedule: Any


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """What a loop is, and why.

    Attributes
    ----------
    loop, kind, reason
        The loop, the verdict and the reason in one sentence.
    private
        Variables that need a copy per iteration (their last value may be needed after the loop).
    live_out
        Those of ``private`` whose last value is read after the loop.
    reductions
        Pairs of variable and operation.
    blockers
        Dependences that forbid running the iterations in parallel.
    band
        For wavefronts, the band and its skew.
    stages
        For pipelines, names of statements per stage, in order.
    """

    loop: Loop
    kind: VerdictKind
    reason: str
    private: tuple[str, ...]
    live_out: tuple[str, ...]
    reductions: tuple[tuple[str, str], ...]
    blockers: tuple[Dependence, ...]
    band: Band | None
    stages: tuple[tuple[str, ...], ...]
