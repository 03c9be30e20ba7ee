"""Start: the first try, an honest word on the bundled model, the way through the pages."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model import images, metrics
from fashion_model.images import Prepared
from fashion_model.labels import CLASS_NAMES
from fashion_model.metrics import ClassScore
from fashion_model.photo_expert import judge
from fashion_model.predict import Prediction
from fashion_model.results import read_scores
from fashion_model.runs import BUNDLED
from fashion_model.words import count, percent
from ui import errors, plan
from ui.elements import canvas, gallery, looks
from ui.elements.looks import Look
from ui.layout import go_to_form
from ui.models import chosen_run, examples, prediction_view, resources
from ui.models.asked import Asked
from ui.visible import open_run

_WORST = 3
_WRONG = 5
_CHAPTERS = (
    ("Start", ":material/home:", "You are here: see at once what such a network can do."),
    (
        "Dataset",
        ":material/photo_library:",
        "Meet small pictures of clothes, and find the odd ones.",
    ),
    ("Preprocessing", ":material/tune:", "Turn, shift and cover them, so that it learns more."),
    ("Architecture", ":material/account_tree:", "Build a network from blocks and look inside."),
    ("Training", ":material/model_training:", "Press start and watch it learn, live."),
    (
        "Compare",
        ":material/compare_arrows:",
        "Find out which setting makes a real difference, and what is luck.",
    ),
    ("Evaluation", ":material/grid_on:", "Find out what it gets wrong, and see why."),
    ("Classify", ":material/draw:", "Draw, photograph or upload something of your own."),
    ("Conclusion", ":material/flag:", "What did it learn? Take it home as a notebook."),
    ("Class", ":material/groups:", "Many people, many phones: draw together, and fool it."),
)
_INVITATION = """### :material/draw: Draw a shoe, a shirt, a bag …

Large; its outline is enough. The answer appears here when you lift the pen: for each of the ten
kinds of clothing, how sure the model is."""
_ALL_TERRAIN = "The **all-terrain model** answers: it has learned from drawings, too."
_PLAIN = "The **bundled model** answers: it was shown neat shop pictures only, and never this one."


@dataclass(frozen=True)
class Confusion:
    """How many of the `of` test pictures of kind `true` were taken for `answer`."""

    true: str
    prediction: str
    times: int
    of: int


@dataclass(frozen=True)
class Report:
    """The ten scores, hardest kind first; the commonest confusions; of how many pictures."""

    scores: list[ClassScore]
    confusions: list[Confusion]
    pictures: int


def draw_report() -> None:
    """Say how good the bundled model is, what it confuses, and where it is out of its depth.

    Raises RunError when there is no bundled model, DataError when there are no pictures.
    """
    accuracy = open_run(BUNDLED).test_accuracy
    report = _report()
    if accuracy is None or report is None:
        st.markdown("The bundled model has not been tested.")
        return
    good, bad = st.columns([5, 6], gap="large")
    with good:
        _headline(accuracy, report)
        st.markdown(
            "It has only seen neat shop pictures, cut out and centred: drawings and photos of your "
            f"own are much harder for it. Drawings go to {_all_terrain()}."
        )
    with bad:
        st.markdown("**It mixes up things that look alike.** Its commonest mistakes:")
        st.markdown("\n".join(_sentence(confusion) for confusion in report.confusions))
        st.markdown(
            "And it was shown ten kinds of clothing, nothing else: a cat gets one of their names, "
            "too."
        )
    _draw_misread()


def _draw_misread() -> None:
    """Draw five mistakes, each with what the bundled model took it for."""
    split = resources.examples()
    asked, wrong = examples.answered(), misread(_WRONG)
    if asked is None or not wrong:
        return
    probabilities = dict(zip(asked[0].tolist(), asked[1], strict=True))
    said = [
        f"taken for {CLASS_NAMES[each.argmax()]}, {percent(each.max(), 0).replace(' ', chr(0xA0))}"
        for each in (probabilities[position] for position in wrong)
    ]
    st.markdown("**Five that it gets wrong**, although it is sure:")
    with st.container(width=620):
        gallery.draw(
            split.images[wrong],
            [
                f"{CLASS_NAMES[split.labels[position]]}, {words}"
                for position, words in zip(wrong, said, strict=True)
            ],
            label="Five that it gets wrong",
            key="start_misread",
            captions=said,
            across=5,
        )


def _all_terrain() -> str:
    """Return what answers there, and how well it does."""
    scores = read_scores()
    for each in () if scores is None else scores.kinds:
        if each.kind == "sketch":
            return (
                "the **all-terrain model**, which has learned from such pictures, too: of people’s "
                f"sketches it names {percent(each.all_terrain.told, 0)} right, this one "
                f"{percent(each.plain.told, 0)}"
            )
    return "another model, which has learned from such pictures, too"


def _headline(accuracy: float, report: Report) -> None:
    hardest, easiest = report.scores[0], report.scores[-1]
    with st.container(horizontal=True, gap="medium"):
        st.metric(
            "Right answers",
            percent(accuracy),
            help="On test pictures, which are kept aside while it learns: it had never seen them "
            "before.",
            width="content",
        )
        for word, score in (("Hardest", hardest), ("Easiest", easiest)):
            st.metric(
                f"{word}: {score['name']}",
                percent(score["recall"]),
                help="Of all test pictures of this kind, how many it called by the right name. "
                f"Counted on the {count(report.pictures)} test pictures that come with the app, a "
                "part of all: other pages may count more.",
                width="content",
            )


def _sentence(confusion: Confusion) -> str:
    return (
        f"- Of {count(confusion.of)} pictures labelled **{confusion.true}**, it takes "
        f"{count(confusion.times)} for **{confusion.prediction}**."
    )


@st.cache_data(show_spinner=False)
def _report() -> Report | None:
    """Count on the sample's test pictures, which are here always; None: never tested."""
    split = resources.examples()
    asked = examples.answered()
    if asked is None:
        return None
    positions, probabilities = asked
    matrix = metrics.confusion_matrix(probabilities, split.labels[positions])
    wrong = matrix - np.diag(matrix.diagonal())
    commonest = np.argsort(-wrong, axis=None, kind="stable")[:_WORST]
    return Report(
        scores=sorted(metrics.per_class(matrix), key=lambda score: score["recall"]),
        confusions=[
            Confusion(
                CLASS_NAMES[true],
                CLASS_NAMES[prediction],
                int(matrix[true, prediction]),
                int(row.sum()),
            )
            for true, prediction in zip(*np.unravel_index(commonest, wrong.shape), strict=True)
            for row in [matrix[true]]
        ],
        pictures=len(positions),
    )


