"""Whatever is planned comes back from the form unchanged, values between a slider's steps too.

And what the form says of it moves nothing that stands below.
"""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1.element_tree import Block, Node

from fashion_model.config import PRESETS, SETTINGS, Choice, Number, TrainConfig, with_values
from fashion_model.config.link import from_text, to_text
from tests.app.conftest import Visit, words
from ui import plan
from ui.elements.whole_number import field_key


def _values(key: str) -> st.SearchStrategy[Any]:
    declared = SETTINGS[key]
    if isinstance(declared, Choice):
        return st.sampled_from(list(declared.words))
    assert isinstance(declared, Number)
    low, high = declared.low, declared.high
    numbers = st.integers(int(low), int(high)) if declared.whole else st.floats(low, high)
    return st.none() | numbers if declared.optional else numbers


SINGLE = [key for key in plan.ON_FORM if "." not in key]
GROUPED = [key for key in plan.ON_FORM if "." in key]


def _config(single: dict[str, Any], grouped: dict[str, Any]) -> TrainConfig:
    return with_values(PRESETS["quick"], single | grouped)


CONFIGS = st.builds(
    _config,
    st.fixed_dictionaries({key: _values(key) for key in SINGLE}),
    st.fixed_dictionaries({key: _values(key) for key in GROUPED}),
)


def test_every_setting_but_the_layers_is_on_the_form() -> None:
    groups = {key.partition(".")[0] for key in GROUPED}
    assert groups == {"augmentation", "spoiling"}
    assert {*TrainConfig().to_dict()} == {*SINGLE, "blocks", "dense", "left_out", *groups}


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(config=CONFIGS)
def test_a_configuration_comes_back_from_the_form_as_it_was(
    config: TrainConfig, visit: Visit
) -> None:
    app = visit("training")
    app.query_params["config"] = to_text(config)
    for _ in range(3):  # the browser sends back what each widget shows
        app.run()
        assert not app.exception
        (shared,) = parse_qs(urlsplit(app.code[0].value).query)["config"]
        assert from_text(shared) == config


def test_the_form_says_what_the_declarations_say(visit: Visit) -> None:
    app = visit("training")
    drawn: dict[Any, Any] = {each.key: each for kind in _KINDS for each in app.get(kind)}
    for key in plan.ON_FORM:
        name, declared = plan.widget_key(key), SETTINGS[key]
        widget = drawn[name if name in drawn else field_key(name)]
        assert widget.help.startswith(declared.help)
        assert widget.label == getattr(declared, "title", declared.label)


_KINDS = ("slider", "select_slider", "selectbox", "text_input")


def test_what_is_said_above_the_start_button_does_not_move_it(visit: Visit) -> None:
    """A browser shows what moves twice, until the page has been drawn to its end."""
    app = visit("training")
    places = [_place_of("start_training", app.main)]
    app.radio(key="preset").set_value("quick").run()
    assert "brings its own network" in words(app)
    places.append(_place_of("start_training", app.main))
    app.query_params["config"] = to_text(PRESETS["deep"])
    app.run()
    assert "These are the settings of the link you opened" in words(app)
    places.append(_place_of("start_training", app.main))
    assert places == places[:1] * 3
    assert places[0] is not None


def _place_of(key: str, node: Node) -> list[int] | None:
    """The numbers that lead from `node` down to the widget `key`."""
    if not isinstance(node, Block):
        return [] if getattr(node, "key", None) == key else None
    for number, child in node.children.items():
        below = _place_of(key, child)
        if below is not None:
            return [number, *below]
    return None
