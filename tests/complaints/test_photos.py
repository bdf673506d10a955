"""Files a phone or an attacker sends: photos come out clean, the rest is refused in words."""

import hashlib
import io
import random
import struct
import subprocess
import sys
import zipfile
import zlib

import pillow_heif
import pytest
from PIL import Image, ImageDraw

from complaints.errors import Invalid
from complaints.files.photos import CleanPhoto, PhotoReason, PhotoRefused, clean_photo

CANARY = b"SECRET-HOME-116.3974-39.9093"
NO_PHOTOS = ("svg", "bare-svg", "html", "exe", "elf", "pdf", "zeros", "text", "chinese", "zip")
ORIENTATION, DESCRIPTION, GPS = 0x0112, 0x010E, 0x8825


def picture(width=80, height=40, mode="RGB"):
    """Left half red, right half blue: one sees how it was turned."""
    image = Image.new(mode, (width, height), "red")
    ImageDraw.Draw(image).rectangle((width // 2, 0, width, height), fill="blue")
    return image


def saved(image, kind, **options):
    made = io.BytesIO()
    image.save(made, kind, **options)
    return made.getvalue()


def with_metadata(orientation=1):
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[DESCRIPTION] = CANARY.decode()
    exif.get_ifd(GPS).update({1: "N", 2: (39.0, 54.0, 33.0), 3: "E", 4: (116.0, 23.0, 50.0)})
    return exif


def opened(clean):
    return Image.open(io.BytesIO(clean.data))


def is_red(pixel):
    return pixel[0] > 200 and pixel[2] < 60


def is_blue(pixel):
    return pixel[2] > 200 and pixel[0] < 60


def refusal(data, **limits):
    with pytest.raises(PhotoRefused) as caught:
        clean_photo(data, **limits)
    assert isinstance(caught.value, Invalid)
    assert caught.value.message
    return caught.value.reason


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_photos_of_every_accepted_kind_become_jpegs(kind):
    clean = clean_photo(saved(picture(), kind))
    image = opened(clean)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (80, 40))
    assert (clean.width, clean.height) == (80, 40)
    assert clean.sha256 == hashlib.sha256(clean.data).hexdigest()
    assert is_red(image.getpixel((10, 20)))
    assert is_blue(image.getpixel((70, 20)))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_where_it_was_taken_and_by_what_stays_behind(kind):
    options = {"exif": with_metadata()}
    if kind == "JPEG":
        options["comment"] = CANARY
    dirty = saved(picture(), kind, **options)
    assert CANARY in dirty
    image = opened(clean_photo(dirty))
    assert CANARY not in clean_photo(dirty).data
    assert not dict(image.getexif())
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_comment_xmp_and_profile_in_a_jpeg_stay_behind():
    dirty = saved(picture(), "JPEG", comment=CANARY, icc_profile=CANARY, xmp=CANARY)
    assert dirty.count(CANARY) == 3
    assert CANARY not in clean_photo(dirty).data


def test_texts_in_a_png_stay_behind():
    from PIL.PngImagePlugin import PngInfo

    notes = PngInfo()
    notes.add_text("Author", CANARY.decode())
    dirty = saved(picture(), "PNG", pnginfo=notes)
    assert CANARY in dirty
    assert CANARY not in clean_photo(dirty).data


def test_what_hangs_on_behind_the_picture_is_gone():
    polyglot = saved(picture(), "JPEG") + b"<script>alert(1)</script>" + CANARY
    clean = clean_photo(polyglot)
    assert b"script" not in clean.data
    assert CANARY not in clean.data


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_however_the_phone_was_held(orientation):
    # The camera's own pixels for each way of holding it, so that all come out alike.
    undone = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    held = picture()
    if orientation in undone:
        held = held.transpose(undone[orientation])
    clean = clean_photo(saved(held, "JPEG", exif=with_metadata(orientation), quality=95))
    image = opened(clean)
    assert image.size == (80, 40)
    assert is_red(image.getpixel((10, 20)))
    assert is_blue(image.getpixel((70, 20)))


def test_a_large_photo_is_shrunk_to_its_longest_side():
    clean = clean_photo(saved(picture(4000, 3000), "JPEG"))
    assert (clean.width, clean.height) == (2560, 1920)
    small = clean_photo(saved(picture(300, 900), "JPEG"), longest_side=90)
    assert (small.width, small.height) == (30, 90)


def test_transparent_parts_become_white():
    image = Image.new("RGBA", (8, 8), (0, 0, 0, 0))
    assert opened(clean_photo(saved(image, "PNG"))).getpixel((4, 4)) == (255, 255, 255)
    palette = Image.new("P", (8, 8))
    clean = clean_photo(saved(palette, "PNG", transparency=0))
    assert opened(clean).getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "1", "P", "CMYK", "I;16"])