@st.cache_data(show_spinner=False)
def misread(how_many: int) -> list[int]:
    """Return positions in the sample's test pictures that the bundled model gets wrong.

    The ones it is surest of, each of another kind.
    """
    split = resources.examples()
    asked = examples.answered()
    if asked is None:
        return []
    positions, probabilities = asked
    wrong = probabilities.argmax(axis=1) != split.labels[positions]
    positions, sure = positions[wrong], probabilities[wrong].max(axis=1)
    surest: dict[int, int] = {}
    for position in positions[np.argsort(-sure, kind="stable")]:
        surest.setdefault(int(split.labels[position]), int(position))
    return list(surest.values())[:how_many]


@st.fragment  # a stroke draws the board and the answer anew, not the whole page
def draw_first_try() -> None:
    """Draw the board and ten pictures to click; beside them the answer to what was done last."""
    with errors.show_errors(), st.container(key="first_try"):
        with st.container():
            drawing = canvas.draw("canvas_start")
        examples.give_way()
        with st.container(), errors.show_errors():
            examples.strip(examples.firsts(), label="Ten examples", key="start_examples", across=10)
            _answer(drawing)
        with st.container():
            _hurry()


def _hurry() -> None:
    if st.button("In a hurry? Train a network in seconds", key="train_now", icon=":material/bolt:"):
        plan.take_quick_unless_planned()
        go_to_form()


def _answer(drawing: NDArray[np.uint8] | None) -> None:
    """Draw the answer to the example if one is chosen, to the `drawing` else, or an invitation.

    Without an answer there are no bars: the first page would wait for what draws them.
    """
    example = examples.chosen()
    invited = example is None and drawing is None
    with st.container(
        key="first_answer", border=invited, vertical_alignment="center" if invited else "top"
    ):
        if example is not None:
            _say_of_test_picture(*example)
        elif drawing is not None:
            _say_of_drawing(images.prepare(images.decode_array(drawing)))
        else:
            st.markdown(_INVITATION, text_alignment="center")


def _say_of_test_picture(picture: NDArray[np.uint8], truth: int) -> None:
    run = open_run(BUNDLED)
    said = resources.predictor(run).predict(picture[np.newaxis])[0]
    _say(said, _PLAIN, Asked(picture, run), truth)


def _say_of_drawing(drawing: Prepared) -> None:
    opinion = judge(drawing, drawn=True)
    said = resources.predictor(None).answer(drawing.picture, drawing.kind, opinion)
    _say(said, _ALL_TERRAIN, Asked(drawing.picture, None, joined=True))


def _say(said: Prediction, who: str, asked: Asked, truth: int | None = None) -> None:
    words = prediction_view.heading(said)
    prediction_view.say(said, words, who, key="start", truth=truth, asked=asked)


def draw_looks() -> None:
    """Draw what goes deeper: how good the bundled model is, and what the other pages are for."""
    looks.choose(
        "Want to know more?",
        {
            "How good is it?": Look("How good is it, honestly?", draw_report),
            "What comes next?": Look("Your way, in ten steps", draw_path),
        },
        key="start_looks",
    )


def draw_path() -> None:
    """Draw a line for each page: its name and icon as a link, and what one does there."""
    for name, icon, words in _CHAPTERS:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            with st.container(width=170):
                st.page_link(
                    f"pages/{name.lower()}.py",
                    label=f"**{name}**",
                    icon=icon,
                    query_params=chosen_run.address(),
                )
            st.caption(words, width="content")
