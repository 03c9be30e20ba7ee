"""Experiments: a question, and the runs that answer it."""
