"""Architecture: building a network, and everything that explains its steps."""

from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from fashion_model.config import MAX_BLOCKS, MAX_DENSE, PRESETS, ConvBlock, choice
from fashion_model.config.layers import count_multiply_adds, count_parameters, layer_table
from fashion_model.runs import Run, RunSummary, list_runs
from fashion_model.words import count, plain
from tests.app.conftest import Visit, words
from ui.architecture import activations, maps

KEEPS: list[tuple[str, str, list[Any]]] = [
    ("text_input", "block_0_filters_typed", ["40", "1", "256"]),
    ("selectbox", "block_0_kernel", [5, 1, 7]),
    ("selectbox", "block_0_stride", [2, 3, 1]),
    ("selectbox", "block_0_pooling", ["none", "average", "max"]),
    ("toggle", "block_0_batch_norm", [True, False, True]),
    ("text_input", "dense_0_units_typed", ["64", "1", "200"]),
    ("selectbox", "network_activation", ["gelu", "tanh", "elu"]),
    ("slider", "network_dropout", [0.1, 0.0, 0.5]),
    ("segmented_control", "network_preset", ["deep", "quick", "classic"]),
    ("segmented_control", "shown_activation", ["tanh", "gelu", "sigmoid"]),
    ("selectbox", "kernel", ["Blur", "Outline", "Sharpen"]),
    ("text_input", "kernel_4", ["2", "-3", "0.5"]),
    ("select_slider", "map_layer", ["conv1", "pool3", "relu3"]),
]


LOOKS = {"shown_activation": "Activation functions", "map_layer": "What the layers see"}


def look(app: AppTest, name: str) -> None:
    """Choose one of the looks."""
    app.segmented_control(key="architecture_look").set_value(name).run()
    assert not app.exception


def drawn(app: AppTest) -> str:
    """What the page draws as HTML: the list of layers, the worked convolution."""
    return "\n".join(each.proto.body for each in app.get("html"))


@pytest.mark.parametrize(("kind", "key", "values"), KEEPS, ids=[key for _, key, _ in KEEPS])
def test_every_change_is_kept(kind: str, key: str, values: list[Any], visit: Visit) -> None:
    app = visit("architecture")
    if key in LOOKS:
        look(app, LOOKS[key])
    for value in values:
        getattr(app, kind)(key=key).set_value(value).run()
        assert not app.exception
        assert getattr(app, kind)(key=key).value == value
    app.switch_page("pages/start.py").run()
    app.switch_page("pages/architecture.py").run()
    assert getattr(app, kind)(key=key).value == values[-1]


def test_the_list_of_layers_says_what_is_planned(visit: Visit) -> None:
    app = visit("architecture")
    for name, preset in PRESETS.items():
        app.segmented_control(key="network_preset").set_value(name).run()
        assert f"**{count(count_parameters(preset))}** parameters" in words(app)
        assert count(count_multiply_adds(preset)) in words(app)
        assert app.button(key="reset_network").label == f"Reset to {name.capitalize()}"
    for text in ("28 × 28 × 32", "Batch norm 4", "Max pooling 3", "6,272 numbers", "14,739,200"):
        assert text in drawn(app)


def test_blocks_are_added_moved_and_removed_with_their_settings(visit: Visit) -> None:
    app = visit("architecture")
    app.button(key="add_block").click().run()
    app.text_input(key="block_2_filters_typed").set_value("99").run()
    for place in (1, 0):
        app.button(key="block_2_up").click().run()
        assert app.session_state["planned_network"].blocks[place].filters == 99
    assert app.button(key="block_2_up").disabled
    app.toggle(key="block_2_batch_norm").set_value(True).run()
    app.button(key="block_0_remove").click().run()
    assert app.session_state["planned_network"].blocks == (
        ConvBlock(99, batch_norm=True),
        ConvBlock(64),
    )
    app.button(key="block_2_down").click().run()
    app.text_input(key="block_2_filters_typed").set_value("8").run()
    assert [each.filters for each in app.session_state["planned_network"].blocks] == [64, 8]

    app.button(key="add_dense").click().run()
    app.button(key="dense_1_up").click().run()
    assert app.session_state["planned_network"].dense == (64, 128)
    app.button(key="dense_0_remove").click().run()
    assert app.session_state["planned_network"].dense == (64,)
    app.button(key="reset_network").click().run()
    assert app.segmented_control(key="network_preset").value == "classic"
    assert app.session_state["planned_network"].blocks == PRESETS["classic"].blocks


