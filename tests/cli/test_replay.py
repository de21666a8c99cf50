"""``irpart profile --replay`` and what ``irpart info`` says of its file."""

from __future__ import annotations

import json
from pathlib import Path

from tests.e2e.test_commands import irpart

SCRIPT = '''
import numpy as np
from numba import njit

@njit
def scan(x):
    for i in range(1, x.shape[0]):
        x[i] += 0.5 * x[i - 1]

scan(np.arange(100.0))
'''
NATIVE = """
declare i32 @rand()
define i32 @main(i32 %argc, ptr %argv) {
  %r = call i32 @rand()
  %s = and i32 %r, 0
  ret i32 %s
}
"""


def test_a_script(tmp_path: Path) -> None:
    """Recorded and told; a plain profile says which command records it."""
    (tmp_path / "scan.py").write_text(SCRIPT)
    irpart("profile", "--timing", "model", "--replay", "scan.py", cwd=tmp_path)
    irpart("profile", "--timing", "model", "-o", "plain.irpg", "scan.py", cwd=tmp_path)
    told = irpart("info", "scan.irpg", cwd=tmp_path).stdout
    assert "100 loads of memory that was there before" in told
    assert "replay computes all but 0 of" in told
    facts = json.loads(irpart("info", "--json", "--verify", "scan.irpg", cwd=tmp_path).stdout)["replay"]
    assert (facts["corrected_loads"], facts["not_computed"]) == (100, {})
    assert 792 <= facts["written_bytes"] <= 1000
    told = irpart("info", "plain.irpg", cwd=tmp_path).stdout
    assert "replay: not recorded; to record it, type: irpart profile --replay scan.py" in told
    assert json.loads(irpart("info", "--json", "plain.irpg", cwd=tmp_path).stdout)["replay"] is None


def test_a_native_program(tmp_path: Path) -> None:
    """What a call into a library gave is recorded, and counted by reason."""
    (tmp_path / "p.ll").write_text(NATIVE)
    irpart("profile", "p.ll", "--timing", "model", "--replay", cwd=tmp_path)
    told = irpart("info", "p.irpg", cwd=tmp_path).stdout
    assert "replay computes all but 1 of" in told
    assert "1  a call of rand" in told
    assert "made by: irpart profile --replay p.ll" in told
