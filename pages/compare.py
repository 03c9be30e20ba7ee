"""Compare: ask which setting is better, watch, read the verdict; or all trainings in a table."""

from fashion_model.runs import why_read_only
from fashion_model.workers.launch import request_prewarm
from ui import errors
from ui.compare import all_runs, ask, earlier, question, watch
from ui.elements import top
from ui.experiments import chosen
from ui.layout import heading
from ui.questions import foot
from ui.state import ALL_TRAININGS

heading(
    "Which is better?",
    "Train networks that differ in one thing, and see whether that makes a real difference.",
)

if why_read_only() is None:
    request_prewarm()  # a worker warms up meanwhile
earlier.undo_line()
with errors.show_errors():
    if ALL_TRAININGS.get():
        top.begin("all trainings")
        all_runs.draw()
    elif (experiment := chosen.find()) is not None:
        top.begin(experiment.id)
        watch.draw(experiment)
    else:
        top.begin(question.OPENED.get() or "questions")
        ask.draw()
with errors.show_errors():
    if not ALL_TRAININGS.get():
        earlier.draw()

foot.draw("compare", "pages/evaluation.py", "Next: what does it get right and wrong?")
