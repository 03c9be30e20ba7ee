"""Numbers and names as people read them, on a page and in a terminal."""

import re

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^=&])")
_WHOLE = re.compile(r"[-−+]?\d{1,20}")
_JOINER = "\N{WORD JOINER}"  # unseen, and no line breaks there
_TURNED = re.compile(
    r"(?<=:)(?=[\w+/-])"  # an address, an icon, an emoji
    r"|(?<=www)(?=\.|$)"  # an address; a full stop may follow the text
    r"|(?<=[\w.+-])(?=@)"  # a mail address
    r"|(?<!\S)[<>~-](?=(?:-?>|-|=)(?!\S))",  # an arrow, a dash, a relation
    re.ASCII | re.IGNORECASE,
)
"""Where to part what Streamlit turns into links and symbols when the escapes are gone already."""


def plain(text: str) -> str:
    """Return `text` so that Markdown shows it letter by letter: no link, emphasis, HTML or icon."""
    line = " ".join(text.replace("\ufeff", " ").split())  # which is a space to JavaScript
    return _MARKDOWN.sub(r"\\\1", _TURNED.sub(rf"\g<0>{_JOINER}", line))


def percent(share: float, digits: int = 1) -> str:
    """`0.9163` → `91.6 %`."""
    return f"{100 * share:.{digits}f} %"


def read_number(text: str) -> float:
    """Return the number in `text`, with a point or a comma before its decimals.

    Raises:
        ValueError: It is none.
    """
    return float(text.strip().replace("−", "-").replace(",", "."))


def read_whole_number(text: str) -> int:
    """Return the whole number in `text`.

    With a comma or a point it is none: they part thousands for some readers, decimals for others.

    Raises:
        ValueError: It is none.
    """
    if not _WHOLE.fullmatch(text.strip()):
        raise ValueError(f"{text!r} is no whole number")
    return int(text.strip().replace("−", "-"))


def unbroken(text: str) -> str:
    """Return `text` as one word that no line breaks."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def breakable(text: str) -> str:
    """Return `text` with the spaces of a keyboard, which can be searched for in a terminal."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def duration(seconds: float) -> str:
    """Return a length of time in at most two units: `42 s`, `3 min 5 s`, `2 h 10 min`."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def roughly(seconds: float) -> str:
    """Return a length of time no more exact than an estimate is: `40 s`, `3 min`, `2 hours`."""
    if seconds < 55:
        return f"{max(5, 5 * round(seconds / 5))} s"
    if seconds < 90 * 60:
        return f"{max(1, round(seconds / 60))} min"
    return several(round(seconds / 3600), "hour")


def count(number: float) -> str:
    """`1234567` → `1,234,567`."""
    return f"{number:,.0f}"


def several(number: int, one: str, many: str | None = None) -> str:
    """`several(1, "picture")` → `1 picture`; `several(1200, "picture")` → `1,200 pictures`."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"
