"""The errors irpart raises, one class per thing the user can do about it."""

from __future__ import annotations


class IrpartError(Exception):
    """Base of all errors irpart raises on purpose; the command line prints it as one sentence and exits 2."""


class InputError(IrpartError):
    """A value, option or argument is wrong; give another one."""


class UnsupportedProgram(IrpartError):
    """The program uses something that cannot be lowered or traced; change or choose another function."""


class FormatError(IrpartError):
    """A file is not what it claims to be: foreign, truncated, damaged or of a newer version."""


class MissingExtra(IrpartError):
    """An optional package is not installed; the message names the command that installs it."""


class BackendError(IrpartError):
    """Something outside irpart failed: a compiler, a library, the operating system."""


class ParallelizationWarning(UserWarning):
    """A function or loop does not run in parallel as asked; it runs in another way, with the same result."""
