"""Replayable profiles of IR text, made inside a test."""

from __future__ import annotations

from pathlib import Path

from irpart.profiles.native import run_native
from irpart.profiles.options import ProfileOptions
from irpart.profiles.recording import ProfileRecorder
from irpart.profiles.types import Profile
from irpart.replay.build import build_dataflow
from irpart.replay.dataflow import DataflowProgram


def profile_text(text: str, folder: Path, **options: object) -> Profile:
    """Run ``main`` of a module, recorded, and open the profile."""
    source, made = folder / "program.ll", folder / "program.irpg"
    source.write_text(text)
    chosen = ProfileOptions(**{"timing": "none", "replay": True, **options})
    with ProfileRecorder(made, "test", chosen) as recorder:
        run_native(source, "main", (), recorder, lambda status: None)
        recorder.finish()
    return Profile(made)


def dataflow_of(profile: Profile) -> DataflowProgram:
    """The dataflow program of a replayable profile."""
    return build_dataflow(profile.program, profile.tables, profile.recording, profile.chunks(), profile.segment_count)
