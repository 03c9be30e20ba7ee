"""Compare: ask which setting is better, watch all trainings at once, read the verdict."""

from fashion_model.workers.launch import request_prewarm
from ui import errors
from ui.compare import all_runs, ask, chosen, earlier, watch
from ui.elements import looks
from ui.elements.looks import Look
from ui.layout import heading, next_page

heading(
    "Which is better?",
    "Train networks that differ in one thing, and see whether that makes a real difference.",
)

request_prewarm()  # a worker warms up meanwhile
earlier.undo_line()
with errors.show_errors():
    experiment = chosen.find()
    if experiment is None:
        ask.draw()
    else:
        watch.draw(experiment)
with errors.show_errors():
    earlier.draw()
looks.choose(
    "More about trainings",
    {looks.ALL_TRAININGS: Look("Which training is best?", all_runs.draw)},
    key=looks.ON_COMPARE,
)

next_page("pages/evaluation.py", "Next: what does it get right and wrong?")
