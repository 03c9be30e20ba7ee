"""Ten drawings made with the mouse, one of each kind: most of them get a name that fits."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.browser.pages import open_page, opened, quiet, settled
from tests.browser.server import Server

Stroke = list[tuple[int, int]]


@dataclass(frozen=True)
class Drawing:
    """Strokes on the board, in its pixels, and the names that a fair person would accept."""

    strokes: tuple[Stroke, ...]
    names: tuple[str, ...]


_NECK: Stroke = [(130, 50), (145, 68), (175, 68), (190, 50)]

DRAWINGS = {
    "T-shirt": Drawing(
        (
            [(130, 50), (90, 62), (35, 120), (70, 150), (100, 122), (100, 270), (220, 270)],
            [(220, 270), (220, 122), (250, 150), (285, 120), (230, 62), (190, 50)],
            _NECK,
        ),
        ("T-shirt/top", "Shirt"),
    ),
    "trousers": Drawing(
        (
            [(105, 35), (215, 35), (228, 285), (175, 285), (160, 120), (145, 285), (92, 285)],
            [(92, 285), (105, 35)],
            [(104, 58), (216, 58)],
        ),
        ("Trouser",),
    ),
    "pullover": Drawing(
        (
            [(130, 50), (95, 60), (60, 110), (35, 250), (75, 258), (100, 140), (98, 270)],
            [(98, 270), (222, 270), (220, 140), (245, 258), (285, 250), (260, 110), (225, 60)],
            [(225, 60), (190, 50)],
            _NECK,
        ),
        ("Pullover", "Shirt", "Coat"),
    ),
    "dress": Drawing(
        (
            [(135, 30), (140, 70), (180, 70), (185, 30), (205, 30), (200, 120), (245, 290)],
            [(245, 290), (75, 290), (120, 120), (115, 30), (135, 30)],
            [(120, 120), (200, 120)],
        ),
        ("Dress",),
    ),
    "coat": Drawing(
        (
            [(125, 30), (85, 45), (45, 230), (80, 240), (102, 120), (90, 295), (230, 295)],
            [(230, 295), (218, 120), (240, 240), (275, 230), (235, 45), (195, 30), (125, 30)],
            [(125, 30), (160, 110), (195, 30)],
            [(160, 110), (160, 295)],
        ),
        ("Coat", "Shirt", "Pullover"),
    ),
    "sandal": Drawing(
        (
            [(30, 215), (40, 195), (120, 190), (190, 150), (270, 120), (290, 130), (290, 215)],
            [(290, 215), (265, 215), (255, 175), (180, 215), (30, 215)],
            [(60, 192), (110, 140), (150, 172)],
            [(255, 122), (225, 75), (270, 70), (275, 120)],
        ),
        ("Sandal",),
    ),
    "shirt": Drawing(
        (
            [(125, 40), (90, 55), (50, 220), (85, 230), (105, 130), (102, 280), (218, 280)],
            [(218, 280), (215, 130), (235, 230), (270, 220), (230, 55), (195, 40)],
            [(125, 40), (140, 75), (160, 58), (180, 75), (195, 40), (125, 40)],
            [(160, 58), (160, 280)],
            [(115, 120), (145, 120), (145, 155), (115, 155), (115, 120)],
        ),
        ("Shirt", "Coat", "Pullover"),
    ),
    "sneaker": Drawing(
        (
            [(30, 205), (35, 175), (95, 160), (170, 105), (190, 120), (250, 110), (280, 95)],
            [(280, 95), (290, 205), (30, 205)],
            [(30, 188), (288, 188)],
            [(120, 142), (145, 162)],
            [(145, 124), (170, 145)],
        ),
        ("Sneaker",),
    ),
    "bag": Drawing(
        (
            [(50, 130), (270, 130), (285, 275), (35, 275), (50, 130)],
            [(105, 130), (115, 65), (160, 45), (205, 65), (215, 130)],
            [(45, 170), (275, 170)],
        ),
        ("Bag",),
    ),
    "boot": Drawing(
        (
            [(165, 40), (265, 40), (262, 190), (272, 270), (225, 270), (215, 252), (160, 270)],
            [(160, 270), (40, 270), (38, 235), (80, 205), (150, 185), (165, 40)],
        ),
        ("Ankle boot",),
    ),
}
ENOUGH = 8


def draw(page: Page, drawing: Drawing) -> None:
    """Draw with the mouse, stroke after stroke."""
    box = page.locator("canvas.upper-canvas").bounding_box()
    assert box is not None
    for stroke in drawing.strokes:
        x, y = stroke[0]
        page.mouse.move(box["x"] + x, box["y"] + y)
        page.mouse.down()
        for x, y in stroke[1:]:
            page.mouse.move(box["x"] + x, box["y"] + y, steps=4)
        page.mouse.up()
        page.wait_for_timeout(300)
        settled(page)


def test_most_of_ten_drawings_get_a_fitting_name(page: Page, server: Server) -> None:
    open_page(page, server.url, "classify", "bundled")
    with opened(page, "pens_canvas"):
        page.get_by_role("slider", name="Pen width").press("Home")  # the thinnest: outlines
        quiet(page)
    page.locator("canvas.upper-canvas").scroll_into_view_if_needed()
    said = {}
    for name, drawing in DRAWINGS.items():
        draw(page, drawing)
        answer = page.get_by_role("heading", name="Looks like")
        expect(answer).to_be_visible()
        said[name] = answer.inner_text()
        page.get_by_role("button", name="Clear").click()
        expect(page.get_by_role("heading", name="Draw something")).to_be_visible()
        settled(page)
    fitting = [name for name, words in said.items() if fits(words, DRAWINGS[name])]
    assert len(fitting) >= ENOUGH, said


def fits(words: str, drawing: Drawing) -> bool:
    """Whether an answer names the drawing as a fair person might."""
    named = re.fullmatch(r"Looks like an? (.+), \d+\s%, (?:not )?sure", words)
    return named is not None and named.group(1) in drawing.names
