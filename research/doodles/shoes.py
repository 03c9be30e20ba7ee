"""Sandals, sneakers and boots, as people draw them: from the side, or a pair from above."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from research.doodles.shape import Doodle, Rng, arc


def sandal(rng: Rng) -> Doodle:
    """A sole and straps: flip-flops and slides from above, strappy ones from the side."""
    kind = rng.integers(12)
    if kind < 4:
        return _from_above(rng, _flip_flop)
    if kind < 6:
        return _from_above(rng, _slide)
    if kind < 8:
        return _flat_side(rng)
    return _strappy(rng)


def sneaker(rng: Rng) -> Doodle:
    """A low shoe with laces and a sole."""
    if rng.random() < 0.2:
        return _from_above(rng, _laced_top)
    return _perhaps_two(_shoe(rng, shaft=rng.uniform(0.12, 0.3), heel=0.0), rng)


def boot(rng: Rng) -> Doodle:
    """A shoe with a shaft, with or without a heel."""
    if rng.random() < 0.15:
        return _from_the_front(rng)
    heel = rng.choice((0.0, 0.0, rng.uniform(0.05, 0.12), rng.uniform(0.15, 0.4)))
    return _perhaps_two(_shoe(rng, shaft=rng.uniform(0.38, 1.15), heel=float(heel)), rng)


def _perhaps_two(shoe: Doodle, rng: Rng) -> Doodle:
    """Now and then the other one of the pair stands behind it."""
    if rng.random() < 0.82:
        return shoe
    right, down = rng.uniform(-0.5, 0.6), -rng.uniform(0.03, 0.3)
    behind = shoe.moved(1.0, right, down, mirror=rng.random() < 0.2)
    return Doodle(shoe.outlines + behind.outlines, shoe.lines)


def _from_the_front(rng: Rng) -> Doodle:
    """Two boots, or one, with their toes towards us: a shaft over a round cap."""
    wide, toe = rng.uniform(0.13, 0.2), rng.uniform(0.16, 0.24)
    shaft, low = rng.uniform(0.35, 0.9), rng.uniform(0.2, 0.34)
    cap = arc((0.0, shaft + low * 0.45), (toe, low * 0.55), -50, 230, 10)
    boot = Doodle()
    boot.outline(
        (wide, 0.0), (wide * 0.85, shaft), *cap.tolist(), (-wide * 0.85, shaft), (-wide, 0.0)
    )
    boot.lines.append(arc((0.0, 0.0), (wide, 0.04), 0, 360, 10))
    if rng.random() < 0.5:
        boot.line((-toe, shaft + low * 0.8), (0.0, shaft + low * 0.9), (toe, shaft + low * 0.8))
    if rng.random() < 0.6:
        for y in np.linspace(shaft * 0.2, shaft, rng.integers(3, 7)):
            boot.line((-0.07, y), (0.07, y + rng.uniform(-0.03, 0.03)))
    if rng.random() < 0.2:
        return boot
    apart = rng.uniform(1.9, 2.8) * toe
    return boot.joined(boot.moved(1.0, apart, rng.uniform(-0.08, 0.08)))


def _shoe(rng: Rng, *, shaft: float, heel: float) -> Doodle:
    """The side of a shoe, toe to the right; `shaft` is its height over the instep."""
    thick = rng.uniform(0.0, 0.1)  # of the sole
    toe = rng.uniform(0.1, 0.22)
    instep, throat = rng.uniform(0.42, 0.6), rng.uniform(0.2, 0.34)
    opening = instep - rng.uniform(0.0, 0.14) if shaft < 0.35 else instep - rng.uniform(-0.04, 0.1)
    top = -throat - shaft
    back = rng.uniform(-0.03, 0.06)
    outline = [(0.0, 0.0), (back, -0.2), (back + rng.uniform(-0.02, 0.05), top)]
    outline += [(opening, top + rng.uniform(-0.05, 0.05)), (instep, -throat - shaft * 0.15)]
    outline += [(0.72, -toe - 0.06), (0.93, -toe), (1.0, -toe * 0.45), (1.0, 0.0)]
    ground = 0.0
    if heel:
        wide = rng.uniform(0.06, 0.3)
        arch = rng.uniform(0.3, 0.5)
        outline = [(x, y - heel * max(0.0, 1 - x / 0.75) * 0.9) for x, y in outline]
        outline += [(0.65, 0.0), (arch, -heel * 0.6), (wide + 0.03, -heel * 0.75)]
        outline += [(wide, 0.0), (rng.uniform(0.0, 0.05), 0.0)]
    doodle = Doodle()
    doodle.outline(*outline)
    if not heel and thick > 0.03:
        doodle.line((0.0, ground - thick), (0.5, ground - thick * 0.9), (1.0, ground - thick))
    if not heel and shaft > 0.35 and rng.random() < 0.4:  # a block under the heel
        doodle.line((0.3, 0.0), (0.28, -0.07), (0.6, -0.05))
    if rng.random() < (0.75 if shaft < 0.35 else 0.45):
        _laces(doodle, rng, (instep, -throat - shaft * 0.1), (0.73, -toe - 0.08), shaft)
    if rng.random() < 0.25:
        doodle.lines.append(arc((0.98, 0.0), (rng.uniform(0.14, 0.25), toe * 1.3), 180, 275, 6))
    if shaft < 0.35 and rng.random() < 0.3:  # stripes on the side
        for x in np.linspace(0.3, 0.5, rng.integers(1, 4)):
            doodle.line((x, -thick - 0.02), (x + 0.1, -throat))
    if shaft > 0.35 and rng.random() < 0.4:  # fold, buckle or fur at the top
        y = top + rng.uniform(0.06, 0.2)
        doodle.line((back, y), (opening, y + rng.uniform(-0.03, 0.03)))
    if rng.random() < 0.25:
        doodle.line((0.3, 0.0), (0.3, -throat * 0.9), (opening * 0.9, top + 0.05))
    return doodle


def _laces(
    doodle: Doodle, rng: Rng, start: tuple[float, float], end: tuple[float, float], shaft: float
) -> None:
    length = rng.uniform(0.06, 0.14)
    count = rng.integers(2, 5)
    for share in np.linspace(0.05, 0.9, count):
        x = start[0] + (end[0] - start[0]) * share
        y = start[1] + (end[1] - start[1]) * share
        doodle.line((x + 0.02, y), (x - length, y + length * rng.uniform(0.2, 1.0)))
    if shaft > 0.4 and rng.random() < 0.7:  # laces up the shaft
        for y in np.linspace(start[1], start[1] - shaft * 0.7, rng.integers(2, 5)):
            doodle.line((start[0], y), (start[0] - length, y + rng.uniform(-0.06, 0.06)))


def _from_above(rng: Rng, make: Callable[[Rng], Doodle]) -> Doodle:
    """One shoe or a pair; seen straight from above, or lying on its side of the picture."""
    one = make(rng)
    shoes = one
    if rng.random() < 0.5:
        right, down = rng.uniform(0.42, 0.6), rng.uniform(-0.25, 0.25)
        shoes = one.joined(one.moved(1.0, right, down, mirror=rng.random() < 0.6))
    if rng.random() < 0.55:
        return shoes
    angle, flat = np.deg2rad(rng.uniform(45, 105)), rng.uniform(0.3, 0.75)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    tilt = turn.T * (1, flat)  # turned, then seen from a low place
    tops = [each @ tilt for each in shoes.outlines]
    thick = np.array((0, rng.uniform(0.03, 0.1)))
    soles = [each + thick for each in tops] if rng.random() < 0.6 else []
    return Doodle(tops + soles, [each @ tilt for each in shoes.lines])


def _sole(rng: Rng) -> list[tuple[float, float]]:
    wide, waist, heel = rng.uniform(0.17, 0.24), rng.uniform(0.12, 0.2), rng.uniform(0.12, 0.19)
    return [
        (0.5, 0.0), (0.5 + wide * 0.8, 0.06), (0.5 + wide, 0.25), (0.5 + waist, 0.6),
        (0.5 + heel, 0.9), (0.5, 1.0), (0.5 - heel, 0.9), (0.5 - waist, 0.6),
        (0.5 - wide, 0.25), (0.5 - wide * 0.8, 0.06),
    ]  # fmt: skip


def _flip_flop(rng: Rng) -> Doodle:
    doodle = Doodle()
    doodle.outline(*_sole(rng))
    toe, low = rng.uniform(0.1, 0.25), rng.uniform(0.4, 0.6)
    if rng.random() < 0.65:
        doodle.line((0.33, low), (0.5, toe), (0.67, low))
    else:
        doodle.line((0.3, toe + 0.1), (0.5, toe), (0.7, toe + 0.1))
        doodle.line((0.31, low), (0.5, low - 0.08), (0.69, low))
    return doodle


def _slide(rng: Rng) -> Doodle:
    """A sole with one broad band over it, or two and a band around the heel."""
    doodle = Doodle()
    doodle.outline(*_sole(rng))
    for start in (0.12, 0.38) if rng.random() < 0.5 else (rng.uniform(0.14, 0.26),):
        deep = rng.uniform(0.1, 0.22)
        band = [(0.28, start + 0.05), (0.5, start), (0.72, start + 0.05)]
        doodle.line(*band, *[(x, y + deep) for x, y in band[::-1]], band[0])
    if rng.random() < 0.3:
        doodle.lines.append(arc((0.5, 0.72), (0.17, 0.25), 0, 180, 10))
    return doodle


def _laced_top(rng: Rng) -> Doodle:
    doodle = Doodle()
    doodle.outline(*_sole(rng))
    doodle.lines.append(arc((0.5, 0.75), (0.1, 0.17), 0, 360, 16))
    doodle.lines.append(arc((0.5, 0.2), (0.18, 0.06), 0, 180, 8))
    for y in np.linspace(0.3, 0.55, rng.integers(2, 6)):
        doodle.line((0.41, y), (0.59, y + rng.uniform(-0.03, 0.03)))
    return doodle


def _flat_side(rng: Rng) -> Doodle:
    thick, high = rng.uniform(0.06, 0.15), rng.uniform(0.15, 0.32)
    doodle = Doodle()
    doodle.outline((0.0, -thick), (0.5, -thick * 0.9), (1.0, -thick), (0.98, 0.0), (0.02, 0.0))
    start, end = rng.uniform(0.3, 0.5), rng.uniform(0.75, 0.95)
    over = arc(((start + end) / 2, -thick), ((end - start) / 2, high), 180, 360, 8)
    if rng.random() < 0.5:
        doodle.outlines.append(over)
    else:
        doodle.lines.append(over)
        doodle.lines.append(over * (0.8, 0.8) + (0.12, -0.02))
    return doodle


def _strappy(rng: Rng) -> Doodle:
    """Sole with heel or wedge, a strap over the toes and one around the ankle."""
    heel = rng.choice((0.04, rng.uniform(0.1, 0.25), rng.uniform(0.25, 0.55)))
    wedge = rng.random() < 0.4
    thick = rng.uniform(0.03, 0.08)
    top = [(0.0, -heel - thick), (0.2, -heel - thick), (0.6, -thick - 0.03), (1.0, -thick)]
    doodle = Doodle()
    if wedge:
        doodle.outline(*top, (0.99, 0.0), (0.05, 0.0))
    else:
        wide = rng.uniform(0.04, 0.2)
        doodle.outline(
            *top, (0.99, 0.0), (0.6, 0.0), (wide + 0.05, -heel * 0.9), (wide, 0.0), (0.03, 0.0)
        )
    ankle, up = rng.uniform(0.1, 0.3), rng.uniform(0.25, 0.45)
    y = -heel - thick
    loop = arc((0.17 + ankle / 4, y - up), (ankle / 2 + 0.05, rng.uniform(0.04, 0.1)), 0, 360, 12)
    if rng.random() < 0.85:
        doodle.lines.append(loop)
        doodle.line((0.02, y), (0.05, y - up))
        if rng.random() < 0.5:
            doodle.line((0.1, y), (0.12, y - up))
    for start in rng.uniform(0.55, 0.85, rng.integers(1, 4)):
        high, reach = rng.uniform(0.1, 0.22), rng.uniform(0.12, 0.25)
        doodle.lines.append(arc((start, -thick - 0.02), (reach / 2, high), 180, 360, 7))
    if rng.random() < 0.5:
        doodle.line((0.3, y - up * 0.9), (0.6, -thick - 0.18), (0.8, -thick - 0.1))
    if rng.random() < 0.4:
        doodle.line((0.25, -heel - thick), (0.45, -heel * 0.5 - thick - 0.25), (0.6, -thick))
    if rng.random() < 0.3:  # an upper of bands from ankle to toe
        back, instep = (0.05, y - up), (0.35, y - up * 0.8)
        doodle.outline(
            back, instep, (0.62, -thick - 0.22), (0.95, -thick - 0.1), (0.97, -thick), (0.02, y)
        )
        for start in np.linspace(0.2, 0.8, rng.integers(2, 6)):
            doodle.line((start - 0.1, -thick - 0.3), (start + 0.12, -thick - 0.02))
    return doodle
