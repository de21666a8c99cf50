"""Forward pass of a small convolutional network: 3 x 3 convolution, rectifier, 2 x 2 maximum pooling."""

from __future__ import annotations

import numpy as np
from _command_line import run

SIZES = {"S": {"size": 10, "inputs": 2, "outputs": 3}, "M": {"size": 64, "inputs": 8, "outputs": 8},
         "L": {"size": 128, "inputs": 16, "outputs": 16}}


def initialize(size: int, inputs: int, outputs: int) -> tuple:
    """A random image, kernels, and room for the feature map and its pooled form."""
    random = np.random.default_rng(9)
    inner = size - 2
    return (random.random((inputs, size, size)), random.normal(0, 1, (outputs, inputs, 3, 3)),
            np.zeros((outputs, inner, inner)), np.zeros((outputs, inner // 2, inner // 2)))


def cnn_forward(image: float64[:, :, :], kernel: float64[:, :, :, :], feature: float64[:, :, :],
                pooled: float64[:, :, :]) -> None:
    """Valid convolution (correlation), max(0, x), pooling."""
    for o in range(feature.shape[0]):
        for y in range(feature.shape[1]):
            for x in range(feature.shape[2]):
                total = 0.0
                for c in range(image.shape[0]):
                    for dy in range(3):
                        for dx in range(3):
                            total += image[c, y + dy, x + dx] * kernel[o, c, dy, dx]
                feature[o, y, x] = max(total, 0.0)
    for o in range(pooled.shape[0]):
        for y in range(pooled.shape[1]):
            for x in range(pooled.shape[2]):
                top = max(feature[o, 2 * y, 2 * x], feature[o, 2 * y, 2 * x + 1])
                bottom = max(feature[o, 2 * y + 1, 2 * x], feature[o, 2 * y + 1, 2 * x + 1])
                pooled[o, y, x] = max(top, bottom)


def check(before, after, returned) -> None:
    """Against SciPy's correlation."""
    from scipy import signal

    image, kernel = before[:2]
    feature = np.stack([sum(signal.correlate2d(image[c], kernel[o, c], "valid") for c in range(len(image)))
                        for o in range(len(kernel))])
    feature = np.maximum(feature, 0.0)
    half = feature.shape[1] // 2
    pooled = feature[:, : 2 * half, : 2 * half].reshape(len(kernel), half, 2, half, 2).max(axis=(2, 4))
    np.testing.assert_allclose(after[3], pooled, rtol=1e-10, atol=1e-12)


if __name__ == "__main__":
    run(cnn_forward, initialize, check, SIZES)
