"""The values of what varies, between a visitor's words and the configuration.

A value is a word on the page, `0.005`, `50 %`, `on`: one may be typed, so each is read with care.
"""

from collections.abc import Sequence
from typing import Any

from fashion_model.config import Choice, ConfigError, Number, Switch, TrainConfig
from fashion_model.experiments.design import MOST_VALUES
from fashion_model.experiments.templates import TEMPLATES
from fashion_model.experiments.varying import VARYING
from fashion_model.words import read_number, read_whole_number

_ON = ("off", "on")
_NEVER = "never"
_LONGEST = 40  # letters of a stranger's word that a sentence repeats


def word(key: str, value: Any) -> str:
    """Return `value` of what varies as it is chosen and typed."""
    setting = VARYING[key].setting
    if isinstance(setting, Switch):
        return _ON[bool(value)]
    if isinstance(setting, Choice):
        return str(value)
    if value is None:
        return _NEVER
    return f"{100 * value:g} %" if setting.unit.startswith("%") else f"{value:g}"


def read(key: str, words: Sequence[str]) -> tuple[Any, ...]:
    """Return what `words` say, numbers from low to high.

    Raises ConfigError for the first that is no value of what varies.
    """
    setting = VARYING[key].setting
    if isinstance(setting, Number):
        numbers = [_number(setting, each) for each in words]
        return tuple(sorted(numbers, key=lambda each: float("inf") if each is None else each))
    if isinstance(setting, Switch):
        return tuple(each == _ON[1] for each in sorted(words, key=_ON.index))
    for each in words:
        setting.check(setting.label, each)
    return tuple(words)


def _number(setting: Number, typed: str) -> float | None:
    text = typed.strip().removesuffix("%").rstrip()
    if setting.optional and text.lower() == _NEVER:
        return None
    share = setting.unit.startswith("%")
    try:
        value = read_number(text)
    except ValueError as error:
        raise ConfigError(
            f"“{typed[:_LONGEST]}” is no number: type one, like {_like(setting)}."
        ) from error
    if share and (typed.rstrip().endswith("%") or value > 1):
        value /= 100
    if not setting.low <= value <= setting.high:  # true for nan, too
        raise ConfigError(f"{setting.label} goes {span(setting)}.")
    if not setting.whole:
        return value
    try:
        return read_whole_number(text)
    except ValueError as error:
        raise ConfigError(f"{setting.label} is a whole number.") from error


def span(setting: Number) -> str:
    """Return the bounds in words: `from 5 % to 100 %`."""
    low, high = setting.low, setting.high
    if setting.unit.startswith("%"):
        return f"from {100 * low:g} % to {100 * high:g} %"
    return f"from {low:g} to {high:g}"


def _like(setting: Number) -> str:
    if setting.unit.startswith("%"):
        return "50 %"
    return f"{setting.stops[-1] if setting.stops else setting.high:g}"


def first(key: str, base: TrainConfig) -> tuple[str, ...]:
    """Return the values to begin with: what a template tries, else what spans the setting."""
    if key in TEMPLATES:
        return tuple(word(key, value) for value in _of_template(key, base))
    setting = VARYING[key].setting
    if not isinstance(setting, Number):
        return offered(key, base)[:MOST_VALUES]
    planned = VARYING[key].get(base)
    tried = [planned / 2, planned, 2 * planned] if planned else _spread(setting, 4)[:3]
    kept = {_fitting(setting, value) for value in tried}
    return tuple(word(key, value) for value in sorted(kept))


def _fitting(setting: Number, value: float) -> float:
    """Return the possible value next to `value`."""
    inside = min(setting.high, max(setting.low, value))
    return round(inside) if setting.whole else round(inside, 6)


def _of_template(key: str, base: TrainConfig) -> Sequence[Any]:
    template = TEMPLATES[key]
    try:
        return template.design(base).varied[key]
    except ConfigError:  # none of it suits `base`; the form says why
        return template.varied(base)[key]


def _spread(setting: Number, parts: int) -> list[float]:
    """Return values that divide the bounds into so many `parts`, on steps of the slider."""
    whole = (setting.high - setting.low) / setting.step
    steps = [round(part * whole / parts) for part in range(parts + 1)]
    return [_fitting(setting, setting.low + setting.step * each) for each in steps]


def offered(key: str, base: TrainConfig) -> tuple[str, ...]:
    """Return the values to choose from; of a number few, because any can be typed.

    What is typed must not be taken for the beginning of one that is offered.
    """
    setting = VARYING[key].setting
    if isinstance(setting, Switch):
        return _ON
    if isinstance(setting, Choice):
        return tuple(setting.words)
    values = {*read(key, first(key, base)), *setting.stops}
    return tuple(word(key, value) for value in sorted(values))
