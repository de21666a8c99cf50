"""Registered mapping methods: one file, one method, the function has the file's name.

Takes: ``(problem, *, seed, own options)``, a ``MappingProblem`` without groups.
Returns: the processor of each cluster, int32, with every cap and pin kept; ``irpart.mapping.placing.solve`` checks it.
Formats: none.
Add: a file; decorate it with ``@method(...)``, cite the source under References.
Never: imports numba or an optional package before the method runs.
"""
