"""Pictures from a visitor's disk: many at once, however packed, and one that is none."""

import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser import pictures
from tests.browser.pages import open_page, text_of
from tests.browser.server import Server
from tests.images.pictures import heic, shirt


def test_each_file_gets_its_answer_or_its_sentence(page: Page, server: Server) -> None:
    hand_in(
        page,
        server,
        file("shirt.png", "image/png", pictures.plain_png()),
        file("IMG_2041.JPG", "image/jpeg", pictures.phone_jpeg()),
        file("cut-out.png", "image/png", pictures.transparent_png()),
        file("letter.png", "image/png", pictures.text_named_png()),
    )
    # The same shirt however it is packed: turned wrongly it would be something else.
    answers = page.get_by_role("heading", name="Looks like")
    expect(answers).to_have_count(3)
    assert len({words.partition(",")[0] for words in answers.all_inner_texts()}) == 1
    alert = page.get_by_role("note")
    expect(alert).to_have_count(1)
    words = alert.inner_text()
    assert "letter.png" in words
    assert len(re.findall(r"[.!?](\s|$)", words)) <= 2, words
    assert "Traceback" not in text_of(page)

    expect(page.get_by_role("img", name="The picture handed in")).to_have_count(3)
    page.get_by_text("How it was prepared").nth(1).click()
    trimmed = page.get_by_text(re.compile(r"\d+ × \d+ pixels remain"))
    expect(trimmed).to_be_visible()
    width, height = map(int, re.findall(r"(\d+) × (\d+) pixels", trimmed.inner_text())[0])
    assert height > width, "the photo lies on its side"


def test_a_photo_without_an_extension_is_read_and_a_document_gets_its_sentence(
    page: Page, server: Server
) -> None:
    photo = pictures.phone_jpeg()
    hand_in(
        page,
        server,
        file("IMG_2041", "", photo),
        file("saved.jfif", "image/jpeg", photo),
        file("stereo.mpo", "", photo),
        file("invoice.pdf", "application/pdf", b"%PDF-1.7"),
    )
    expect(page.get_by_role("heading", name="Looks like")).to_have_count(3)
    expect(page.get_by_role("note")).to_contain_text("This is a PDF document; please choose")


def test_a_photo_of_an_iphone_gets_its_answer(page: Page, server: Server) -> None:
    hand_in(page, server, file("IMG_2041.HEIC", "image/heic", heic(shirt(), quality=90)))
    expect(page.get_by_role("heading", name="Looks like")).to_have_count(1)
    expect(page.get_by_role("img", name="The picture handed in")).to_have_count(1)
    expect(page.get_by_role("note")).to_have_count(0)


@pytest.mark.slow
def test_many_of_one_name_stay_until_removed(page: Page, server: Server) -> None:
    same = file("same.png", "image/png", pictures.plain_png())
    hand_in(page, server, *[same] * 11)
    expect(page.get_by_text("11 pictures")).to_be_visible()
    answers = page.get_by_role("heading", name="Looks like")
    expect(answers).to_have_count(6)
    page.get_by_role("button", name="Next page").click()
    expect(answers).to_have_count(5)

    page.get_by_role("radio", name="Examples").click()
    expect(answers).to_have_count(0)
    page.get_by_role("radio", name="Upload").click()
    expect(page.get_by_text("11 pictures")).to_be_visible()
    page.get_by_role("button", name="Remove", exact=True).first.click()
    expect(page.get_by_text("10 pictures")).to_be_visible()
    page.get_by_role("button", name="Remove all").click()
    expect(page.get_by_text("Nothing here yet.")).to_be_visible()


def file(name: str, kind: str, content: bytes) -> FilePayload:
    """A file as a browser hands it over."""
    return {"name": name, "mimeType": kind, "buffer": content}


def hand_in(page: Page, server: Server, *files: FilePayload) -> None:
    """Choose files on the Classify page, all at once."""
    open_page(page, server.url, "classify", "bundled")
    page.get_by_role("radio", name="Upload").click()
    page.locator('input[type="file"]').set_input_files(files)
