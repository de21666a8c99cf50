"""A network of Izhikevich neurons with random synapses."""

from __future__ import annotations

import numpy as np
from _command_line import run

SIZES = {"S": {"n": 40, "steps": 40}, "M": {"n": 400, "steps": 700}, "L": {"n": 1500, "steps": 1000}}


def initialize(n: int, steps: int) -> tuple:
    """Potentials, recoveries, parameters, synaptic weights, noise, and room for currents and spike counts."""
    random = np.random.default_rng(10)
    excited = int(0.8 * n)
    share = random.random(n)
    is_excited = np.arange(n) < excited
    a = np.where(is_excited, 0.02, 0.02 + 0.08 * share)
    b = np.where(is_excited, 0.2, 0.25 - 0.05 * share)
    c = np.where(is_excited, -65.0 + 15.0 * share**2, -65.0)
    d = np.where(is_excited, 8.0 - 6.0 * share**2, 2.0)
    synapse = random.random((n, n)) * np.where(is_excited, 0.5, -1.0)[:, None] * (random.random((n, n)) < 0.2)
    noise = random.normal(0, 1, (steps, n)) * np.where(is_excited, 5.0, 2.0)
    return np.full(n, -65.0), -65.0 * b, a, b, c, d, synapse, noise, np.zeros(n), np.zeros(n, np.int64)


def spiking_neurons(v: float64[:], u: float64[:], a: float64[:], b: float64[:], c: float64[:], d: float64[:],
                    synapse: float64[:, :], noise: float64[:, :], current: float64[:], spikes: int64[:]) -> None:
    """Izhikevich's model (2003), one millisecond a step, the potential in two half steps."""
    n = v.shape[0]
    for step in range(noise.shape[0]):
        for i in range(n):
            current[i] = noise[step, i]
        for i in range(n):
            if v[i] >= 30.0:
                spikes[i] += 1
                v[i] = c[i]
                u[i] += d[i]
                for j in range(n):
                    current[j] += synapse[i, j]
        for i in range(n):
            for _ in range(2):
                v[i] += 0.5 * (0.04 * v[i] * v[i] + 5.0 * v[i] + 140.0 - u[i] + current[i])
            u[i] += a[i] * (b[i] * v[i] - u[i])


def check(before, after, returned) -> None:
    """Against whole-array steps."""
    v, u, a, b, c, d, synapse, noise = (x.copy() for x in before[:8])
    spikes = np.zeros(len(v), np.int64)
    for step in range(len(noise)):
        fired = np.flatnonzero(v >= 30.0)
        spikes[fired] += 1
        v[fired] = c[fired]
        u[fired] += d[fired]
        current = noise[step].copy()
        for i in fired:
            current += synapse[i]
        for _ in range(2):
            v += 0.5 * (0.04 * v * v + 5.0 * v + 140.0 - u + current)
        u += a * (b * v - u)
    np.testing.assert_array_equal(after[9], spikes)


if __name__ == "__main__":
    run(spiking_neurons, initialize, check, SIZES)