def test_the_largest_and_the_smallest_network(visit: Visit) -> None:
    app = visit("architecture")
    for _ in range(MAX_BLOCKS - 2):
        app.button(key="add_block").click().run()
    for _ in range(MAX_DENSE - 1):
        app.button(key="add_dense").click().run()
    assert app.button(key="add_block").disabled
    assert app.button(key="add_dense").disabled
    for kind, many in (("block", MAX_BLOCKS), ("dense", MAX_DENSE)):
        for number in range(many):
            app.button(key=f"{kind}_{number}_remove").click().run()
    assert not app.exception
    assert not app.button(key="train_network").disabled
    assert "**7,850** parameters" in words(app)


def test_too_large_is_one_sentence_and_loses_nothing(visit: Visit) -> None:
    app = visit("architecture")
    app.selectbox(key="block_0_pooling").set_value("none").run()
    app.selectbox(key="block_1_pooling").set_value("none").run()
    app.text_input(key="block_1_filters_typed").set_value("256").run()
    assert len(app.error) == 1
    assert "at most 5,000,000 fit here" in app.error[0].value
    assert app.button(key="train_network").disabled
    assert app.text_input(key="block_1_filters_typed").value == "256"
    app.switch_page("pages/training.py").run()
    assert not app.exception
    app.switch_page("pages/architecture.py").run()
    assert app.text_input(key="block_1_filters_typed").value == "256"
    app.text_input(key="block_1_filters_typed").set_value("16").run()
    assert not app.error


def test_training_trains_what_was_built(visit: Visit) -> None:
    app = visit("architecture")
    app.segmented_control(key="network_preset").set_value("quick").run()
    app.text_input(key="block_1_filters_typed").set_value("24").run()
    app.selectbox(key="network_activation").set_value("elu").run()
    app.slider(key="network_dropout").set_value(0.25).run()
    app.button(key="train_network").click().run()
    assert app.title[0].value == "Train a network"
    app.switch_page("pages/training.py").run()  # AppTest forgets where the button led
    assert app.slider(key="dropout").value == 0.25
    app.button(key="start_training").click().run()
    assert not app.exception
    (run,) = [each for each in list_runs() if isinstance(each, RunSummary) and not each.bundled]
    assert [block.filters for block in run.config.blocks] == [16, 24, 64]
    assert (run.config.activation, run.config.dropout) == ("elu", 0.25)

    app.slider(key="dropout").set_value(0.4).run()
    app.switch_page("pages/architecture.py").run()
    assert app.slider(key="network_dropout").value == 0.4


def test_a_preset_chosen_on_training_is_what_stands_here(visit: Visit) -> None:
    app = visit("architecture")
    app.text_input(key="block_0_filters_typed").set_value("100").run()
    app.switch_page("pages/training.py").run()
    app.radio(key="preset").set_value("deep").run()
    app.switch_page("pages/architecture.py").run()
    assert app.segmented_control(key="network_preset").value == "deep"
    shown = [app.text_input(key=f"block_{n}_filters_typed").value for n in range(4)]
    assert shown == ["32", "64", "64", "128"]


def test_every_activation_has_its_chart_and_source(visit: Visit) -> None:
    app = visit("architecture")
    look(app, "Activation functions")
    for name in choice("activation").words:
        app.segmented_control(key="shown_activation").set_value(name).run()
        assert not app.exception
        assert len(app.get("vega_lite_chart")) == 1
        assert "**slope** (derivative)" in words(app)
        assert activations.sentence(name) in words(app)


def test_a_kernel_is_chosen_edited_and_reset(visit: Visit) -> None:
    app = visit("architecture")
    app.selectbox(key="kernel").set_value("Leave as it is").run()
    assert [app.text_input(key=f"kernel_{n}").value for n in range(9)] == [*"000010000"]
    app.text_input(key="kernel_4").set_value("2").run()
    assert "A filter of your own." in words(app)
    app.button(key="reset_kernel").click().run()
    assert app.selectbox(key="kernel").value == "Upright edges"
    assert "A filter of your own." not in words(app)


