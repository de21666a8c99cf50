"""Neighbouring loops over the same range become one where no dependence forbids it and no parallelism is lost."""

from irpart.planning.fusion.fuse import fuse

__all__ = ["fuse"]
