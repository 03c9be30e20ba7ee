"""Architecture: building a network from blocks, and what each of its steps does."""
