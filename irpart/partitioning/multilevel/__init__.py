"""Multilevel vertex cuts: coarsen the edges of a graph to tasks and beyond, cut the coarse graph, refine on the way back.

Takes: a ``DependenceGraph`` and a number of clusters or pieces.
Returns: the cluster of each edge, as arrays for a partitioning method.
Formats: none; everything lives in memory (about 30 bytes per edge beside the graph).
Add: a step as one module with its kernels; ``cut.py`` strings the steps together.
Never: uses random numbers beyond the seed it is given, or reads programs.
"""
