"""Trainings compared by validation accuracy: what differs, and what is only chance."""