def test_every_colour_mode_comes_out_in_colour(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    clean = clean_photo(saved(Image.new(mode, (20, 10)), kind))
    assert opened(clean).mode == "RGB"


def test_a_phones_two_pictures_in_one_file_give_the_first():
    data = saved(picture(), "MPO", save_all=True, append_images=[Image.new("RGB", (80, 40))])
    image = opened(clean_photo(data))
    assert image.format == "JPEG"
    assert is_red(image.getpixel((10, 20)))


def zipped():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.txt", "a")
    return made.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
        b"<svg onload='alert(1)'/>",
        b"<!DOCTYPE html><html><script>alert(1)</script></html>",
        b"MZ\x90\x00" + b"\x00" * 500,
        b"\x7fELF" + b"\x00" * 500,
        b"%PDF-1.7\n%abc",
        b"\x00" * 1000,
        b"plain words",
        "漏雨的照片".encode(),
        zipped(),
        saved(picture(), "GIF"),
        saved(picture(), "TIFF"),
        saved(picture(), "BMP"),
        saved(picture(), "ICO"),
    ],
    ids=[*NO_PHOTOS, "gif", "tiff", "bmp", "ico"],
)
def test_what_is_no_photo_is_refused_whatever_its_name(data):
    assert refusal(data) is PhotoReason.NOT_A_PHOTO


def test_an_empty_file_is_refused():
    assert refusal(b"") is PhotoReason.EMPTY


def test_a_file_over_the_limit_is_refused_unread():
    data = saved(picture(), "JPEG")
    assert refusal(data, max_bytes=len(data) - 1) is PhotoReason.TOO_LARGE
    assert isinstance(clean_photo(data, max_bytes=len(data)), CleanPhoto)
    assert refusal(b"\x00" * 60_000_000) is PhotoReason.TOO_LARGE


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_cut_off_photo_is_refused(kind):
    noise = random.Random(5)
    image = Image.frombytes("RGB", (64, 64), noise.randbytes(64 * 64 * 3))
    data = saved(image, kind)
    assert refusal(data[: len(data) // 2]) is PhotoReason.DAMAGED


def png_claiming(width, height):
    """A well-formed head of a picture that would fill the memory."""

    def chunk(kind, content):
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize(
    ("width", "height"), [(12_000, 12_000), (30_000, 30_000), (8_000, 5_001), (2**31 - 1, 1)]
)
def test_a_pixel_bomb_is_refused_by_its_head(width, height):
    assert refusal(png_claiming(width, height)) is PhotoReason.TOO_MANY_PIXELS


@pytest.mark.filterwarnings("error::PIL.Image.DecompressionBombWarning")
def test_a_pixel_bomb_is_refused_where_the_librarys_warning_is_an_error():
    assert refusal(png_claiming(12_000, 12_000)) is PhotoReason.TOO_MANY_PIXELS


def test_the_limit_on_pixels_is_inclusive():
    data = saved(picture(80, 40), "PNG")
    assert refusal(data, max_pixels=3199) is PhotoReason.TOO_MANY_PIXELS
    assert clean_photo(data, max_pixels=3200).width == 80


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_bytes_changed_at_random_are_cleaned_or_refused_but_never_crash(kind):
    noise = random.Random(kind)
    good = saved(picture(), kind, exif=with_metadata())
    for _ in range(150):
        bad = bytearray(good)
        for _ in range(noise.randint(1, 8)):
            bad[noise.randrange(len(bad))] = noise.randrange(256)
        try:
            clean = clean_photo(bytes(bad))
        except PhotoRefused:
            continue
        assert opened(clean).format == "JPEG"


def test_a_message_waits_for_the_readers_language():
    from django.utils import translation

    with translation.override("zh-hans"):
        assert "HEIC" in PhotoRefused(PhotoReason.NOT_A_PHOTO).message


def test_a_heic_photo_with_a_phones_orientation_stands_upright():
    made = io.BytesIO()
    heif = pillow_heif.from_pillow(picture().transpose(Image.Transpose.ROTATE_90))
    heif.save(made, exif=with_metadata(6).tobytes())
    image = opened(clean_photo(made.getvalue()))
    assert image.size == (80, 40)
    assert is_red(image.getpixel((10, 20)))


def test_the_library_that_knows_file_kinds_needs_no_system_package():
    answer = subprocess.run(
        [sys.executable, "-c", "import pylibmagic, magic; print(magic.from_buffer(b'%PDF-1.7'))"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.startswith("PDF")
