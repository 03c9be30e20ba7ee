"""Tests of `fashion_model/cluster`; those that need Ray start a cluster of two on this computer."""
