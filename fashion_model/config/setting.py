"""One hyperparameter, declared once: what checks, forms, the terminal and a notebook say of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal


class ConfigError(ValueError):
    """A setting out of bounds; the message is a sentence for the visitor."""


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """What every setting says of itself."""

    label: str
    help: str
    brief: str = ""  # the value in a run's name: "rate {}"; the label, unless it says otherwise
    off: str = ""  # and what none of it is called there: "no dropout"
    idle: tuple[str, float | str] | None = None  # a setting, and its value at which this is unused

    @property
    def title(self) -> str:
        """The label, with the unit if there is one."""
        return self.label

    def _in_brief(self, words: str) -> str:
        return (self.brief or f"{self.label.lower()} {{}}").format(words)


@dataclass(frozen=True, kw_only=True)
class Number(Declaration):
    """A setting that is a number, from `low` to `high`, both included."""

    default: float | None
    low: float
    high: float
    means: str = ""  # what it is, in few words beside the label, where that says little
    unit: str = ""  # as shown; one that begins with % is a share, 0.5 shown as 50 %
    one: str = ""  # the unit of 1, where it is not that without its s
    step: float = 1  # of a slider
    stops: tuple[float, ...] = ()  # what a logarithmic slider offers
    scale: Literal["linear", "logarithmic", "typed"] = "linear"
    whole: bool = False
    optional: bool = False  # whether None, never, is a value too
    only_with: tuple[str, str] | None = None  # the setting and its choice that make it count

    @property
    def title(self) -> str:
        """The label with its meaning, or with the unit."""
        if self.means:
            return f"{self.label}: {self.means}"
        unit = self.unit or (f"{self.only_with[1]} only" if self.only_with else "")
        return f"{self.label} ({unit})" if unit else self.label

    @property
    def choices(self) -> str:
        """What may be chosen, in few words."""
        return f"{self.low:g} to {self.high:g}" + (", or null" if self.optional else "")

    def in_words(self, value: float | None) -> str:
        """`value` with its unit: `50 % of pictures`, `1 pixel`."""
        if value is None:
            return "never"
        if self.unit.startswith("%"):
            return f"{100 * value:g} {self.unit}"
        unit = (self.one or self.unit.removesuffix("s")) if value == 1 else self.unit
        shown = f"{value:.0f}" if self.whole else f"{value:g}"  # every digit of a seed
        return f"{shown} {unit}".strip()

    def in_brief(self, value: float | None) -> str:
        """`value` as a run's name says it: `rate 0.02`, `30 % redrawn`, `no dropout`."""
        if not value and self.off:
            return self.off
        words = f"{100 * (value or 0):g} %" if self.unit.startswith("%") else self.in_words(value)
        said = self._in_brief(words)
        return said.removesuffix("s") if value == 1 and not self.unit else said

    def check(self, name: str, value: object) -> None:
        """Raise ConfigError unless `value` is a number within the bounds."""
        words = name.replace("_", " ")
        if self.optional and value is None:
            return
        if isinstance(value, bool) or not isinstance(value, int if self.whole else int | float):
            raise ConfigError(f"“{words}” must be a {'whole ' if self.whole else ''}number.")
        if not self.low <= value <= self.high:  # false for nan, too
            raise ConfigError(f"“{words}” must be between {self.low:g} and {self.high:g}.")


@dataclass(frozen=True, kw_only=True)
class Choice(Declaration):
    """A setting that is one of a few words; what each means beside it, if it needs saying."""

    default: str
    words: Mapping[str, str]

    @property
    def choices(self) -> str:
        """What may be chosen, in few words."""
        return ", ".join(self.words)

    def in_words(self, value: str) -> str:
        """The choice `value`, as it is shown."""
        return value

    def in_brief(self, value: str) -> str:
        """`value` as a run's name says it: `gelu`, `cosine rate`, `no pooling`."""
        return self.off if value == "none" and self.off else self._in_brief(value)

    def check(self, name: str, value: object) -> None:
        """Raise ConfigError unless `value` is one of the choices."""
        if not isinstance(value, str) or value not in self.words:
            raise ConfigError(f"“{name}” must be one of: {self.choices}.")


@dataclass(frozen=True, kw_only=True)
class Switch:
    """A setting that is on or off."""

    default: bool
    label: str
    help: str
    choices: str = "true or false"

    def in_words(self, value: bool) -> str:
        """Whether it is on."""
        return "on" if value else "off"

    def in_brief(self, value: bool) -> str:
        """Whether it is on, as a run's name says it: `batch norm`, `no batch norm`."""
        return self.label.lower() if value else f"no {self.label.lower()}"

    @property
    def title(self) -> str:
        """The label."""
        return self.label

    def check(self, name: str, value: object) -> None:
        """Raise ConfigError unless `value` is true or false."""
        if not isinstance(value, bool):
            raise ConfigError(f"“{name.replace('_', ' ')}” must be yes or no.")


Setting = Number | Choice | Switch


def declare(setting: Setting) -> Any:
    """A dataclass's field that begins at the setting's default and carries its declaration."""
    return field(default=setting.default, metadata={"setting": setting})


def declared(cls: type) -> dict[str, Setting]:
    """The settings declared in a dataclass, by field."""
    return {
        part.name: part.metadata["setting"] for part in fields(cls) if "setting" in part.metadata
    }


def check_fields(settings: Any) -> None:
    """Raise ConfigError for the first field of a dataclass that its declaration refuses."""
    for name, setting in declared(type(settings)).items():
        setting.check(name, getattr(settings, name))


def check_keys(settings: Mapping[str, Any], cls: type) -> None:
    """Raise ConfigError for the first key that is no field of `cls`."""
    known = {part.name for part in fields(cls)}
    for key in settings:
        if key not in known:
            shown = "".join(letter for letter in str(key)[:40] if letter.isprintable())
            raise ConfigError(f"There is no setting “{shown}”. Known: {', '.join(sorted(known))}.")
