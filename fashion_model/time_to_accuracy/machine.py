"""The machine in words that name nobody: no host, user or folder."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

_CPUINFO = Path("/proc/cpuinfo")
_TENSORFLOWS = ("tensorflow-cpu", "tensorflow")  # either of which requirements.txt installs


def describe_machine() -> dict[str, Any]:
    """CPU, cores, memory, system, and the versions of what computes."""
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "memory_gb": _memory(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "keras": version("keras"),
        "tensorflow": _tensorflow(),
        "numpy": version("numpy"),
    }


def _cpu() -> str:
    if _CPUINFO.is_file():
        for line in _CPUINFO.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _memory() -> float | None:
    """Gigabytes; None on Windows, which does not tell without more packages."""
    if not hasattr(os, "sysconf"):
        return None
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1)


def _tensorflow() -> str | None:
    for name in _TENSORFLOWS:
        try:
            return f"{name} {version(name)}"
        except PackageNotFoundError:
            continue
    return None
