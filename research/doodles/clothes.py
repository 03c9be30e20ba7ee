"""T-shirts, pullovers, shirts, coats, dresses and trousers, as people draw them from the front."""

from __future__ import annotations

from research.doodles.shape import Doodle, Rng, arc, symmetric


def tshirt(rng: Rng) -> Doodle:
    """Short sleeves or straps; sometimes a collar, a print or a stripe."""
    if rng.random() < 0.2:
        return _tank_top(rng)
    doodle = _top(rng, sleeve=rng.uniform(0.12, 0.5), height=rng.uniform(0.75, 1.1))
    _neckline(doodle, rng)
    kind = rng.integers(7)
    if kind == 0:
        doodle.line((0.5, 0.08), (0.5, rng.uniform(0.2, 0.35)))  # the buttons of a polo
        _collar(doodle, rng)
    elif kind == 1:
        _print(doodle, rng)
    elif kind == 2:
        _cuffs(doodle, rng)
    elif kind == 3:
        _stripes(doodle, rng)
    return doodle


def pullover(rng: Rng) -> Doodle:
    """Long sleeves and nothing that opens."""
    doodle = _top(rng, sleeve=rng.uniform(0.62, 1.0), height=rng.uniform(0.75, 1.05))
    _neckline(doodle, rng)
    if rng.random() < 0.5:
        _cuffs(doodle, rng)
    if rng.random() < 0.45:
        bottom = doodle.outlines[0][:, 1].max()
        doodle.line((0.3, bottom - 0.07), (0.7, bottom - 0.07))
    kind = rng.integers(8)
    if kind == 0:
        _stripes(doodle, rng)
    elif kind == 1:
        _print(doodle, rng)
    elif kind == 2:
        _hood(doodle, rng)
    elif kind == 3:  # a zip that ends on the chest
        doodle.line((0.4, 0.0), (0.41, -0.07), (0.59, -0.07), (0.6, 0.0))
        doodle.line((0.5, -0.07), (0.5, rng.uniform(0.2, 0.35)))
    return doodle


def _hood(doodle: Doodle, rng: Rng) -> None:
    """It lies around the neck; below there may be cords and a pocket for both hands."""
    doodle.lines.append(arc((0.5, 0.04), (0.2, 0.16), 0, 180))
    if rng.random() < 0.5:
        for side in (-1, 1):
            x = 0.5 + side * 0.05
            doodle.line((x, 0.16), (x, rng.uniform(0.26, 0.4)))
    if rng.random() < 0.6:
        low = doodle.outlines[0][:, 1].max() - 0.08
        corners = [(0.38, low), (0.34, low - 0.1), (0.4, low - 0.22), (0.6, low - 0.22)]
        doodle.line(*corners, (0.66, low - 0.1), (0.62, low))


def shirt(rng: Rng) -> Doodle:
    """Collar, a row of buttons, perhaps a pocket; long or short sleeves."""
    short = rng.random() < 0.35
    sleeve = rng.uniform(0.25, 0.5) if short else rng.uniform(0.65, 1.0)
    doodle = _top(rng, sleeve=sleeve, height=rng.uniform(0.8, 1.1))
    _collar(doodle, rng)
    bottom = doodle.outlines[0][:, 1].max()
    if rng.random() < 0.7:
        doodle.line((0.5, 0.1), (0.5, bottom))
    if rng.random() < 0.4:
        doodle.line((0.46, 0.1), (0.46, bottom))
    _buttons(doodle, rng, 0.5, 0.16, bottom)
    if rng.random() < 0.4:
        doodle.line((0.57, 0.35), (0.57, 0.47), (0.67, 0.47), (0.67, 0.35), (0.57, 0.35))
    if rng.random() < 0.4:
        _cuffs(doodle, rng)
    return doodle


def coat(rng: Rng) -> Doodle:
    """Open at the front: a long middle line, lapels, pockets, a hood or quilting."""
    doodle = _top(
        rng,
        sleeve=rng.uniform(0.68, 1.0),
        height=rng.uniform(0.85, 1.45),
        width=rng.uniform(1, 1.15),
    )
    bottom = doodle.outlines[0][:, 1].max()
    middle = 0.5 + rng.choice((0.0, 0.0, 0.06, -0.06))
    doodle.line((middle, 0.12), (middle, bottom))
    if rng.random() < 0.25:
        doodle.line((middle + 0.05, 0.12), (middle + 0.05, bottom))
    kind = rng.integers(4)
    if kind == 0:  # lapels
        deep = rng.uniform(0.3, 0.5)
        for side in (-1, 1):
            x = 0.5 + side * 0.11
            doodle.line((x, 0.0), (x + side * 0.05, 0.16), (0.5 + side * 0.05, 0.2), (middle, deep))
    elif kind == 1:
        _collar(doodle, rng)
    elif kind == 2:  # hood up
        doodle.outlines.append(arc((0.5, 0.0), (0.17, rng.uniform(0.15, 0.25)), 0, 360, 20))
        doodle.lines.append(arc((0.5, 0.02), (0.1, 0.13), 0, 360, 16))
    else:  # stand-up collar
        doodle.line((0.39, 0.0), (0.39, -0.08), (0.61, -0.08), (0.61, 0.0))
    if rng.random() < 0.45:
        _buttons(doodle, rng, middle + rng.choice((-0.05, 0.05)), 0.3, bottom)
    if rng.random() < 0.5:
        y = bottom * rng.uniform(0.62, 0.75)
        for side in (-1, 1):
            doodle.line((0.5 + side * 0.1, y), (0.5 + side * 0.2, y + rng.uniform(-0.06, 0.08)))
    if rng.random() < 0.3:
        _stripes(doodle, rng)
    if rng.random() < 0.3:
        _cuffs(doodle, rng)
    return doodle


