"""From a replayable profile to a subject."""

from __future__ import annotations

from collections.abc import Callable

from irpart.base.errors import InputError
from irpart.measurement.subject import Subject
from irpart.profiles.types import Profile
from irpart.replay.build import build_dataflow


def read_subject(profile: Profile, checksum: str = "", name: str = "",
                 show: Callable[[str, int], None] | None = None) -> Subject:
    """Graph and dataflow program of a replayable profile.

    Parameters
    ----------
    checksum
        Of the graph that a partition belongs to, where there is one.
    name
        The partition's file, for what is said when it is of another graph.
    show
        Called with a stage and an amount.

    Raises
    ------
    InputError
        The profile was made without what a replay needs (the message has the command that makes it), or its graph is
        another one.
    """
    report = show or (lambda stage, amount: None)
    report("reading the record, instructions", profile.summary.instructions)
    recording = profile.recording
    report("reading the graph, instructions", profile.summary.instructions)
    graph = profile.graph
    found = graph.checksum() if checksum else ""
    if found != checksum:
        raise InputError(f"{name or 'The partition'} is of another graph than {profile.path}: it was made of a graph with "
                         f"checksum {checksum[:8]}, this one has {found[:8]}; name the right profile with --graph FILE.")
    report("building the dataflow program, instructions", graph.n_vertices)
    dataflow = build_dataflow(profile.program, profile.tables, recording, profile.chunks(), profile.segment_count)
    return Subject(graph, dataflow, profile.program, lambda: profile.accesses)
