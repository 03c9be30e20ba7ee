"""What spoiled data did: against which run it is held, and whom it hurt."""

from dataclasses import replace

import numpy as np

from fashion_model.config import Spoiling
from fashion_model.runs import BUNDLED, open_run
from fashion_model.runs.damage import Hurt, counterpart, in_words, whom_it_hurts


def test_only_a_tested_run_that_differs_by_clean_data_alone_is_its_counterpart() -> None:
    clean = open_run(BUNDLED)
    run = replace(clean, id="spoiled", config=replace(clean.config, spoiling=Spoiling(flip=0.1)))
    other_seed = replace(clean, config=replace(clean.config, seed=9))
    other_data = replace(clean, fingerprint="another")
    child = replace(clean, parent="somebody")
    assert counterpart(run, [run, other_seed, other_data, child]) is None
    assert counterpart(run, [run, other_seed, clean]) is clean
    assert counterpart(replace(run, parent="somebody"), [clean]) is None


def test_whom_it_hurts_comes_first() -> None:
    labels = np.repeat(np.arange(3), 100)
    clean = labels.copy()
    spoiled = labels.copy()
    spoiled[100:140] = 0  # 40 of the second kind
    spoiled[200:202] = 0
    clean[202:203] = 0
    hurt = whom_it_hurts(labels, clean, spoiled)
    assert hurt[0] == Hurt(1, 100, 100, 60, 40)
    assert hurt[1] == Hurt(2, 100, 99, 98, 3)
    assert [each.points for each in hurt] == [40.0, 1.0, 0.0]
    assert [each.beyond_chance for each in hurt] == [True, False, False]
    assert in_words(hurt) == (
        "It hurts Trouser most: of 100 pictures it finds 60\N{NO-BREAK SPACE}%, the unspoiled one "
        "100\N{NO-BREAK SPACE}%: 40 points less. No other kind is clearly hurt."
    )
    assert "that may be chance" in in_words(hurt[1:])


def test_others_that_are_clearly_hurt_are_named_with_their_number() -> None:
    said = in_words([Hurt(6, 200, 150, 50, 110), Hurt(0, 200, 180, 150, 30), Hurt(1, 9, 9, 9, 0)])
    assert said.endswith("Clearly hurt, too: T-shirt/top (15 points of 200).")