def dress(rng: Rng) -> Doodle:
    """A narrow top and a skirt that widens."""
    shoulder, waist = rng.uniform(0.1, 0.22), rng.uniform(0.09, 0.18)
    hem, at = rng.uniform(0.22, 0.5), rng.uniform(0.35, 0.6)
    length, neck = rng.uniform(1.1, 1.7), rng.uniform(0.05, 0.1)
    dip = rng.uniform(0.03, 0.16)
    kind = rng.integers(3)
    if kind == 0:  # straps
        half = [(0.5, dip + 0.1), (0.5 + shoulder - 0.05, 0.1), (0.5 + shoulder - 0.03, 0.0)]
        half += [(0.5 + shoulder, 0.0), (0.5 + shoulder, 0.18)]
    elif kind == 1:  # no sleeves
        half = [(0.5, dip), (0.5 + neck, 0.0), (0.5 + shoulder, 0.02), (0.5 + shoulder - 0.02, 0.2)]
    else:
        out, down = rng.uniform(0.08, 0.3), rng.uniform(0.12, 0.4)
        half = [(0.5, dip), (0.5 + neck, 0.0), (0.5 + shoulder, 0.03)]
        half += [(0.5 + shoulder + out, 0.03 + down), (0.5 + shoulder + out - 0.08, 0.08 + down)]
        half += [(0.5 + shoulder - 0.02, 0.25)]
    half += [(0.5 + waist, at), (0.5 + hem, length)]
    if rng.random() < 0.3:
        half += [(0.5 + hem / 2, length + rng.uniform(-0.04, 0.06))]
    half += [(0.5, length + rng.uniform(-0.02, 0.05))]
    doodle = Doodle([symmetric(half)])
    if rng.random() < 0.6:
        doodle.line((0.5 - waist, at), (0.5 + waist, at))
    if rng.random() < 0.3:
        doodle.line((0.5 - waist, at + 0.07), (0.5 + waist, at + 0.07))
    if rng.random() < 0.5:
        for share in rng.uniform(-0.8, 0.8, rng.integers(1, 6)):
            start = at + rng.uniform(0.03, 0.3)
            doodle.line((0.5 + waist * share, start), (0.5 + hem * share, length - 0.03))
    if rng.random() < 0.2:
        _buttons(doodle, rng, 0.5, 0.2, length)
    return doodle


def trousers(rng: Rng) -> Doodle:
    """Two legs; wide or narrow, with or without belt, fly and crease."""
    waist, hem = rng.uniform(0.17, 0.34), rng.uniform(0.22, 0.48)
    crotch, length = rng.uniform(0.25, 0.5), rng.uniform(0.95, 1.7)
    if rng.random() < 0.12:
        length = rng.uniform(0.7, 0.95)
    wide = hem * rng.uniform(0.4, 0.85)
    hip = max(waist, waist * 0.6 + hem * 0.4) + rng.uniform(0, 0.03)
    half = [(0.5, 0.0), (0.5 + waist, 0.0), (0.5 + hip, crotch), (0.5 + hem, length)]
    half += [(0.5 + hem - wide, length), (0.5 + rng.uniform(0, 0.03), crotch)]
    doodle = Doodle([symmetric(half)])
    if rng.random() < 0.5:
        doodle.line((0.5 - waist, 0.08), (0.5 + waist, 0.08))
    if rng.random() < 0.5:
        doodle.line((0.5, 0.0), (0.5, crotch))
    if rng.random() < 0.3:
        for side in (-1, 1):
            doodle.line((0.5 + side * waist, 0.18), (0.5 + side * waist * 0.6, 0.08))
    if rng.random() < 0.2:
        for side in (-1, 1):
            x = 0.5 + side * (hem - wide / 2)
            doodle.line((0.5 + side * waist / 2, crotch), (x, length))
    if rng.random() < 0.25:
        for side in (-1, 1):
            doodle.line((0.5 + side * hem, length - 0.1), (0.5 + side * (hem - wide), length - 0.1))
    return doodle


