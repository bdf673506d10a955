"""Bytes from a phone to a clean JPEG: what is not a photo never reaches the disk, and what is one
leaves behind where it was taken, by which device and whatever was hung on to the file.
"""

import hashlib
import struct
import warnings
import zlib
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

import pylibmagic  # noqa: F401

# isort: split
# `pylibmagic` tells `magic` where its library lies, so it comes first.
import magic
import pillow_heif
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from complaints.errors import Invalid

MAX_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 40_000_000
LONGEST_SIDE = 2560
JPEG_QUALITY = 85

# Not MPO: listing it makes some Pillow releases fail. A phone's MPO is opened as the JPEG it is.
_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
_TYPES = frozenset({"image/jpeg", "image/png", "image/webp", "image/heic", "image/heif"})
# A file's kind shows in its first bytes; the rest is not worth the time.
_HEAD_BYTES = 64 * 1024
# What Pillow's decoders are known to raise over hostile or broken bytes.
_DECODING_ERRORS = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)

pillow_heif.register_heif_opener(thumbnails=False)
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


class PhotoReason(StrEnum):
    """Why a photo is refused."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_A_PHOTO = "not_a_photo"
    TOO_MANY_PIXELS = "too_many_pixels"
    DAMAGED = "damaged"


_MESSAGES = {
    PhotoReason.EMPTY: _("这个文件是空的，请重新选择照片。"),
    PhotoReason.TOO_LARGE: _("这张照片文件太大，请换一张，或先在手机里压缩。"),
    PhotoReason.NOT_A_PHOTO: _("这个文件不是照片。可以上传 JPG、PNG、WEBP 或 HEIC 格式的照片。"),
    PhotoReason.TOO_MANY_PIXELS: _("这张照片的尺寸太大，请缩小后再上传。"),
    PhotoReason.DAMAGED: _("这张照片已损坏，打不开。请重新拍摄或换一张。"),
}


class PhotoRefused(Invalid):
    """The bytes are not kept; `reason` says why."""

    def __init__(self, reason: PhotoReason) -> None:
        super().__init__(_MESSAGES[reason], field="photos")
        self.reason = reason


@dataclass(frozen=True)
class CleanPhoto:
    """A JPEG of our own making, upright, without metadata. `sha256` is of `data`, in hex."""

    data: bytes
    sha256: str
    width: int
    height: int


def clean_photo(
    data: bytes,
    *,
    max_bytes: int = MAX_BYTES,
    max_pixels: int = MAX_PIXELS,
    longest_side: int = LONGEST_SIDE,
) -> CleanPhoto:
    """Check by content, decode, turn upright, shrink and write anew; raises PhotoRefused."""
    if not data:
        raise PhotoRefused(PhotoReason.EMPTY)
    if len(data) > max_bytes:
        raise PhotoRefused(PhotoReason.TOO_LARGE)
    if magic.from_buffer(data[:_HEAD_BYTES], mime=True) not in _TYPES:
        raise PhotoRefused(PhotoReason.NOT_A_PHOTO)
    try:
        return _encoded(_decoded(data, max_pixels, longest_side))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PhotoRefused(PhotoReason.TOO_MANY_PIXELS) from None
    except _DECODING_ERRORS:
        raise PhotoRefused(PhotoReason.DAMAGED) from None


def _decoded(data: bytes, max_pixels: int, longest_side: int) -> Image.Image:
    """The photo's pixels, upright, on white, in a new image that carries nothing else along."""
    with Image.open(BytesIO(data), formats=_FORMATS) as image:
        if image.width * image.height > max_pixels:
            raise PhotoRefused(PhotoReason.TOO_MANY_PIXELS)
        image.draft("RGB", (longest_side, longest_side))
        image.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
        upright = ImageOps.exif_transpose(image)
        clean = Image.new("RGB", upright.size, "white")
        if upright.has_transparency_data:
            layer = upright.convert("RGBA")
            clean.paste(layer, mask=layer.getchannel("A"))
        else:
            clean.paste(upright.convert("RGB"))
        return clean


def _encoded(pixels: Image.Image) -> CleanPhoto:
    made = BytesIO()
    pixels.save(made, "JPEG", quality=JPEG_QUALITY)
    data = made.getvalue()
    return CleanPhoto(data, hashlib.sha256(data).hexdigest(), pixels.width, pixels.height)
