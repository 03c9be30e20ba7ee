"""The seven questions: asked where they belong, answered wrongly, rightly, again; the summary."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from fashion_model.runs import BUNDLED, open_run
from tests.app.conftest import Visit, words
from ui.questions import about, summary
from ui.questions.question import Question

PAGES = list(about.ALL)


def asked(app: AppTest, page: str) -> AppTest:
    """The page with its question open."""
    app.toggle(key=f"question_{page}_open").set_value(True).run()
    assert not app.exception
    return app


def choose(app: AppTest, question: Question, number: int) -> None:
    """What a click on a picture or a button does."""
    key = f"question_{question.page}_{number}"
    if question.images is None:
        app.button(key=key).click().run()
    else:  # no test sees into a component
        before = getattr(app.session_state, "question_tries", {})
        tries = (*before.get(question.page, ()), number)
        app.session_state["question_tries"] = {**before, question.page: tries}
        app.run()
    assert not app.exception


def boxes(app: AppTest) -> list[str]:
    return [box.value for box in (*app.warning, *app.success)]


@pytest.mark.parametrize("page", PAGES)
def test_a_question_is_answered_wrongly_then_rightly_and_asked_again(
    page: str, visit: Visit
) -> None:
    app = visit(page)
    question = about.ALL[page]()
    assert question.ask not in words(app)  # only for whoever wants one
    app = asked(app, page)
    assert question.ask in words(app)
    wrong = (question.right + 1) % len(question.options)
    choose(app, question, wrong)
    assert any(question.hint in said for said in boxes(app))
    assert not any(question.because in said for said in boxes(app))
    choose(app, question, question.right)
    assert any(said == f"Right. {question.because}" for said in boxes(app))
    assert not any(question.hint in said for said in boxes(app))
    app.button(key=f"question_{page}_again").click().run()
    assert not any(question.because in said for said in boxes(app))
    for on in (False, True, False):
        app.toggle(key=f"question_{page}_open").set_value(on).run()
        assert (question.ask in words(app)) is on


def test_what_was_found_stands_on_conclusion_and_is_printed(visit: Visit) -> None:
    app = asked(visit("compare"), "compare")
    question = about.ALL["compare"]()
    choose(app, question, 0)
    choose(app, question, question.right)
    app.switch_page("pages/conclusion.py").run()
    app.segmented_control(key="conclusion_looks").set_value("Your seven questions").run()
    assert not app.exception
    said = words(app)
    assert "You answered **1 of 7**." in said
    assert "(2 tries)" in said
    assert said.count("Still open.") == 6


def test_the_page_to_print_shows_a_name_as_text() -> None:
    run = replace(open_run(BUNDLED), name="<script>alert(1)</script>")
    line = summary.Line("Dataset", "Which <one>?", "This & that", 1, "Because.")
    printed = summary.page(run, [line, summary.Line("Compare", "And?", None, 0, None)])
    assert "<script" not in printed
    assert "&lt;script&gt;" in printed
    assert "Which &lt;one&gt;?" in printed
    assert "Because. (1 try)" in printed
    assert "Answered: 1 of 2." in printed
    assert "Still open." in printed
