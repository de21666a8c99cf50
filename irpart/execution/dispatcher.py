"""ParallelDispatcher: a jitted function whose machine code comes from a parallel plan, called at the cost of any other."""

from __future__ import annotations

import hashlib
import importlib
import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from numba.core import errors, sigutils
from numba.core.compiler_lock import global_compiler_lock
from numba.core.registry import CPUDispatcher

from irpart.base.errors import IrpartError
from irpart.execution import blas, fingerprint, store
from irpart.execution.fallbacks import warn_of_fallback
from irpart.execution.interrupts import heed_interrupts
from irpart.execution.table import compiling, counters, name_number, start_team, table
from irpart.execution.types import MOST_WORKERS, RegionPlacement
from irpart.planning.types import ParallelPlan
from irpart.program import assuming
from irpart.topology.types import Topology

_PLAN_BITS = 60
_numbers = itertools.count()
_COLOURS = re.compile("\x1b\\[[0-9;]*m")


@dataclass(frozen=True, slots=True)
class RegionStatistics:
    """What the regions of a function did so far; calls from several threads at once may miss some.

    Attributes
    ----------
    parallel, sequential
        Regions that several workers ran, and that the calling thread ran alone because they were small or the team busy.
    guards
        How often each guard failed, by number, so that the original code ran.
    small
        Calls in which sizes were too small for the plan's order of loops, so that the original order ran. No guard of a
        proof failed.
    """

    parallel: int
    sequential: int
    guards: dict[int, int]
    small: int = 0


