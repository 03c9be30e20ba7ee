"""The benchmark of searches: the best validation accuracy that each finds within the same seconds.

`contest.py` runs them in turns, each in a process of its own; `report.py` compares.
"""
