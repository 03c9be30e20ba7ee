"""How many calculations a worker does at once: set before TensorFlow is loaded."""

import os


def limit_threads(threads: int) -> None:
    """One number for every backend's thread pool; the same number, the same curve."""
    os.environ.update(thread_settings(threads))
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")


def thread_settings(threads: int) -> dict[str, str]:
    """What of the environment says so."""
    pools = ("TF_NUM_INTRAOP_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
    return {**dict.fromkeys(pools, str(threads)), "TF_NUM_INTEROP_THREADS": "1"}
