"""The neurons as a Numba user would spread them: their equations at once, the spikes in order."""

from __future__ import annotations

from numba import prange


def spiking_neurons_prange(v: float64[:], u: float64[:], a: float64[:], b: float64[:], c: float64[:], d: float64[:],
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
        for i in prange(n):
            for _ in range(2):
                v[i] += 0.5 * (0.04 * v[i] * v[i] + 5.0 * v[i] + 140.0 - u[i] + current[i])
            u[i] += a[i] * (b[i] * v[i] - u[i])
