"""Training and Conclusion never contradict each other, whatever the curve of a training."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from fashion_model.config import PRESETS, Augmentation, TrainConfig
from fashion_model.learning_curve.advice import suggest
from fashion_model.learning_curve.commentary import comment
from fashion_model.runs import BUNDLED, Curve, open_run
from tests.tiny import epoch

Row = tuple[float, float, float, float]  # training loss and accuracy, validation loss and accuracy

ENOUGH = ("almost stopped getting better", "mostly memorised")  # more epochs would bring little
MORE = ("It was still improving", "Let it finish all")
SAID_ALIKE = {  # what stands on Training, and what must then, and only then, stand on Conclusion
    "hardly got beyond guessing": "hardly got beyond guessing",
    "fell back at the end": "fell back at the end",
}
EXCLUDED = [
    *((enough, more) for enough in ENOUGH for more in MORE),
    ("still getting better", "mostly after epoch"),
    ("mostly memorised", "hardly better on the pictures it learned from"),
    ("memorised some", "hardly better on the pictures it learned from"),
]


def curve_of(rows: list[Row], pictures: int | None = None) -> Curve:
    """A curve of epochs alone, judged on so many validation pictures."""
    names = ("loss", "accuracy", "validation_loss", "validation_accuracy")
    judged = [[pictures or 0]]
    return Curve(
        [],
        [
            epoch(n, step=100 * n, confusion_matrix=judged, **dict(zip(names, row, strict=True)))
            for n, row in enumerate(rows, 1)
        ],
    )


def told(curve: Curve, config: TrainConfig, *, stopped: bool) -> tuple[str, str]:
    """What the pages Training and Conclusion say when it is over."""
    remarks = comment(curve, "stopped" if stopped else "finished")
    found = suggest(config, curve, sample=False, stopped=stopped)
    return " ".join(each.text for each in remarks), " ".join(each.text for each in found)


def check(curve: Curve, config: TrainConfig, *, stopped: bool) -> None:
    training, conclusion = told(curve, config, stopped=stopped)
    both = f"{training} {conclusion}"
    for one, other in EXCLUDED:
        assert not (one in both and other in both), both
    for one, other in SAID_ALIKE.items():
        assert (one in training) == (other in conclusion), both
    if MORE[0] in conclusion:
        assert "still getting better" in training, both
    if "mostly after epoch" in conclusion:
        since = conclusion.partition("mostly after ")[2].partition(".")[0]
        assert f"Since {since} it mostly memorised" in training, both


LONG = replace(TrainConfig(), epochs=12)


@pytest.mark.parametrize(
    "reached",
    [
        [0.80, 0.85, 0.88, 0.89, 0.90, 0.904],  # between the thresholds of the two
        [0.80, 0.82, 0.84, 0.85, 0.86, 0.86, 0.88, 0.88, 0.88],  # within three epochs, not two
        [0.80, 0.88, 0.88, 0.88],
    ],
)
@pytest.mark.parametrize("stopped", [True, False])
def test_one_curve_has_one_verdict(reached: list[float], *, stopped: bool) -> None:
    check(curve_of([(0.3, each, 0.3, each) for each in reached]), LONG, stopped=stopped)


@pytest.mark.parametrize("stopped", [True, False])
def test_a_network_that_memorised_is_not_told_to_go_on(*, stopped: bool) -> None:
    rows = [(0.9, 0.7, 0.6, 0.780), (0.5, 0.82, 0.5, 0.82), (0.3, 0.9, 0.52, 0.824)]
    check(curve_of([*rows, (0.1, 0.97, 0.6, 0.825)]), PRESETS["deep"], stopped=stopped)


def test_a_network_that_memorised_could_not_hold_more() -> None:
    rows = [(0.9, 0.80, 0.60, 0.80), (0.5, 0.82, 0.65, 0.815), (0.3, 0.825, 0.70, 0.82)]
    check(curve_of(rows), TrainConfig(), stopped=False)


shares = st.integers(0, 100).map(lambda hundredths: hundredths / 100)
losses = st.integers(0, 60).map(lambda tenths: tenths / 20)
anything = st.lists(st.tuples(losses, shares, losses, shares), min_size=1, max_size=14)


@st.composite
def likely(draw: st.DrawFn) -> list[Row]:
    """Curves as trainings have them: they rise or not, settle or not, memorise or not."""
    count = draw(st.integers(1, 14))
    steps = st.sampled_from([-0.02, -0.003, 0.0, 0.002, 0.004, 0.006, 0.012, 0.04])
    right, lead = draw(st.sampled_from([0.1, 0.5, 0.8, 0.9])), 0.0
    loss = surprise = draw(st.sampled_from([2.3, 0.6, 0.3]))
    turn = draw(st.integers(1, 15))
    rows = []
    for number in range(1, count + 1):
        right = min(1.0, max(0.0, right + draw(steps)))
        lead += draw(st.sampled_from([-0.002, 0.0, 0.001, 0.004, 0.02]))
        loss *= draw(st.sampled_from([0.7, 0.9, 0.98, 1.0]))
        surprise *= draw(st.sampled_from([1.0, 1.025, 1.1] if number > turn else [0.7, 0.9, 1.0]))
        rows.append((loss, min(1.0, max(0.0, right + lead)), surprise, right))
    return rows


plans = st.builds(
    lambda preset, **changes: replace(PRESETS[preset], **changes),
    st.sampled_from(sorted(PRESETS)),
    dropout=st.sampled_from([0.0, 0.3]),
    augmentation=st.sampled_from([Augmentation(), Augmentation(flip=0.5)]),
    learning_rate=st.sampled_from([1e-6, 1e-3, 1.0]),
    patience=st.sampled_from([None, 1, 5]),
    epochs=st.integers(1, 40),
)


@settings(max_examples=1000, deadline=None)
@given(
    st.one_of(anything, likely()),
    st.sampled_from([None, 100, 1000, 5000]),
    plans,
    st.booleans(),
)
def test_no_curve_is_judged_in_two_ways(
    rows: list[Row], pictures: int | None, config: TrainConfig, stopped: bool
) -> None:
    curve = curve_of(rows, pictures)
    event(comment(curve, "finished")[0].text.partition(". ")[2][:28])
    check(curve, config, stopped=stopped)


@settings(max_examples=500, deadline=None)
@given(st.one_of(anything, likely()), st.sampled_from([None, 1000, 5000]))
def test_what_is_said_at_the_end_fits_what_was_said_just_before(
    rows: list[Row], pictures: int | None
) -> None:
    curve = curve_of(rows, pictures)
    before, after = comment(curve)[0], comment(curve, "finished")[0]
    assert (before.kind == "memorising") == ("mostly memorised" in after.text)
    if before.text.startswith("No better for"):
        assert "still getting better" not in after.text
    if before.text.startswith("It is learning fast"):
        assert "almost stopped" not in after.text


def test_the_bundled_training_is_judged_once() -> None:
    run = open_run(BUNDLED)
    for count in range(1, len(run.curve.epochs) + 1):
        part: Any = run.curve.epochs[:count]
        check(Curve(run.curve.batches, part), run.config, stopped=False)
