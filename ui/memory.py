"""Memory that the server has done with goes back to the system."""

import ctypes

_M_MMAP_THRESHOLD = -3  # of glibc's malloc.h
_LARGE = 256 * 1024  # bytes


def return_what_is_freed() -> None:
    """Have each large block returned as soon as it is freed, where the C library is glibc.

    It keeps blocks of up to 32 MB for later once one as large was freed, and for each thread
    anew; a visitor's script is a thread. So pictures of a moment would stay for ever.
    """
    mallopt = getattr(ctypes.pythonapi, "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _LARGE)
