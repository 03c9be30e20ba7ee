"""The Classify page: the ways to hand in a picture."""
