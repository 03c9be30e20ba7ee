"""Text as Markdown shows it: what a visitor reads is what was written, letter by letter."""

import re

import pytest

from fashion_model.words import plain

TURNED = re.compile(
    r"https?://[-.\w]|www\.|[-.\w+]@[-\w]+\.[-\w]"
    r"|:material[/_]\w+:|:streamlit:|:[\w+-]+:"
    r"|(^|\s)(<->|->|<-|--|>=|<=|~=)(\s|$)",
    re.IGNORECASE | re.ASCII,
)
"""What Streamlit 1.67 makes links and symbols of in text whose escapes are gone."""

HARMLESS = ("A run", "10:30 to 11:30", "Quick: rate 0.02", "1-2 -x x- a--b", "--set rate", "@ 5 %")
TURNING = (
    "https://evil.example.com",
    "(HTTP://evil.example.com/a?b#c)",
    "http://user:word@evil.example.com:80",
    "www.evil.com and WWW.evil.com",
    "me@evil.com, a@b@evil.com, me+x-y_1@evil.co.uk",
    "mailto:me@evil.com",
    "[x](https://evil.com) ![x](http://evil.com/a.png) <https://evil.com>",
    ":material/delete: a:material/delete:b ::material_delete::",
    ":streamlit: :smile: :+1: :-1: :smile::smile:",
    "-> <- -- <-> >= <= ~=",
    "a -> b <- c -- d <-> e >= f <= g ~= h",
    "-- -- --",
    ":red[x] :blue-badge[x] *x* _x_ ~~x~~ `x` $x$ <b>x</b> &amp; \\ # > | ^x^",
)


def unescaped(shown: str) -> str:
    """The text that Markdown makes of `shown`; what it leaves unescaped is no mark of its own."""
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_`~$<\[\]|#&]", shown)
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", shown)


@pytest.mark.parametrize("text", TURNING)
def test_nothing_becomes_a_link_an_icon_or_another_sign(text: str) -> None:
    read = unescaped(plain(text))
    assert read.replace("\u2060", "") == text
    assert not TURNED.search(read)
    assert not TURNED.search(f"{read}.")  # the end of a sentence


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert unescaped(plain(text)).replace("\u2060", "") == text


def test_a_text_is_one_line() -> None:
    assert plain("\ufeffa\n\n b\t") == "a b"  # or it would break what stands around it


def test_the_end_of_a_sentence_makes_no_address() -> None:
    assert not TURNED.search(unescaped(plain("http://www")) + ".")


def test_what_is_typed_again_is_copied_whole() -> None:
    assert unescaped(plain("--set rate=0.1 a--b")) == "--set rate=0.1 a--b"
