"""Start, watch, queue and stop the processes that train."""
