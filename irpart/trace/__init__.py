"""Trace: which blocks ran in which order, which addresses they touched, and what memory operations cost.

Takes: a ``Program`` and a way to run it (a Python call, or ``main`` of a native module).
Returns: a stream of segment numbers and addresses, drained chunk by chunk; sampled times.
Formats: the columns of a profile file (docs/formats.md).
Add: another way to run a program as one module beside ``native`` and ``script``.
Never: builds edges (that is ``irpart.graph.build``).
"""