class ParallelDispatcher(CPUDispatcher):  # type: ignore[misc]
    """A function that ``irpart.parallelize`` made; used like any jitted function, also by jitted callers.

    Attributes
    ----------
    original
        What was decorated.
    plans
        The plan of each signature (tuple of Numba types) that has one.
    irpart_options
        Options of ``parallelize``.
    """

    def __init__(self, py_func: Any, locals: Any = None, targetoptions: Any = None, **more: Any) -> None:
        super().__init__(py_func, locals, targetoptions, **more)
        assuming.register()
        self.original: Any = py_func
        self.plans: dict[tuple[Any, ...], ParallelPlan] = {}
        self.irpart_options: dict[str, Any] = {}
        self._plan_numbers: dict[tuple[Any, ...], int] = {}
        self._modules: list[Any] = []
        self._warned: set[str] = set()
        self._sequential: Any = None
        self._number = next(_numbers)
        self._plain_kinds: set[tuple[Any, ...]] = set()

    def adopt(self, original: Any, options: Mapping[str, Any]) -> None:
        """Take over what was decorated: the function or dispatcher, its disk cache and signatures, and the options.

        Machine code of jitted callers that Numba cached may be loaded next; it needs the table.
        """
        table()
        self.original, self.irpart_options = original, dict(options)
        if isinstance(original, CPUDispatcher):
            self._sequential = original
            if not type(original._cache).__name__.startswith("Null"):
                self.enable_caching()
            if not original._can_compile:
                for signature in list(original.nopython_signatures):
                    self.compile(signature)
                self.disable_compile()

    @property
    def sequential(self) -> Any:
        """The function as Numba alone compiles it, with the same options."""
        if self._sequential is None:
            self._sequential = CPUDispatcher(self.py_func, self.locals, self.targetoptions)
        return self._sequential

    @property
    def unplanned(self) -> str:
        """Why it runs as it was, for some or all types; "" when all was planned."""
        return " ".join(sorted(self._warned))

    def statistics(self) -> RegionStatistics:
        """What regions and guards did in this process, in all signatures."""
        counts = [counters(plan) for plan in set(self._plan_numbers.values())]
        guards, small = dict[int, int](), 0
        for kinds, plan in list(self.plans.items()):
            count = counters(self._plan_numbers[kinds])
            for guard in plan.guards:
                failed = int(count[min(2 + guard.number, len(count) - 1)])
                if guard.is_size:
                    small += failed
                else:
                    guards[guard.number] = guards.get(guard.number, 0) + failed
        shared, alone = (sum(int(count[word]) for count in counts) for word in (0, 1))
        return RegionStatistics(shared, alone, guards, small)

    def placements(self) -> tuple[tuple[RegionPlacement, ...], ...]:
        """For each plan, in the order of ``plans``, who runs what of its regions and why; ask while nothing runs."""
        placing = importlib.import_module("irpart.execution.placing")
        return tuple(placing.placements_of(self._plan_numbers[kinds], plan) for kinds, plan in self.plans.items())

    def place_tiles(self, topology: Topology | None = None) -> tuple[Any, ...]:
        """Give the tiles of all grids that ran homes by their measured times; the next runs honour them.

        Homes are those of irpart's partitioner and mapper, or blocks of rows, whichever end first by the model of
        ``irpart.planning.placement``. Tenths of a second for some hundred tiles; gives a ``Homes`` for each grid.
        """
        placing = importlib.import_module("irpart.execution.placing")
        workers = min(start_team(), self.irpart_options.get("workers") or MOST_WORKERS)
        return tuple(placing.place_tiles(self._plan_numbers[kinds], region, workers, topology)
                     for kinds, plan in self.plans.items() for region in plan.regions
                     if placing.is_timed(self._plan_numbers[kinds], region))

    def compile(self, sig: Any) -> Any:
        """Compile for a signature: the entry of the generated module, else the function itself."""
        with global_compiler_lock:
            arguments, _ = sigutils.normalize_signature(sig)
            existing = self.overloads.get(tuple(arguments))
            if existing is not None:
                return existing.entry_point
            if not self._can_compile or self._compiling_counter:
                return super().compile(sig)
            result = self._compile_plan(sig, tuple(arguments))
            if isinstance(result, Exception):
                entry = super().compile(sig)
                self._warn(result, "it runs as Numba compiles it")
                return entry
            self.add_overload(result)
            return result.entry_point

    def _compile_plan(self, sig: Any, arguments: tuple[Any, ...]) -> Any:
        """Numba's result for the entry of the plan's module, or the exception that says why there is none."""
        try:
            with self._compiling_counter:
                key, folder = self._key(arguments)
                plan = store.read_plan(folder, key)
                if plan is None:
                    plan = self._make_plan(arguments)
                    store.write_plan(folder, key, plan)
                number = int(key, 16) >> (4 * len(key) - _PLAN_BITS)
                module = store.load_module(folder, key, self._injected(plan))
                entry = getattr(module, plan.entry)
                entry.enable_caching()
                with compiling(number, self.irpart_options.get("workers") or MOST_WORKERS):
                    entry.compile(sig)
                heed_interrupts()
        except errors.ForceLiteralArg:
            raise
        except Exception as error:
            return error
        self.plans[arguments], self._plan_numbers[arguments] = plan, number
        for region in plan.regions:
            name_number(number, region.body)
        if plan.regions and blas.calls_blas(self):
            blas.limit_in_regions()
        self._modules.append(module)
        return entry.overloads[arguments]

    def _key(self, arguments: tuple[Any, ...]) -> tuple[str, Any]:
        """Name of the plan for some types, and the folder for it: one of this process if changes would go unnoticed."""
        cached = bool(self.irpart_options.get("cache", True))
        try:
            made_from = fingerprint.fingerprint(self)
        except fingerprint.Unknown:
            made_from, cached = f"{self._number} of this process", False
        text = "\0".join([made_from, fingerprint.environment(), *map(repr, arguments), *map(str, arguments)])
        return (hashlib.sha256(text.encode()).hexdigest()[:40],
                store.cache_folder() if cached else store.private_folder())

    def _make_plan(self, arguments: tuple[Any, ...]) -> ParallelPlan:
        """Ask planning, which is loaded only if no plan is on disk."""
        planning = importlib.import_module("irpart.planning.plan")
        plan: ParallelPlan = planning.plan_function(self.sequential, arguments)
        return plan

    def _injected(self, plan: ParallelPlan) -> dict[str, Any]:
        """Values of the names that a plan takes from the function."""
        cells = zip(self.py_func.__code__.co_freevars, self.py_func.__closure__ or (), strict=False)
        known = {**self.py_func.__globals__, **{name: cell.cell_contents for name, cell in cells}}
        return {name: known[name] for name in plan.injected if name in known}

    def _warn(self, error: Exception, instead: str) -> None:
        """Say once why a function does not run in parallel."""
        lines = [line.strip() for line in _COLOURS.sub("", str(error)).splitlines() if line.strip()]
        told = [line for line in lines if not line.startswith("Failed in ")] or [type(error).__name__]
        reason = told[0] if isinstance(error, IrpartError) else f"{type(error).__name__}: {told[0]}"
        reason = f"{reason.rstrip('.:')}."
        if reason not in self._warned:
            self._warned.add(reason)
            warn_of_fallback(self.py_func, reason, instead)

    def _compile_for_args(self, *args: Any, **kws: Any) -> Any:
        """As Numba's; a plain function that Numba cannot compile runs in the interpreter."""
        if isinstance(self.original, CPUDispatcher):
            return super()._compile_for_args(*args, **kws)
        kinds = tuple(type(argument) for argument in args) if self._plain_kinds else ()
        if kinds and kinds in self._plain_kinds:
            return self.py_func
        try:
            return super()._compile_for_args(*args, **kws)
        except (errors.NumbaError, errors.UnsupportedBytecodeError) as error:
            self._warn(error, "it runs in the interpreter, because Numba cannot compile it")
            self._plain_kinds.add(tuple(type(argument) for argument in args))
            return self.py_func

    def _reduce_states(self) -> dict[str, Any]:
        return {**super()._reduce_states(), "options": self.irpart_options,
                "jitted": isinstance(self.original, CPUDispatcher)}

    @classmethod
    def _rebuild(cls, uuid: str, options: dict[str, Any], jitted: bool, **states: Any) -> Any:
        known = uuid in cls._memo
        self = super()._rebuild(uuid, **{**states, "sigs": [], "can_compile": True})
        if not known:
            original = CPUDispatcher(self.py_func, self.locals, self.targetoptions) if jitted else self.py_func
            self.adopt(original, options)
            for signature in states["sigs"]:
                self.compile(signature)
            self._can_compile = states["can_compile"]
        return self
