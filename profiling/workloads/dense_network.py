"""One training step of a two-layer neural network: forward, backward, update."""

from __future__ import annotations

import math

import numpy as np
from _command_line import run

SIZES = {"S": {"batch": 4, "inputs": 16, "hidden": 12, "outputs": 4},
         "M": {"batch": 32, "inputs": 196, "hidden": 128, "outputs": 10},
         "L": {"batch": 128, "inputs": 400, "hidden": 256, "outputs": 10}}


def initialize(batch: int, inputs: int, hidden: int, outputs: int) -> tuple:
    """Random data, labels, weights, and room for activations and errors."""
    random = np.random.default_rng(8)
    return (random.random((batch, inputs)), random.integers(0, outputs, batch), random.normal(0, 0.1, (inputs, hidden)),
            random.normal(0, 0.1, (hidden, outputs)), np.zeros((batch, hidden)), np.zeros((batch, outputs)))


def dense_network(data: float64[:, :], label: int64[:], first: float64[:, :], second: float64[:, :],
                  hidden: float64[:, :], error: float64[:, :]) -> float:
    """Rectified hidden layer, softmax, cross-entropy; gradient descent with rate 0.1; the mean loss before it."""
    batch, inputs = data.shape
    units, outputs = second.shape
    loss = 0.0
    for s in range(batch):
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
    for s in range(batch):
        for h in range(units):
            back = 0.0
            for o in range(outputs):
                back += error[s, o] * second[h, o]
            if hidden[s, h] > 0.0:
                for i in range(inputs):
                    first[i, h] -= rate * back * data[s, i]
        for h in range(units):
            for o in range(outputs):
                second[h, o] -= rate * hidden[s, h] * error[s, o]
    return loss / batch


def check(before, after, returned) -> None:
    """Against the same step in whole-array form (samples update the second layer one after the other)."""
    data, label, first, second = (a.copy() for a in before[:4])
    hidden = np.maximum(data @ first, 0.0)
    score = hidden @ second
    softmax = np.exp(score - score.max(axis=1, keepdims=True))
    softmax /= softmax.sum(axis=1, keepdims=True)
    rows = np.arange(len(label))
    np.testing.assert_allclose(returned, -np.log(softmax[rows, label]).mean(), rtol=1e-10)
    softmax[rows, label] -= 1.0
    rate = 0.1 / len(label)
    for s in rows:
        back = (second @ softmax[s]) * (hidden[s] > 0)
        first -= rate * np.outer(data[s], back)
        second -= rate * np.outer(hidden[s], softmax[s])
    np.testing.assert_allclose(after[2], first, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(after[3], second, rtol=1e-9, atol=1e-12)


if __name__ == "__main__":
    run(dense_network, initialize, check, SIZES)
