"""Dataset: numbers, filters, gallery, map and the picture picked."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from fashion_model.data import DataError
from fashion_model.labels import CLASS_NAMES
from tests.app.conftest import Visit, words
from ui.dataset import averages, catalogue, map_view, selection

VERDICTS = (":material/check: **Right**", ":material/close: **Not quite**")


def gallery(app: AppTest) -> list[str]:
    """The names of the tiles shown."""
    data = next(each for each in components(app) if each["label"].startswith("Pictures that"))
    names: list[str] = data["names"]
    return names


def look(app: AppTest, name: str) -> None:
    """Choose one of the looks."""
    app.segmented_control(key="dataset_look").set_value(name).run()
    assert not app.exception


def headings(app: AppTest) -> list[str]:
    """The headings on the page."""
    return [each.value for each in app.header]


def components(app: AppTest) -> list[dict[str, Any]]:
    """What the page hands to its galleries."""
    found = [json.loads(each.proto.json) for each in app.get("bidi_component")]
    return [data for data in found if "label" in data]


def test_counts_source_and_licence(visit: Visit) -> None:
    app = visit("dataset")
    look(app, "Facts and numbers")
    figures = {metric.label: metric.value for metric in app.metric}
    assert figures["Pictures"] == "12,000"
    assert figures["Size"] == "28 × 28"
    assert (figures["Training"], figures["Validation"], figures["Test"]) == (
        "9,000",
        "1,000",
        "2,000",
    )
    text = words(app)
    assert "bundled sample, 12,000 of the 70,000" in text
    assert "MIT" in text
    assert "Zalando" in text
    assert "1,200 pictures of each kind" in text
    assert f"`{catalogue.catalogue().fingerprint}`" in text


def test_the_full_data_say_so(visit: Visit, full_data: Path) -> None:
    app = visit("dataset")
    look(app, "Facts and numbers")
    assert "all 70,000 pictures, from your folder" in words(app)
    assert "**70,000 pictures**" in words(app)


def test_everything_drawn_has_words_for_the_blind(visit: Visit) -> None:
    app = visit("dataset")
    for name in ("The averages", "The map", "Facts and numbers"):
        look(app, name)
        (chart,) = app.get("vega_lite_chart")
        assert chart.proto.alt
        assert all(each.alt for image in app.image for each in image.proto.imgs)


def test_sixty_pictures_a_page(visit: Visit) -> None:
    app = visit("dataset")
    first = gallery(app)
    assert len(first) == 60
    app.pagination[0].set_value(200).run()
    assert len(gallery(app)) == 60
    assert not set(first) & set(gallery(app))


def test_filters_change_again_and_again_and_stay(visit: Visit) -> None:
    app = visit("dataset")
    for kinds in (["Bag"], ["Shirt", "Coat"], ["Sandal"]):
        app.pills(key="dataset_kinds").set_value(kinds).run()
        assert not app.exception
        assert {name.partition(",")[0] for name in gallery(app)} == set(kinds)
    for part, pictures in (("Test", 200), ("Training", 900), ("Validation", 100)):
        app.segmented_control(key="dataset_part").set_value(part).run()
        assert f"**{pictures} pictures**" in words(app)
    look(app, "The map")
    for view in (map_view.DIRECTIONS, map_view.ALIKE, map_view.DIRECTIONS):
        app.segmented_control(key="dataset_map").set_value(view).run()
        assert not app.exception
    for page in (2, 1, 2):
        app.pagination[0].set_value(page).run()
        assert app.pagination[0].value == page
    app.switch_page("pages/start.py").run()
    app.switch_page("pages/dataset.py").run()
    assert app.pills(key="dataset_kinds").value == ["Sandal"]
    assert app.segmented_control(key="dataset_part").value == "Validation"
    assert app.segmented_control(key="dataset_map").value == map_view.DIRECTIONS
    assert app.pagination[0].value == 2


def test_a_filter_begins_at_the_first_page(visit: Visit) -> None:
    app = visit("dataset")
    app.pagination[0].set_value(7).run()
    app.pills(key="dataset_kinds").set_value(["Dress"]).run()
    assert app.pagination[0].value == 1


def test_shuffle_deals_anew_and_reset_brings_the_beginning_back(visit: Visit) -> None:
    app = visit("dataset")
    seen = [gallery(app)]
    for _ in range(3):
        app.button(key="dataset_shuffle").click().run()
        assert gallery(app) not in seen
        seen.append(gallery(app))
    app.pills(key="dataset_kinds").set_value(["Bag"]).run()
    app.segmented_control(key="dataset_part").set_value("Test").run()
    app.button(key="dataset_reset").click().run()
    assert app.pills(key="dataset_kinds").value == []
    assert app.segmented_control(key="dataset_part").value == "All"
    assert gallery(app) == seen[0]


def test_a_picked_picture_is_shown_large(visit: Visit) -> None:
    app = visit("dataset")
    everything = catalogue.catalogue()
    app.session_state[selection.PICKED.key] = everything.where(11_999)
    app.run()
    assert everything.name(11_999) in headings(app)
    app.session_state[selection.PICKED.key] = (0, 59_999_999)  # in other data only
    app.run()
    assert everything.name(0) in headings(app)


def test_a_damaged_map_gets_one_sentence(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise DataError("The map is damaged: install the app again.")

    monkeypatch.setattr("ui.dataset.map_view.places", fail)
    app = visit("dataset")
    look(app, "The map")
    assert len(app.error) == 1
    assert "The map is damaged" in app.error[0].value
    assert len(gallery(app)) == 60


def test_the_visitor_guesses_too(visit: Visit) -> None:
    app = visit("dataset")
    for asked in range(3):
        app.pills(key=f"dataset_guess_{asked}").set_value("Bag").run()
        assert not app.exception
        assert ("**Right**" in words(app)) != ("**Not quite**" in words(app))
        assert f"of {asked + 1} right" in words(app)
        app.button(key="dataset_guess_next").click().run()
    app.button(key="dataset_guess_reset").click().run()
    assert "0 of 0 right" in words(app)
    assert app.pills(key="dataset_guess_0").value is None


def verdict(app: AppTest) -> str:
    """The sentence about the last answer of the quiz."""
    return next(line for line in words(app).splitlines() if line.startswith(VERDICTS))


def test_the_quiz_tells_what_was_said_and_what_is_right(visit: Visit) -> None:
    app = visit("dataset")
    for asked in range(2):
        app.pills(key=f"dataset_guess_{asked}").set_value("Bag").run()
        told = re.search(r"it is called (.+), you said Bag\.$", verdict(app))
        assert told is not None, verdict(app)
        kind = told.group(1)
        assert kind != "Bag"
        assert app.pills(key=f"dataset_guess_{asked}").value == "Bag"
        app.switch_page("pages/start.py").run()
        app.switch_page("pages/dataset.py").run()
        assert verdict(app).endswith(f"it is called {kind}, you said Bag.")
        assert app.pills(key=f"dataset_guess_{asked}").value == "Bag"
        assert f"Your score: 0 of {asked + 1} right." in words(app)
        if asked == 0:
            first = kind
            app.button(key="dataset_guess_next").click().run()
            assert not any(line.startswith(VERDICTS) for line in words(app).splitlines())
    app.button(key="dataset_guess_reset").click().run()
    app.pills(key="dataset_guess_0").set_value(first).run()
    assert verdict(app) == f":material/check: **Right**, it is called {first}."
    assert "Your score: 1 of 1 right." in words(app)
    app.button(key="dataset_guess_next").click().run()
    app.pills(key="dataset_guess_1").set_value("Bag").run()
    assert verdict(app).endswith(f"it is called {kind}, you said Bag.")
    assert "Your score: 1 of 2 right." in words(app)


def test_numbers_and_official_indices_translate_both_ways() -> None:
    everything = catalogue.catalogue()
    for number in (0, 8_999, 9_000, 10_000, 11_999):
        assert everything.number(*everything.where(number)) == number
    numbers = np.array([11_999, 0, 9_500])
    assert everything.parts(numbers).tolist() == [2, 0, 1]
    assert (everything.images(numbers)[2] == everything.splits[1].images[500]).all()


def test_the_map_shows_two_hundred_of_each_kind() -> None:
    everything = catalogue.catalogue()
    numbers = catalogue.numbers_on_map(everything.fingerprint)
    assert np.bincount(everything.labels[numbers]).tolist() == [200] * len(CLASS_NAMES)


def test_the_histogram_is_put_into_words() -> None:
    frequencies = np.zeros((10, 256))
    frequencies[:, 0] = frequencies[:, 100] = 0.5
    assert "as bright as usual" in averages.sentence(frequencies, 0)
    frequencies[3] = np.roll(frequencies[3], 100)
    frequencies[3, [0, 100, 200]] = 0.2, 0.0, 0.8
    told = averages.sentence(frequencies, 3)
    assert "20 % of a Dress picture is black" in told
    assert "brighter than 200; over all kinds it is 100" in told
    assert "brighter than usual" in told
