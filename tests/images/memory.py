"""How much memory a process has used at most, C code included.

`getrusage` would not do on Linux: a child's `ru_maxrss` begins with what its parent held when it
was started, so that under a large pytest no growth is ever seen. `VmHWM` begins anew.
"""

import resource
import sys
from pathlib import Path

_STATUS = Path("/proc/self/status")


def peak_bytes() -> int:
    """The largest resident size of this process so far."""
    if _STATUS.exists():
        line = next(row for row in _STATUS.read_text().splitlines() if row.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
