"""Program: what is executed, as scalar LLVM IR and its static tables.

Takes: Python functions (through Numba), scripts, and .ll, .bc, .c and .rs files.
Returns: ``Program``: normalised IR text, columnar instruction, block, loop and call tables.
Formats: textual LLVM IR; docs/program.md describes the lowering.
Add: a front end as one module that yields IR text for ``lowering.optimise``.
Never: runs or times the program (that is ``irpart.trace``).
"""
