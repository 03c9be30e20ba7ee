"""How many calculations a worker does at once: set before TensorFlow is loaded."""

import os


def limit_threads(threads: int) -> None:
    """One number for every backend's thread pool; the same number, the same curve."""
    for variable in ("TF_NUM_INTRAOP_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[variable] = str(threads)
    os.environ["TF_NUM_INTEROP_THREADS"] = "1"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
