"""The one error of this package."""


class DataError(ValueError):
    """Data that can't be used; the message is one sentence for the visitor."""
