"""Train the runs of an experiment on the machines of a Ray cluster, where there is one.

An experiment's worker sends them out and writes what comes back into their ordinary directories.
Of this the server imports `address` alone, and nobody imports Ray who uses no cluster.
"""
