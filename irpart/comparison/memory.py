"""Peak memory of this process over a stretch of work."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import re
import resource
import sys
from pathlib import Path

_STATUS, _RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


class PeakMemory:
    """Measures from its creation on.

    Attributes
    ----------
    is_repeatable
        Whether the system can forget an earlier peak; else only the first measurement of a process is good.

    Notes
    -----
    Linux: VmHWM of ``/proc/self/status``, set back through ``clear_refs``, less the resident size at the start.
    Elsewhere: the process's largest resident size so far, less the one at the start. Memory that the allocator held free
    is given back before the start where the C library can. Exact to some hundred kilobytes.
    """

    def __init__(self) -> None:
        gc.collect()
        give_back = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if give_back is not None:
            give_back(0)
        self.is_repeatable = False
        with contextlib.suppress(OSError):
            _RESET.write_text("5")
            self.is_repeatable = True
        self._start = _level("VmRSS")

    def peak_bytes(self) -> int:
        """Most bytes held since the start, beyond those held at the start."""
        return max(0, _level("VmHWM") - self._start)


def _level(name: str) -> int:
    """Bytes, by the name Linux has for them; the peak so far on systems without ``/proc``."""
    with contextlib.suppress(OSError):
        found = re.search(rf"^{name}:\s+(\d+) kB", _STATUS.read_text(), re.MULTILINE)
        if found is not None:
            return int(found[1]) * 1024
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return largest if sys.platform == "darwin" else largest * 1024
