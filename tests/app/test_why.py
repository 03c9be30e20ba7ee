"""Why it says that: wherever ten bars stand, in their place, tried out and taken back."""

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from fashion_model.attribution.explaining import ENSEMBLE_PLACES
from fashion_model.data import load_sample
from fashion_model.labels import CLASS_NAMES
from fashion_model.metrics import confident_mistakes
from fashion_model.runs import Run
from tests.app.conftest import Visit, words
from tests.app.test_classify import picture as upload
from tests.app.test_classify import put_drawing
from tests.app.test_evaluation import look_at
from ui.models import examples, why
from ui.models.asked import Asked

SENTENCE = r"\*\*The .+ speaks? most for .+; without (it|them) the network (still )?says .+\.\*\*"


def sentence(app: AppTest) -> str:
    """The sentence that says why."""
    (found,) = [each.value for each in app.markdown if re.fullmatch(SENTENCE, each.value)]
    return found


def bars(app: AppTest) -> list[str]:
    """What the bars on the page say, chart by chart."""
    return [chart.proto.alt for chart in app.get("vega_lite_chart")]


def example(visit: Visit, number: int = 4) -> AppTest:
    """Start, with an example clicked."""
    app = visit("start")
    app.session_state["example"] = examples.firsts()[number]
    app.session_state["strokes_at_example"] = 1
    return app.run()


def test_it_takes_the_place_of_the_bars_and_gives_it_back(visit: Visit) -> None:
    app = example(visit)
    assert len(bars(app)) == 1
    app.button(key="why_open_start").click().run()
    assert not app.exception
    assert bars(app) == []
    assert "for Coat" in sentence(app)
    app.button(key="why_close_start").click().run()
    assert len(bars(app)) == 1


def test_covering_it_really_asks_again(visit: Visit) -> None:
    app = example(visit)
    app.button(key="why_open_start").click().run()
    said = sentence(app)
    app.button(key="why_cover_start").click().run()
    (told,) = [each.value for each in app.markdown if each.value.startswith("With ")]
    name = re.search(r"says \*\*(.+)\*\*\.", told)
    assert name is not None
    assert f"says {name[1]}" in said
    assert bars(app) == [f"Bars of the covered picture: {name[1]} is highest."]
    app.button(key="why_uncover_start").click().run()
    assert bars(app) == []
    app.button(key="why_smallest_start").click().run()
    (told,) = [each.value for each in app.markdown if each.value.startswith("With ")]
    assert "still" not in told
    assert "Coat" not in told


def test_any_question_may_follow_any_other(visit: Visit) -> None:
    app = example(visit)
    app.button(key="why_open_start").click().run()
    asked = app.selectbox(key="why_question_start")
    assert asked.options[0] == "What speaks for Coat?"
    assert asked.options[1].startswith("What speaks for Coat rather than ")
    assert len(asked.options) == 19
    for number in (1, 12, 3):
        question = asked.options[number]
        app.selectbox(key="why_question_start").select_index(number).run()
        assert app.selectbox(key="why_question_start").value is not None
        kind = question.removeprefix("What speaks for ").removesuffix("?")
        assert f"for {kind}" in " ".join(each.value for each in app.markdown)


def test_another_picture_has_to_be_asked_anew(visit: Visit) -> None:
    app = example(visit)
    app.button(key="why_open_start").click().run()
    app.session_state["example"] = examples.firsts()[1]
    app.run()
    assert len(bars(app)) == 1
    assert "why_open_start" in [each.key for each in app.button]


def test_the_numbers_add_up_as_they_stand_there(visit: Visit) -> None:
    app = example(visit)
    app.button(key="why_open_start").click().run()
    text = words(app)
    assert "**Exact.**" in text
    found = re.search(r"for Coat ([+−][\d.]+) in all, and ([+−][\d.]+) whatever", text)
    total = re.search(r"which makes ([+−][\d.]+)\.", text)
    assert found is not None
    assert total is not None
    shares, bias, logit = (float(each.replace("−", "-")) for each in (*found.groups(), total[1]))
    assert shares + bias == pytest.approx(logit, abs=0.011)
    assert text.count("| row ") == 9


