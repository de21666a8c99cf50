"""Regions: a Python function as loops and statements with exact accesses, its dependences, and a verdict per loop.

Takes: a plain or jitted Python function and the types of its arguments (or example arguments).
Returns: ``RegionTree``, ``Dependence`` and ``Verdict``.
Formats: plain text and JSON-ready dictionaries (``describe``); sets and maps are islpy objects.
Add: a construct as a case in ``statements``, ``expressions`` or ``calls``; what has no case is opaque, which is safe.
Never: rewrites, compiles or runs code (that is ``irpart.planning`` and ``irpart.execution``).
"""