def test_a_number_of_the_kernel_is_typed_as_people_write_it(visit: Visit) -> None:
    app = visit("architecture")
    for typed, shown in (("-0,5", "-0.5"), ("−0.25", "-0.25"), ("", "-0.25"), ("  ", "-0.25")):
        app.text_input(key="kernel_4").set_value(typed).run()
        assert app.text_input(key="kernel_4").value == shown
        assert not app.error
    for typed in ("half", "64,5", "nan", "1e9"):
        app.text_input(key="kernel_4").set_value(typed).run()
        assert app.text_input(key="kernel_4").value == "-0.25"
        assert [error.value for error in app.error] == [
            f"“{plain(typed)}” can't stand in the filter: please type a number from −10 to 10, "
            "such as 0.5."
        ]
    app.text_input(key="kernel_4").set_value("3").run()
    assert not app.error


@pytest.mark.parametrize("key", ["block_0_filters", "dense_0_units"])
def test_an_emptied_field_and_a_german_number_leave_the_network_as_it_is(
    key: str, visit: Visit
) -> None:
    app = visit("architecture")
    before, high = app.text_input(key=f"{key}_typed").value, {"b": 256, "d": 1024}[key[0]]
    for typed in ("", "  "):
        app.text_input(key=f"{key}_typed").set_value(typed).run()
        assert app.text_input(key=f"{key}_typed").value == before
        assert not app.error
    for typed in ("64,5", "64.5", "1.000", "0", "99999", "many", "-3"):
        app.text_input(key=f"{key}_typed").set_value(typed).run()
        assert app.text_input(key=f"{key}_typed").value == before
        assert [error.value for error in app.error] == [
            f"“{plain(typed)}” is no whole number from 1 to {high}: it stays {before}."
        ]
    assert app.session_state["planned_network"].blocks == PRESETS["classic"].blocks
    assert app.session_state["planned_network"].dense == PRESETS["classic"].dense
    app.text_input(key=f"{key}_typed").set_value("+65").run()
    assert app.text_input(key=f"{key}_typed").value == "65"
    assert not app.error


def test_every_layers_maps_are_explained(visit: Visit) -> None:
    app = visit("architecture")
    look(app, "What the layers see")
    names = app.select_slider(key="map_layer").options
    assert len(names) == 8  # LiteRT computes two of its convolutions and what follows in one step
    for name, depth in (("conv1", "Early"), ("relu3", "Middle"), ("relu4", "Late")):
        app.select_slider(key="map_layer").set_value(name).run()
        assert not app.exception
        assert f"**{depth} layers**" in words(app)


def test_the_layers_are_those_of_the_visitors_own_run(visit: Visit, trained: Run) -> None:
    app = visit("architecture", trained.id)
    look(app, "What the layers see")
    layers = {layer.name for layer in layer_table(trained.config)}
    for name in ("relu1", "relu2", "relu1"):
        app.select_slider(key="map_layer").set_value(name).run()
        assert not app.exception
        assert name in layers
        assert app.select_slider(key="map_layer").value == name
    assert f"Made by {plain(trained.name)}." in words(app)


def test_the_visitors_drawing_can_be_chosen(visit: Visit) -> None:
    app = visit("architecture")
    look(app, "What the layers see")
    assert "stands here too" in words(app)
    drawing = np.full((280, 280, 4), 255, np.uint8)
    drawing[60:220, 100:180, :3] = 0
    app.session_state["drawing_pixels"] = drawing
    app.session_state["explained_picture"] = 10
    app.run()
    assert not app.exception
    assert "stands here too" not in words(app)
    app.session_state["drawing_pixels"] = np.full((280, 280, 4), 255, np.uint8)  # nothing on it
    app.run()
    assert not app.exception
    assert len(app.error) == 1
    assert app.select_slider(key="map_layer").value == "relu1"
    del app.session_state["drawing_pixels"]
    app.run()
    assert not app.exception
    assert "stands here too" in words(app)


def test_a_picture_chosen_at_the_top_is_the_one_the_layers_see(visit: Visit) -> None:
    app = visit("architecture")
    look(app, "What the layers see")
    assert "this picture (Ankle boot)" in words(app)
    app.session_state["explained_picture"] = 1
    app.session_state["explained_picture_clicked"] = True
    app.run()
    assert not app.exception
    assert "this picture (Trouser)" in words(app)


def test_lines_and_maps_are_put_into_words() -> None:
    assert "2 becomes 2, and the slope there is 1" in activations.sentence("relu")
    assert "−2 becomes 0, with the slope 0" in activations.sentence("relu")
    answers = np.zeros((3, 2, 2), np.float32)
    answers[1, 0, 0], answers[2, 1, 1] = 1, -3
    assert "map 3 answers most strongly, and 1 of 3 hardly" in maps.sentence(answers, "Bag")
    assert "all answer somewhere" in maps.sentence(answers[1:], "Bag")
