"""Weights: tables, sampling spread over levels, classes of single times."""

from __future__ import annotations

import numpy as np
import pytest

from irpart.base.errors import InputError
from irpart.trace.calibration import calibrated_cycles, measure_cycles
from irpart.trace.weights import (
    class_cycles,
    every_weights,
    model_weights,
    sampled_weights,
    tick_bounds,
    tick_codes,
    unit_weights,
)

CYCLES = {"L1": 4.0, "L2": 16.0, "L3": 60.0, "memory": 400.0}


def test_sampled_weights_add_up_to_what_was_measured() -> None:
    """The mean over an operation's accesses is the measured mean; hits in farther levels weigh more."""
    counts = np.array([[90, 10, 0, 0], [0, 0, 0, 50]])
    weights = sampled_weights(np.array([520.0, np.nan]), counts, CYCLES)
    first, second = weights.table[weights.memory_code]
    assert (first[:2] * [0.9, 0.1]).sum() == pytest.approx(520.0, rel=0.01)
    assert first[1] == pytest.approx(4 * first[0], rel=0.02)
    assert second[3] == 400


def test_tables() -> None:
    """Model tables can be given; none means one."""
    model = model_weights(2, {"L1": 7.0, "simple": 2.0})
    assert model.table[model.memory_code[1, 0]] == 7
    assert model.table[0] == 2
    assert set(unit_weights(3).table.tolist()) == {1.0}
    assert unit_weights(3).memory_code.shape == (3, 4)


@pytest.mark.parametrize(("table", "message"), [
    ({"l1": 3.0}, "names 'l1', which is none of: simple"),
    ({"L1": -3.0}, "of 'L1' must be a number of cycles from 0 to 10\\^6, got -3.0"),
    ({"load": "fast"}, "of 'load' must be a number"),
])
def test_wrong_tables(table: dict[str, object], message: str) -> None:
    """The name and the value."""
    with pytest.raises(InputError, match=message):
        class_cycles(table)  # type: ignore[arg-type]


def test_classes_of_single_times() -> None:
    """Exact up to 128 cycles, within a few percent beyond; negative times count as zero."""
    ticks = np.array([0, 1, 127, 128, 5000, 10**7, 2**64 - 5], np.uint64)
    bounds = tick_bounds()[tick_codes(ticks)]
    assert bounds[:3].tolist() == [0, 1, 127]
    assert bounds[4] == pytest.approx(5000, rel=0.08)
    assert bounds[6] == 0
    assert every_weights(1).memory_code.shape == (1, 256)


def test_calibration(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Latencies never fall with distance; a damaged cache file is measured anew; the second call reads the file."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    measured = measure_cycles()
    values = list(measured.values())
    assert values == sorted(values)
    assert values[0] > 0
    first = calibrated_cycles()
    assert calibrated_cycles() == first
