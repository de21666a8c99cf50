"""The training step as a Numba user would spread it: samples forwards, hidden units backwards."""

from __future__ import annotations

import math

import numpy as np
from numba import prange


def dense_network_prange(data: float64[:, :], label: int64[:], first: float64[:, :], second: float64[:, :],
                         hidden: float64[:, :], error: float64[:, :]) -> float:
    """Rectified hidden layer, softmax, cross-entropy; gradient descent with rate 0.1; the mean loss before it."""
    batch, inputs = data.shape
    units, outputs = second.shape
    loss = 0.0
    for s in prange(batch):
        for h in range(units):
            total = 0.0
            for i in range(inputs):
                total += data[s, i] * first[i, h]
            hidden[s, h] = max(total, 0.0)
        largest = -np.inf
        for o in range(outputs):
            total = 0.0
            for h in range(units):
                total += hidden[s, h] * second[h, o]
            error[s, o] = total
            largest = max(largest, total)
        norm = 0.0
        for o in range(outputs):
            error[s, o] = math.exp(error[s, o] - largest)
            norm += error[s, o]
        for o in range(outputs):
            error[s, o] /= norm
        loss -= math.log(error[s, label[s]])
        error[s, label[s]] -= 1.0
    rate = 0.1 / batch
    for h in prange(units):
        for s in range(batch):
            back = 0.0
            for o in range(outputs):
                back += error[s, o] * second[h, o]
            if hidden[s, h] > 0.0:
                for i in range(inputs):
                    first[i, h] -= rate * back * data[s, i]
            for o in range(outputs):
                second[h, o] -= rate * hidden[s, h] * error[s, o]
    return loss / batch