def _top(rng: Rng, *, sleeve: float, height: float, width: float = 1.0) -> Doodle:
    """Body and sleeves; `sleeve` is the share of a whole arm's length."""
    neck = rng.uniform(0.07, 0.14)
    shoulder = neck + rng.uniform(0.09, 0.17) * width
    armpit = (shoulder - rng.uniform(-0.03, 0.05), rng.uniform(0.26, 0.4))
    body = armpit[0] + rng.uniform(-0.07, 0.06)
    slope = rng.uniform(0.02, 0.1)
    angle = rng.uniform(0.15, 1.35)  # from straight out to hanging down
    if sleeve > 0.6:
        angle = rng.uniform(0.35, 1.4)
    arm = sleeve * rng.uniform(0.62, 0.85)
    end_x, end_y = shoulder + arm * _cos(angle), slope + arm * _sin(angle)
    thick = rng.uniform(0.09, 0.2)
    low_x, low_y = end_x - thick * _sin(angle), end_y + thick * _cos(angle)
    half = [(0.5, rng.uniform(0.0, 0.06)), (0.5 + neck, 0.0), (0.5 + shoulder, slope)]
    half += [(0.5 + end_x, end_y), (0.5 + max(low_x, body + 0.02), max(low_y, armpit[1] * 0.8))]
    half += [(0.5 + armpit[0], armpit[1]), (0.5 + body, height)]
    half += [(0.5, height + rng.choice((0.0, 0.0, 0.04)))]
    doodle = Doodle([symmetric(half)])
    doodle.outlines[0] = doodle.outlines[0].round(4)
    return doodle


def _cos(angle: float) -> float:
    return float(arc((0, 0), (1, 1), 0, angle * 57.29578, 2)[1, 0])


def _sin(angle: float) -> float:
    return float(arc((0, 0), (1, 1), 0, angle * 57.29578, 2)[1, 1])


def _tank_top(rng: Rng) -> Doodle:
    strap, shoulder = rng.uniform(0.05, 0.12), rng.uniform(0.14, 0.25)
    body, height = rng.uniform(0.24, 0.34), rng.uniform(0.85, 1.1)
    half = [(0.5, rng.uniform(0.12, 0.3)), (0.5 + shoulder - strap, 0.0), (0.5 + shoulder, 0.0)]
    half += [(0.5 + shoulder + 0.01, 0.2), (0.5 + body, rng.uniform(0.3, 0.42))]
    half += [(0.5 + body + rng.uniform(-0.04, 0.06), height), (0.5, height)]
    doodle = Doodle([symmetric(half)])
    if rng.random() < 0.4:
        _stripes(doodle, rng)
    return doodle


def _neckline(doodle: Doodle, rng: Rng) -> None:
    deep, wide = rng.uniform(0.05, 0.16), rng.uniform(0.08, 0.13)
    kind = rng.integers(4)
    if kind == 0:
        doodle.line((0.5 - wide, 0.0), (0.5, deep + 0.08), (0.5 + wide, 0.0))
    elif kind < 3:
        doodle.lines.append(arc((0.5, 0.0), (wide, deep), 0, 180))


def _collar(doodle: Doodle, rng: Rng) -> None:
    deep, out = rng.uniform(0.1, 0.18), rng.uniform(0.08, 0.15)
    for side in (-1, 1):
        doodle.line((0.5 + side * 0.1, 0.0), (0.5 + side * out, deep), (0.5, 0.1))


def _buttons(doodle: Doodle, rng: Rng, x: float, top: float, bottom: float) -> None:
    size = rng.uniform(0.008, 0.025)
    for place in range(rng.integers(0, 6)):
        y = top + (bottom - top) * (place + 0.5) / 6
        doodle.lines.append(arc((x, y), (size, size), 0, 360, 7))


def _cuffs(doodle: Doodle, rng: Rng) -> None:
    outline = doodle.outlines[0]
    end, low = outline[3], outline[4]
    inwards = (outline[2] - end) * rng.uniform(0.1, 0.2)
    for side in (1, -1):
        ends = (
            [0.5 + side * (point[0] - 0.5), point[1]] for point in (end + inwards, low + inwards)
        )
        doodle.line(*ends)


def _stripes(doodle: Doodle, rng: Rng) -> None:
    bottom = doodle.outlines[0][:, 1].max()
    lean = rng.choice((0.0, 0.0, rng.uniform(-0.3, 0.3)))
    for y in rng.uniform(0.3, 0.9, rng.integers(1, 5)) * bottom:
        doodle.line((0.29, y), (0.71, y + lean))


def _print(doodle: Doodle, rng: Rng) -> None:
    size = rng.uniform(0.05, 0.14)
    sides = int(rng.integers(3, 14))
    doodle.lines.append(arc((0.5, rng.uniform(0.35, 0.55)), (size, size), 0, 360, sides))
