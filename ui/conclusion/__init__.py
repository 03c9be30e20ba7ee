"""The Conclusion page: the story of one training, and all of it to take home."""
