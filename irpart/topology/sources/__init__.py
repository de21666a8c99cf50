"""Registered topology sources: one file, one source, the function has the file's name.

Takes: the text after ``name:`` in a description (``mesh:32x32`` gives ``32x32``), which may be empty.
Returns: a ``Topology``; ``irpart.topology.read_topology`` finds the source.
Formats: each file says which.
Add: a file; decorate its function with ``@method()`` and cite what defines the format under References.
Never: opens a connection or runs a program unless the description names a source that does.
"""
