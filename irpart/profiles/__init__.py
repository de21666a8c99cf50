"""Profile: a traced run of a program in one file, with what was learned about its graph.

Takes: a script, a function and its arguments, or a native program.
Returns: ``Profile``, which regenerates the trace and the dependence graph from its file.
Formats: ``.irpg`` (docs/formats.md).
Add: another way to run a program as one module that drives a ``ProfileRecorder``.
Never: partitions.
"""
