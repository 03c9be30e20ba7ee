"""Dataset, a look: the training pictures spoiled on purpose, planned here and seen at once."""

from ui import persistence
from ui.models import spoil_form


def draw() -> None:
    """Draw the settings and some pictures as a training would be shown them."""
    spoil_form.draw()
    spoil_form.preview()
    persistence.keep("spoiling")  # a change here draws this look alone
