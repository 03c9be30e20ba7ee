"""Start: one thing to try at once."""

from tests.app.conftest import Visit, words


def test_a_click_on_an_example_is_answered(visit: Visit) -> None:
    app = visit()
    assert "appears here" in words(app)
    for number in (3, 9, 1):
        app.button(key=f"example_{number}").click().run()
        assert not app.exception
        assert "Looks like a" in words(app)
        assert len(app.get("vega_lite_chart")) == 1


def test_next_leads_to_training(visit: Visit) -> None:
    app = visit()
    app.button(key="next_page").click().run()
    assert app.title[0].value == "Train a network"
    assert app.query_params["run"] == "bundled"
