"""Registered partitioning methods: one file, one method, the function has the file's name.

Takes: ``(graph, k, *, seed, balance, own options)``.
Returns: the cluster of each edge, uint16, in edge order; ``irpart.partitioning.partition`` wraps it.
Formats: none.
Add: a file; state capabilities with ``@method``, cite the source under References.
Never: imports numba or an optional package before the method runs.
"""
