"""Preprocessing: how pictures are varied and prepared before the network sees them."""

from ui import errors
from ui.layout import heading
from ui.models import resources
from ui.preprocessing import playground
from ui.questions import foot

heading(
    "How pictures are prepared",
    "A picture is never shown twice alike. Move a slider: what still counts as the same thing?",
)

with errors.show_errors():
    playground.draw(resources.dataset())

foot.draw("preprocessing", "pages/architecture.py", "Next: build a network")
