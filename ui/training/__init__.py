"""The Training page: settings, the live view, the list of trainings."""
