"""The network as a Numba user would spread it: planes of the output at once."""

from __future__ import annotations

from numba import prange


def cnn_forward_prange(image: float64[:, :, :], kernel: float64[:, :, :, :], feature: float64[:, :, :],
                       pooled: float64[:, :, :]) -> None:
    """Valid convolution (correlation), max(0, x), pooling."""
    for o in prange(feature.shape[0]):
        for y in range(feature.shape[1]):
            for x in range(feature.shape[2]):
                total = 0.0
                for c in range(image.shape[0]):
                    for dy in range(3):
                        for dx in range(3):
                            total += image[c, y + dy, x + dx] * kernel[o, c, dy, dx]
                feature[o, y, x] = max(total, 0.0)
    for o in prange(pooled.shape[0]):
        for y in range(pooled.shape[1]):
            for x in range(pooled.shape[2]):
                top = max(feature[o, 2 * y, 2 * x], feature[o, 2 * y, 2 * x + 1])
                bottom = max(feature[o, 2 * y + 1, 2 * x], feature[o, 2 * y + 1, 2 * x + 1])
                pooled[o, y, x] = max(top, bottom)
