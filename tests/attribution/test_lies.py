"""Labels flipped on purpose: what a run was shown is what it is traced to, and lies are found."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fashion_model.attribution.error import AttributionError
from fashion_model.attribution.lies import found, suspect
from fashion_model.attribution.ridge import fit
from fashion_model.attribution.tracing import Tracer
from fashion_model.attribution.training_pictures import training_pictures, true_labels
from fashion_model.config import Spoiling
from fashion_model.data import batches, load_sample
from fashion_model.data.spoil import flipped
from fashion_model.runs import Run, open_run
from fashion_model.workers.attribution_request import lies
from tests.attribution.frozen import copy_of
from tests.tiny import IN_A_WORKER, queue_run, train_in_worker

SAMPLE = load_sample()
SPOILED = replace(IN_A_WORKER, spoiling=Spoiling(flip=0.1, few="Bag", kept=10))


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A finished tiny training with flipped labels."""
    root = tmp_path_factory.mktemp("runs")
    run = queue_run(root, SPOILED)
    train_in_worker(run)
    return open_run(run.id, root)


def test_leaving_one_out_is_exact() -> None:
    rng = np.random.default_rng(1)
    features = rng.normal(size=(60, 5)).astype(np.float32)
    labels = rng.integers(0, 10, 60).astype(np.uint8)
    ridge = fit(features, labels)
    suspicions = suspect(ridge, labels)
    for at in (0, 7, 59):
        rest = np.arange(60) != at
        scores = fit(features[rest], labels[rest], ridge.penalty).scores(features[at : at + 1])[0]
        own = scores[labels[at]]
        scores[labels[at]] = -np.inf
        assert suspicions.suggested[at] == scores.argmax()
        assert suspicions.margins[at] == pytest.approx(scores.max() - own, abs=1e-9)
    assert np.all(np.diff(suspicions.margins[suspicions.order]) <= 0)


def test_precision_is_counted_among_the_first() -> None:
    wrong = np.zeros(100, np.bool_)
    wrong[[0, 1, 2, 9, 50]] = True
    told = found(np.arange(100), wrong)
    assert [(each.share, each.looked, each.wrong) for each in told] == [(0.05, 5, 3), (0.1, 10, 4)]


def test_pictures_are_those_it_was_shown_with_the_labels_it_was_shown(spoiled: Run) -> None:
    pictures = training_pictures(spoiled, SAMPLE)
    shown, _ = batches.as_shown(SPOILED, SAMPLE.train)
    assert np.array_equal(pictures.indices, shown.indices)
    assert np.array_equal(pictures.labels, shown.labels)
    true = true_labels(pictures.indices, spoiled, SAMPLE)
    wrong = round(0.1 * len(pictures))
    assert (true != pictures.labels).sum() == flipped(shown, SAMPLE.train).sum() == wrong


def test_another_ground_is_shown_too(runs: Path) -> None:
    run = copy_of("run", runs)
    config = replace(run.config, spoiling=Spoiling(ground_of="Bag"))
    pictures = training_pictures(replace(run, config=config), SAMPLE)
    shown, _ = batches.as_shown(config, SAMPLE.train)
    assert np.array_equal(pictures.images, shown.images)
    assert not np.array_equal(pictures.images, training_pictures(run, SAMPLE).images)


def test_a_run_on_all_pictures_is_traced_only_where_they_are(runs: Path) -> None:
    run = copy_of("run", runs)
    config = replace(run.config, spoiling=Spoiling(flip=0.1))
    elsewhere = replace(run, config=config, sample=False, fingerprint="another")
    with pytest.raises(AttributionError, match="not here any more"):
        training_pictures(elsewhere, SAMPLE)


def test_lies_are_found_far_more_often_than_by_chance(spoiled: Run) -> None:
    told = lies(spoiled.path)
    assert told.pictures == Tracer(spoiled.path).lies().pictures
    assert told.wrong == round(0.1 * told.pictures)
    first, second = told.found
    assert first.looked == round(0.05 * told.pictures)
    assert first.wrong / first.looked > 0.4  # chance finds a tenth
    assert second.wrong >= first.wrong
    assert len(told.worst) == 100
    margins = [each.margin for each in told.worst]
    assert margins == sorted(margins, reverse=True)
    right = sum(each.label != each.true for each in told.worst[: first.looked])
    assert right == first.wrong


def test_where_nothing_was_flipped_there_is_a_sentence(runs: Path) -> None:
    run = copy_of("run", runs)
    with pytest.raises(AttributionError, match="no lies to find"):
        lies(run.path)
