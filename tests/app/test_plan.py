"""Whatever is planned comes back from the form unchanged, values between a slider's steps too."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fashion_model.config import PRESETS, SETTINGS, Choice, Number, TrainConfig, with_values
from fashion_model.config.link import from_text, to_text
from tests.app.conftest import Visit
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
