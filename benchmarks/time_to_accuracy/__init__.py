"""The benchmark: seconds until a training gets a share of the test pictures right.

`report.py` is the whole of it; each training is timed in a process of its own (`child.py`).
"""