def test_a_drawing_is_explained_by_covering(visit: Visit) -> None:
    app = visit("classify")
    put_drawing(app)
    app.button(key="why_open_reply_0").click().run()
    assert not app.exception
    assert f"**Approximate.** Each of {ENSEMBLE_PLACES**2} places" in words(app)
    app.button(key="why_cover_reply_0").click().run()
    assert any(each.startswith("Bars of the covered picture") for each in bars(app))


def test_of_an_upload_the_map_lies_on_the_visitors_own_picture(visit: Visit) -> None:
    app = visit("classify")
    app.segmented_control(key="way").set_value("Upload").run()
    app.file_uploader(key="uploads_0").set_value([("shirt.png", upload(), "image/png")]).run()
    (opener,) = [each for each in app.button if (each.key or "").startswith("why_open_")]
    assert opener.key is not None
    key = opener.key.removeprefix("why_open_")
    opener.click().run()
    assert not app.exception
    for own in (False, True, False):
        app.toggle(key=f"why_on_own_{key}").set_value(own).run()
        assert not app.exception
        assert app.toggle(key=f"why_on_own_{key}").value == own
    app.button(key=f"why_cover_{key}").click().run()  # what is covered is what the network sees
    assert f"why_on_own_{key}" not in [each.key for each in app.toggle]
    app.button(key=f"why_uncover_{key}").click().run()
    assert app.toggle(key=f"why_on_own_{key}").value is False


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens a picture wants to know why: a click inside a dialog, AppTest can't do."""
    monkeypatch.setattr(why, "is_open", lambda asked, key: True)


def surest_mistake(run: Run) -> int:
    """Its place among the sample's test pictures."""
    stored = run.test_predictions()
    assert stored is not None
    return int(confident_mistakes(stored[0], load_sample().test.labels)[0])


def mistake(visit: Visit, run: Run) -> AppTest:
    """Evaluation, with its surest mistake enlarged."""
    app = look_at(visit("evaluation", run.id), "Sure and unsure")
    app.session_state["certainty_enlarged"] = surest_mistake(run)
    return app.run()


@pytest.mark.usefixtures("opened")
def test_the_pictures_that_taught_it_are_shown_and_who_reckoned_that(
    visit: Visit, trained: Run
) -> None:
    app = look_at(visit("evaluation", trained.id), "Sure and unsure")
    picture = load_sample().test.images[surest_mistake(trained)]
    asked = Asked(picture, trained, calibrated=False)
    app.session_state["why_traced_certainty"] = asked.fingerprint
    app.session_state["certainty_enlarged"] = surest_mistake(trained)
    app.run(timeout=120)
    assert not app.exception
    text = words(app)
    assert "**Most like it** to this network, among 900 pictures that it learned from:" in text
    told = [each.value for each in app.caption if "stand-in" in each.value]
    assert len(told) == 1
    assert re.search(r"gives the network's answer to \d+ % of 2,000 test pictures", told[0])
    decided = "**Taught it otherwise**" in text
    assert decided != ("can't be told here" in told[0])


@pytest.mark.usefixtures("opened")
def test_a_mistake_on_evaluation_is_explained_by_the_run_that_made_it(
    visit: Visit, trained: Run
) -> None:
    app = mistake(visit, trained)
    assert not app.exception
    assert re.search(SENTENCE, words(app))
    assert "**Approximate.** Each of 196 places" in words(app)  # it has a dense layer


def test_the_large_picture_on_dataset_is_put_to_a_network(visit: Visit) -> None:
    app = visit("dataset")
    app.button(key="dataset_ask").click().run()
    assert not app.exception
    assert any(each.startswith("Bars of the ten probabilities") for each in bars(app))
    assert "answers. It " in words(app)


def test_where_the_network_is_lost_nobody_is_asked_why(visit: Visit, trained: Run) -> None:
    (trained.path / "model.tflite").write_bytes(b"torn")
    app = mistake(visit, trained)
    assert not app.exception
    assert "its label says" in words(app)
    assert not [each.key for each in app.button if each.key and each.key.startswith("why_")]


def test_what_tells_two_questions_apart_gives_nothing_of_the_picture_away() -> None:
    picture = np.arange(784, dtype=np.uint8).reshape(28, 28)
    one, other = Asked(picture, None), Asked(picture.T.copy(), None)
    assert one.fingerprint != other.fingerprint
    assert re.fullmatch("[0-9a-f]{64}", one.fingerprint)
    assert one.fingerprint != Asked(picture, None, calibrated=False).fingerprint
    assert len(CLASS_NAMES) == 10
