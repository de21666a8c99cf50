"""Programs that are run in parallel: their groups, their sizes, and the hand-written prange variants beside them."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from harness.figures import WORKLOADS, load, workload_names

WITHOUT_LOOP_PARALLELISM = frozenset({"dijkstra", "quicksort", "strassen"})
"""A heap and recursions; there is no loop whose iterations could share the time."""
LATENCY_BOUND = frozenset({"gauss_seidel_2d", "polybench/seidel_2d"})
"""Each point waits for the one before it."""
WAVEFRONTS = frozenset({"lu", "cholesky", "needleman_wunsch", "floyd_warshall", "polybench/lu", "polybench/ludcmp",
                        "polybench/cholesky", "polybench/nussinov", "polybench/floyd_warshall", "polybench/adi"})
"""Loops that carry dependences and still leave work for several at a time."""
SIZES: dict[str, dict[str, dict[str, int]]] = {
    "blocked_matmul": {"M": {"n": 560, "block": 32}, "L": {"n": 1100, "block": 32}},
    "cholesky": {"M": {"n": 900}, "L": {"n": 1600}},
    "cnn_forward": {"M": {"size": 192, "inputs": 20, "outputs": 24}, "L": {"size": 320, "inputs": 32, "outputs": 32}},
    "dense_network": {"M": {"batch": 160, "inputs": 784, "hidden": 256, "outputs": 10},
                      "L": {"batch": 512, "inputs": 784, "hidden": 512, "outputs": 10}},
    "dijkstra": {"M": {"n": 150000}, "L": {"n": 600000}},
    "fft": {"M": {"n": 2097152}, "L": {"n": 8388608}},
    "floyd_warshall": {"M": {"n": 520}, "L": {"n": 1000}},
    "gauss_seidel_2d": {"M": {"n": 500, "steps": 64}, "L": {"n": 1200, "steps": 120}},
    "jacobi_2d": {"M": {"n": 1000, "steps": 120}, "L": {"n": 2000, "steps": 200}},
    "kmeans": {"M": {"n": 100000, "k": 16, "rounds": 25}, "L": {"n": 400000, "k": 16, "rounds": 40}},
    "lu": {"M": {"n": 860}, "L": {"n": 1600}},
    "mandelbrot": {"M": {"n": 560, "most": 400}, "L": {"n": 1000, "most": 1000}},
    "matmul": {"M": {"n": 500}, "L": {"n": 900}},
    "molecular_dynamics": {"M": {"side": 20, "steps": 6}, "L": {"side": 32, "steps": 8}},
    "n_body": {"M": {"n": 1700, "steps": 8}, "L": {"n": 4000, "steps": 12}},
    "needleman_wunsch": {"M": {"n": 6500}, "L": {"n": 10000}},
    "pagerank": {"M": {"n": 200000, "rounds": 20}, "L": {"n": 600000, "rounds": 25}},
    "quicksort": {"M": {"n": 1200000}, "L": {"n": 6000000}},
    "spiking_neurons": {"M": {"n": 3000, "steps": 2000}, "L": {"n": 5000, "steps": 4000}},
    "spmv": {"M": {"n": 400000, "rounds": 12}, "L": {"n": 1200000, "rounds": 15}},
    "strassen": {"M": {"n": 1024, "leaf": 32}, "L": {"n": 2048, "leaf": 32}},
}
"""The workloads that are traced have sizes for tracing; here most run for 0.05 s to 2 s."""


def program_names() -> list[str]:
    """Workloads, PolyBench kernels and programs of array expressions."""
    below = [f"{folder}/{path.stem}" for folder in ("arrays", "polybench")
             for path in sorted((WORKLOADS / folder).glob("[a-z]*.py"))]
    return [*workload_names(), *below]


def groups_of(name: str) -> list[str]:
    """Groups over which means are taken."""
    found = [] if name in WITHOUT_LOOP_PARALLELISM else ["parallel"]
    found += ["latency"] if name in LATENCY_BOUND else []
    found += ["wavefront"] if name in WAVEFRONTS else []
    return found + (["arrays"] if name.startswith("arrays/") else [])


class Program:
    """A program: its kernel, its arguments at a size, and what a Numba user would write to run it in parallel."""

    def __init__(self, name: str, size: str) -> None:
        self.name, self.size = name, size
        self.module: ModuleType = load(name)
        self.kernel: Callable[..., Any] = getattr(self.module, name.rpartition("/")[2])
        self.arguments: tuple[Any, ...] = self.module.initialize(**SIZES.get(name, {}).get(size, self.module.SIZES[size]))

    @property
    def calls_others(self) -> bool:
        """Whether the kernel calls plain functions of its module, which a user would have compiled as well."""
        own = vars(self.module)
        return any(callable(own.get(name)) and getattr(own[name], "__module__", "") == self.module.__name__
                   for name in self.kernel.__code__.co_names)

    def prange_variants(self) -> dict[str, Callable[..., Any]]:
        """Functions for ``njit(parallel=True)``: the hand-written one, and array expressions as they are."""
        return prange_variants(self.name, self.module, self.kernel)


def prange_variants(name: str, module: ModuleType, kernel: Callable[..., Any]) -> dict[str, Callable[..., Any]]:
    """Variants of a program by name; none where a Numba user would not see one."""
    last, beside = name.rpartition("/")[2], WORKLOADS / "prange" / f"{name}.py"
    where = load(f"prange/{name}") if "/" not in name and beside.exists() else module
    hand = getattr(where, f"{last}_prange", None)
    found = {"hand": hand} if hand is not None else {}
    return found | ({"automatic": kernel} if name.startswith("arrays/") else {})


def has_prange(name: str) -> bool:
    """Whether a program has a variant for ``njit(parallel=True)``."""
    module = load(name)
    return bool(prange_variants(name, module, getattr(module, name.rpartition("/")[2])))
