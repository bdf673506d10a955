"""Words across a photo, so that a forwarded screenshot says who had it."""

from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

# The usual homes of a font with Chinese shapes; without one the words are written in what there is.
FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/arphic/uming.ttc",
    "/System/Library/Fonts/PingFang.ttc",
)
ANGLE = 24
OPACITY = 120
QUALITY = 85


def watermarked(data: bytes, *, words: str) -> bytes:
    """The JPEG with the words repeated over it; without a Chinese font only its ASCII part."""
    with Image.open(BytesIO(data), formats=["JPEG"]) as image:
        photo = image.convert("RGBA")
    path = _font_path()
    shown = words if path else words.encode("ascii", "ignore").decode().strip()
    size = max(18, min(photo.size) // 26)
    font = ImageFont.truetype(path, size) if path else ImageFont.load_default(size)
    layer = Image.new("RGBA", (photo.width * 2, photo.height * 2), (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    step = max(int(pen.textlength(shown, font=font)) + size * 3, 1)
    for row, top in enumerate(range(0, layer.height, size * 6)):
        for left in range(-step // 2 * (row % 2), layer.width, step):
            pen.text((left + 1, top + 1), shown, font=font, fill=(0, 0, 0, OPACITY))
            pen.text((left, top), shown, font=font, fill=(255, 255, 255, OPACITY))
    turned = layer.rotate(ANGLE, resample=Image.Resampling.BILINEAR)
    left, top = photo.width // 2, photo.height // 2
    photo.alpha_composite(turned.crop((left, top, left + photo.width, top + photo.height)))
    made = BytesIO()
    photo.convert("RGB").save(made, "JPEG", quality=QUALITY)
    return made.getvalue()


@lru_cache(maxsize=1)
def _font_path() -> str:
    return next((path for path in FONTS if Path(path).exists()), "")
