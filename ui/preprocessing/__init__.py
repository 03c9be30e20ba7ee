"""The page Preprocessing: loading, numbers from 0 to 1, and varied pictures."""
