"""The error of what training pictures tell."""


class AttributionError(ValueError):
    """An answer can't be traced to training pictures; the message is one sentence for visitors."""
