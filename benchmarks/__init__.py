"""Measurements of the whole app: `python -m benchmarks.<name>` prints JSON."""
