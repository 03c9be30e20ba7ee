"""The Start page: the first try, an honest word on the bundled model, the way through."""
