"""Start: draw something and see what it is taken for; then the way through the ten pages."""

from ui import errors, start
from ui.layout import heading, next_page

heading("Teach a computer to recognise clothes", "Draw something, or click a picture.")

with errors.show_errors():
    start.draw_first_try()
with errors.show_errors():
    start.draw_looks()

next_page("pages/dataset.py", "Next: look at the pictures")
