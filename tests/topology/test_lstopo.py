"""Agreement with hwloc itself, where its programs are installed."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irpart.topology import Topology
from irpart.topology.parts import assemble
from irpart.topology.sources.hwloc import hwloc_draft
from irpart.topology.sources.synthetic import synthetic
from tests.topology.machines import count

PROGRAM = shutil.which("lstopo-no-graphics")
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="hwloc's lstopo-no-graphics is not installed")
LEVELS = ["group", "pack", "numa", "l3", "l2", "l1d", "core"]


@st.composite
def strings(draw: st.DrawFn) -> str:
    """Synthetic strings with and without types, and with attached memory."""
    if draw(st.booleans()):
        return " ".join(map(str, draw(st.lists(st.integers(1, 3), min_size=1, max_size=8))))
    words = [word for word in LEVELS if draw(st.booleans())]
    text = ""
    for word in [*words, "pu"]:
        text += f" {word}:{draw(st.integers(1, 3))}"
        if word in ("pack", "l3") and "numa" not in words and draw(st.booleans()):
            text += " [numa(memory=2GiB)]"
    return text.strip()


def counted(topology: Topology) -> list[int]:
    """Objects of each kind, caches by level, and all bytes."""
    return [*(count(topology, kind) for kind in ("package", "numa", "core", "pu")),
            *(count(topology, "cache", level) for level in (1, 2, 3)), int(topology.size_bytes.sum())]


@settings(max_examples=25, deadline=None)
@given(strings())
def test_synthetic_strings_mean_what_hwloc_means(text: str) -> None:
    """The same objects and sizes as in the XML that lstopo makes of the string."""
    done = subprocess.run([str(PROGRAM), "-i", text, "--of", "xml"], capture_output=True, check=True)
    assert counted(synthetic(text)) == counted(assemble(hwloc_draft(done.stdout, "peer", "lstopo's output")))
