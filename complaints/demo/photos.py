"""Drawn stand-ins for photos: a street scene in flat colours with 演示图片 across it.

The four characters are kept as 24×24 dots, so that no font has to be installed.
"""

import random
from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 960, 720
_GROUND = 470
_DOTS = 24
_CAPTION = (
    "000000000000000000000e000c07001ffffc06fffc00c01c00c01c007ff0307ff03c07001cfff800fff800e73804fff8"
    "06fff80ee7380efff80cfff81c10e01c78f03bf07c09c018",
    "0000000000000000000000000000000ffff00ffff00ffff00000000000003ffffc3ffffc3ffffc001c00001c00071ce0"
    "071ce00e1c700e1c781c1c383c1c3c381c1c01f81001f800",
    "0000000000000000000000001ffff81ffff818201818701818ff9819ffd81fe3981b7f18183e1819ff981fe7f81bb1d8"
    "187e18180e1818f81819ff18180f981801181ffff81ffff8",
    "00000000000000000000070006070006070006070006070006070007fff807fff807fff80600000e00000e00000fffc0"
    "0fffc00fffc00e01c01e01c01c01c03c01c03801c03801c0",
)
Colour = tuple[int, int, int]
_WALLS: tuple[Colour, ...] = ((196, 178, 160), (170, 182, 190), (205, 190, 150), (180, 165, 175))


def draw_scene(code: str, rng: random.Random, *, is_after: bool = False) -> bytes:
    """A PNG for a category; after the work the trouble is gone and the sky is bright."""
    image = _sky(is_bright=is_after)
    pen = ImageDraw.Draw(image)
    _buildings(pen, rng)
    pen.rectangle((0, _GROUND, WIDTH, HEIGHT), fill=(150, 152, 150))
    for x in range(-40, WIDTH, 160):
        pen.rectangle((x, 590, x + 80, 600), fill=(225, 225, 220))
    if not is_after:
        _TROUBLES.get(code[:2], _heap)(pen, rng)
    _caption(pen)
    held = BytesIO()
    image.save(held, "PNG", compress_level=1)
    return held.getvalue()


def _sky(*, is_bright: bool) -> Image.Image:
    top, foot = (
        ((120, 175, 225), (225, 238, 245)) if is_bright else ((140, 150, 162), (214, 214, 208))
    )
    column = Image.new("RGB", (1, HEIGHT))
    for y in range(HEIGHT):
        share = y / HEIGHT
        mixed = tuple(round(a + (b - a) * share) for a, b in zip(top, foot, strict=True))
        column.putpixel((0, y), mixed)
    return column.resize((WIDTH, HEIGHT))


def _buildings(pen: ImageDraw.ImageDraw, rng: random.Random) -> None:
    x = -20
    while x < WIDTH:
        width, height = rng.randrange(130, 240, 10), rng.randrange(180, 400, 20)
        pen.rectangle((x, _GROUND - height, x + width, _GROUND), fill=rng.choice(_WALLS))
        for floor in range(_GROUND - height + 20, _GROUND - 40, 45):
            for window in range(x + 18, x + width - 26, 42):
                lit = rng.random() < 0.3
                pen.rectangle(
                    (window, floor, window + 24, floor + 26),
                    fill=(240, 220, 150) if lit else (95, 110, 125),
                )
        x += width + rng.randrange(10, 50, 10)


def _heap(pen: ImageDraw.ImageDraw, rng: random.Random) -> None:
    for _bag in range(26):
        x, y = rng.randrange(260, 620), rng.randrange(480, 560)
        size = rng.randrange(20, 60)
        shade = rng.randrange(40, 120)
        pen.ellipse((x, y, x + size, y + size * 0.8), fill=(shade, shade - 10, shade - 25))


def _water(pen: ImageDraw.ImageDraw, rng: random.Random) -> None:
    for _pool in range(5):
        x, y = rng.randrange(80, 640), rng.randrange(500, 640)
        width = rng.randrange(140, 320)
        pen.ellipse((x, y, x + width, y + width // 4), fill=(96, 126, 148))
        pen.arc(
            (x + 20, y + 10, x + width - 20, y + width // 4 - 10), 180, 320, fill=(200, 215, 225)
        )


def _cars(pen: ImageDraw.ImageDraw, rng: random.Random) -> None:
    for x in range(40, 860, 190):
        y = 500 + rng.randrange(0, 50, 5)
        paint = rng.choice([(160, 60, 60), (60, 80, 130), (235, 235, 235), (60, 62, 66)])
        pen.rounded_rectangle((x, y + 34, x + 160, y + 80), 14, fill=paint)
        pen.polygon(
            [(x + 30, y + 36), (x + 52, y), (x + 112, y), (x + 132, y + 36)], fill=(150, 175, 195)
        )
        for wheel in (x + 22, x + 108):
            pen.ellipse((wheel, y + 64, wheel + 32, y + 96), fill=(30, 30, 32))


def _sheds(pen: ImageDraw.ImageDraw, rng: random.Random) -> None:
    for x in (180, 420, 640):
        height = rng.randrange(80, 140, 10)
        pen.rectangle((x, 540 - height, x + 150, 540), fill=(90, 130, 170))
        for stripe in range(x + 12, x + 150, 18):
            pen.line((stripe, 540 - height, stripe, 540), fill=(70, 105, 140), width=3)


_TROUBLES: dict[str, Callable[[ImageDraw.ImageDraw, random.Random], None]] = {
    "01": _water, "02": _water, "04": _sheds, "06": _sheds, "07": _cars, "08": _cars,
}  # fmt: skip


def _caption(pen: ImageDraw.ImageDraw) -> None:
    dot = 5
    left = (WIDTH - len(_CAPTION) * _DOTS * dot) // 2
    pen.rectangle((0, 20, WIDTH, 40 + _DOTS * dot), fill=(250, 250, 246))
    for place, glyph in enumerate(_CAPTION):
        for y in range(_DOTS):
            bits = int(glyph[y * 6 : y * 6 + 6], 16)
            for x in range(_DOTS):
                if bits >> (_DOTS - 1 - x) & 1:
                    at = (left + (place * _DOTS + x) * dot, 30 + y * dot)
                    pen.rectangle((*at, at[0] + dot - 1, at[1] + dot - 1), fill=(150, 40, 30))
