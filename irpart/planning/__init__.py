"""Planning: what of a function runs in parallel, how, and the readable module that does it.

Takes: a plain or jitted Python function and the Numba types of its arguments.
Returns: ``ParallelPlan``, whose ``source`` is a Python module; its steps return a ``Rewrite`` of the function.
Formats: Python source text.
Add: a step as a package of its own, from function to ``Rewrite``, and a line in ``plan``.
Never: changes a result (what is not proven, and guarded where the proof has conditions, stays as it was); runs the code.
"""
