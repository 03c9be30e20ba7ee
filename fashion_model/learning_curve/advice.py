"""What to try after a training, derived from its settings and its curve alone."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from fashion_model.config import Augmentation, ConfigError, ConvBlock, TrainConfig, number
from fashion_model.learning_curve.diagnosis import Diagnosis, diagnose
from fashion_model.runs.curve import Curve
from fashion_model.runs.events import Epoch
from fashion_model.words import percent

MOST = 3
DROPOUT = 0.3
SHIFT = 2.0  # pixels
MOST_EPOCHS = 30
WIDER = 2  # times the filters


@dataclass(frozen=True)
class Suggestion:
    """What to try, why, and the settings that do it; None where settings alone can't."""

    title: str
    why: str
    config: TrainConfig | None = None

    @property
    def text(self) -> str:
        """Both as one line."""
        return f"{self.title}. {self.why}"


def suggest(config: TrainConfig, curve: Curve, *, sample: bool, stopped: bool) -> list[Suggestion]:
    """Up to three things to try, the most promising first; nothing without a whole epoch.

    `sample`: it learned from the bundled sample. `stopped`: somebody ended it early.
    """
    if not curve.epochs:
        return []
    found, last = diagnose(curve.epochs), curve.epochs[-1]
    if found.verdict == "guessing":
        return [_another_rate(config)]
    if found.verdict == "unsteady":
        return [_smaller_steps(config, found, last)]
    suggestions = [
        *_against_memorising(config, found, last),
        *_longer(config, found, len(curve.epochs), stopped=stopped),
        *_more_pictures(config, sample=sample),
        *_stronger(config, found),
        *_gentler_end(config),
        _luck(config),
    ]
    return suggestions[:MOST]


def _another_rate(config: TrainConfig) -> Suggestion:
    rate = max(1e-4, config.learning_rate / 10)
    changed = replace(config, learning_rate=rate)
    if config.learning_rate <= 1e-4:
        rate = 1e-3
        changed = replace(config, learning_rate=rate)
    return Suggestion(
        f"Try a learning rate of {rate:g}",
        "It hardly got beyond guessing. Mostly the steps are too large then, so that it jumps over"
        " every solution, or so small that it never gets anywhere.",
        changed,
    )


def _smaller_steps(config: TrainConfig, found: Diagnosis, last: Epoch) -> Suggestion:
    rate = max(number("learning_rate").low, config.learning_rate / 2)
    return Suggestion(
        f"Try a learning rate of {rate:g}",
        f"It fell back at the end, from {percent(found.best.validation_accuracy)} right on"
        f" validation to {percent(last.validation_accuracy)}. Steps too large can do that: they"
        " jump over what was found already.",
        replace(config, learning_rate=rate),
    )


def _against_memorising(config: TrainConfig, found: Diagnosis, last: Epoch) -> Iterator[Suggestion]:
    if not found.by_heart:
        return
    why = (
        f"It knew {percent(last.accuracy)} of its training pictures but"
        f" {percent(last.validation_accuracy)} of the others: it memorised some"
    )
    why += f", mostly after epoch {found.turn}." if found.verdict == "overfitting" else "."
    if not config.augmentation.active:
        varied = Augmentation(flip=0.5, shift=SHIFT)
        yield Suggestion(
            "Vary the pictures",
            f"{why} Pictures mirrored and moved at random can't be memorised.",
            replace(config, augmentation=varied),
        )
    if config.dropout < DROPOUT and config.dense:
        yield Suggestion(
            f"Use dropout of {percent(DROPOUT, 0)}",
            f"{why} Dropout hides a part of the network at every step, so that it can't rely on"
            " single memories.",
            replace(config, dropout=DROPOUT),
        )


def _longer(
    config: TrainConfig, found: Diagnosis, done: int, *, stopped: bool
) -> Iterator[Suggestion]:
    more = min(MOST_EPOCHS, 2 * config.epochs)
    if stopped and done < config.epochs:
        if found.verdict in ("improving", "early"):
            yield Suggestion(
                f"Let it finish all {config.epochs} epochs",
                f"It was stopped after {done}.",
                config,
            )
    elif found.verdict == "early":
        yield Suggestion(
            "Train for 5 epochs",
            "It walked through the pictures only once; each further time it sees more in them.",
            replace(config, epochs=5),
        )
    elif found.verdict == "improving" and config.epochs < more and not _gave_up(config, done):
        last = "epoch" if found.recent == 1 else f"{found.recent} epochs"
        yield Suggestion(
            f"Train for {more} epochs",
            f"It was still improving: the last {last} brought {100 * found.gain:.1f} percentage"
            " points.",
            replace(config, epochs=more),
        )


def _gave_up(config: TrainConfig, done: int) -> bool:
    """Whether early stopping ended it, which would end a longer training at the same place."""
    return config.patience is not None and done < config.epochs


def _more_pictures(config: TrainConfig, *, sample: bool) -> Iterator[Suggestion]:
    if config.share < 1:
        yield Suggestion(
            "Use all training pictures",
            f"It learned from {percent(config.share, 0)} of them. More examples help more than"
            " almost anything else.",
            replace(config, share=1.0),
        )
    elif sample:
        yield Suggestion(
            "Get all 70,000 pictures",
            "It learned from the 9,000 that come with the app. Six times the examples usually bring"
            " several percentage points.",
        )


def _stronger(config: TrainConfig, found: Diagnosis) -> Iterator[Suggestion]:
    if not found.underfitting or config.dropout or not config.blocks:
        return
    if not all(block.batch_norm for block in config.blocks):
        blocks = tuple(replace(block, batch_norm=True) for block in config.blocks)
        title, how = "Switch on batch norm", "keeps the numbers inside the network in a good range"
    else:
        blocks = tuple(_wider(block) for block in config.blocks)
        title, how = "Use twice as many filters", "gives it more patterns to look for"
    try:
        changed = replace(config, blocks=blocks)
    except ConfigError:
        return  # the server would not hold it
    yield Suggestion(
        title,
        "It is hardly better on the pictures it learned from than on others, so there is room for"
        f" a stronger network. This {how}.",
        changed,
    )


def _wider(block: ConvBlock) -> ConvBlock:
    most = int(number("blocks.filters").high)
    return replace(block, filters=min(most, WIDER * block.filters))


def _gentler_end(config: TrainConfig) -> Iterator[Suggestion]:
    if config.schedule == "constant" and config.epochs > 1:
        yield Suggestion(
            "Let the learning rate fall (“cosine”)",
            "It walked with steps of the same size to the end. Smaller ones there let it settle.",
            replace(config, schedule="cosine"),
        )


def _luck(config: TrainConfig) -> Suggestion:
    return Suggestion(
        "Train it again with another seed",
        "The seed fixes all random numbers. How far two such trainings differ tells how much of a"
        " result is luck.",
        replace(config, seed=config.seed % 1000 + 1),
    )
