"""Films and voice notes: what was hung on to them stays behind, the rest is refused in words."""

import io

import av
import pytest
from PIL import Image

from complaints.files.recordings import Reason, RecordingRefused, apart, coding, make, take_in
from tests.complaints.test_photos import is_blue, is_red
from tests.recordings import CANARY, film, note

LIMIT = 60 * 1024 * 1024


def made_of(data):
    taken, found = take_in(data, max_bytes=LIMIT)
    return make(taken, turn=found.turn)


def streams(data):
    with av.open(io.BytesIO(data)) as container:
        return [(one.type, one.codec_context.name) for one in container.streams]


def first_picture(data) -> Image.Image:
    with av.open(io.BytesIO(data)) as container:
        return next(container.decode(video=0)).to_image()


def refusal(data, **limits):
    with pytest.raises(RecordingRefused) as caught:
        take_in(data, **{"max_bytes": LIMIT, **limits})
    assert str(caught.value.message)
    return caught.value.reason


@pytest.mark.parametrize(
    ("container", "codec", "sound"),
    [("mov", "libx264", "aac"), ("mp4", "libx264", "aac"), ("webm", "libvpx", "libopus"),
     ("3gp", "mpeg4", "aac"), ("matroska", "libx264", "libmp3lame")],
)  # fmt: skip
def test_a_film_of_every_kind_of_phone_becomes_h264_and_aac(container, codec, sound):
    whole, silent, width, height = made_of(film(container=container, codec=codec, sound=sound))
    assert streams(whole) == [("video", "h264"), ("audio", "aac")]
    assert streams(silent) == [("video", "h264")]
    assert (width, height) == (160, 120)
    picture = first_picture(whole)
    assert is_red(picture.getpixel((20, 60)))
    assert is_blue(picture.getpixel((140, 60)))


@pytest.mark.parametrize(
    ("container", "codec", "rate"),
    [("ogg", "libopus", 48_000), ("mp3", "libmp3lame", 48_000), ("wav", "pcm_s16le", 48_000),
     ("mp4", "aac", 48_000), ("webm", "libopus", 48_000), ("amr", "libopencore_amrnb", 8_000),
     ("adts", "aac", 48_000)],
)  # fmt: skip
def test_a_voice_note_of_every_kind_of_phone_becomes_aac(container, codec, rate):
    taken, found = take_in(note(container=container, codec=codec, rate=rate), max_bytes=LIMIT)
    assert not found.is_video
    assert found.seconds == pytest.approx(1.0, abs=0.2)
    whole, silent, width, height = make(taken, turn=0)
    assert streams(whole) == [("audio", "aac")]
    assert (silent, width, height) == (b"", 0, 0)


def test_where_it_was_filmed_stays_behind_before_anything_is_stored():
    names = ("location", "com.apple.quicktime.location.ISO6709", "comment", "title")
    dirty = film(notes=dict.fromkeys(names, CANARY))
    assert CANARY.encode() in dirty
    taken, _found = take_in(dirty, max_bytes=LIMIT)
    whole, silent, *_size = make(taken, turn=0)
    for data in (taken, whole, silent):
        assert CANARY.encode() not in data


def test_what_hangs_on_behind_a_film_is_gone():
    polyglot = film() + b"<script>alert(1)</script>" + CANARY.encode()
    taken, _found = take_in(polyglot, max_bytes=LIMIT)
    assert b"script" not in taken
    assert CANARY.encode() not in taken


def test_of_several_tracks_the_first_picture_and_the_first_sound_are_kept():
    taken, _found = take_in(film(extra=True), max_bytes=LIMIT)
    assert streams(taken) == [("video", "h264"), ("audio", "aac")]


@pytest.mark.parametrize("turned", [0, 90, 180, -90])
def test_a_film_stands_upright_however_the_phone_was_held(turned):
    taken, found = take_in(film(turned=turned), max_bytes=LIMIT)
    whole, _silent, width, height = make(taken, turn=found.turn)
    assert (width, height) == ((120, 160) if turned % 180 else (160, 120))
    with av.open(io.BytesIO(whole)) as container:
        upright = next(container.decode(video=0))
    assert upright.rotation == 0
    picture = upright.to_image()
    red, blue = {0: ((20, 60), (140, 60)), 180: ((140, 60), (20, 60)),
                 90: ((60, 140), (60, 20)), -90: ((60, 20), (60, 140))}[turned]  # fmt: skip
    assert is_red(picture.getpixel(red))
    assert is_blue(picture.getpixel(blue))


def test_a_large_film_is_made_smaller_and_a_fast_one_slower():
    whole, _silent, width, height = made_of(film(0.5, size=(1920, 1080), rate=60))
    assert (width, height) == (1280, 720)
    with av.open(io.BytesIO(whole)) as container:
        assert len(list(container.decode(video=0))) == pytest.approx(15, abs=1)


def test_a_film_without_sound_is_a_film():
    whole, silent, *_size = made_of(film(sound=""))
    assert streams(whole) == streams(silent) == [("video", "h264")]


@pytest.mark.parametrize(
    "data",
    [
        b"MZ\x90\x00" + bytes(2000),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"PK\x03\x04" + bytes(400),
        b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"\xff\xd8\xff\xe0" + bytes(300),
        "一段话".encode(),
    ],
)
def test_what_is_no_recording_is_refused_by_its_bytes(data):
    assert refusal(data) == Reason.NOT_A_RECORDING


def test_nothing_too_much_and_broken_off_each_have_their_words():
    good = film()
    assert refusal(b"") == Reason.EMPTY
    assert refusal(good, max_bytes=100) == Reason.TOO_LARGE
    assert refusal(good[: len(good) // 3]) == Reason.DAMAGED
    assert refusal(b"\x00\x00\x00\x18ftypmp42" + bytes(500)) == Reason.DAMAGED


def test_a_film_beyond_half_a_minute_is_refused_by_the_length_it_plays():
    assert refusal(film(33, rate=2, size=(32, 32))) == Reason.TOO_LONG
    assert take_in(film(30, rate=2, size=(32, 32)), max_bytes=LIMIT)[1].seconds == pytest.approx(
        30, abs=0.6
    )
    assert refusal(note(124)) == Reason.TOO_LONG


def test_a_picture_of_too_many_points_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(coding, "MAX_PIXELS", 100)
    source = tmp_path / "given"
    source.write_bytes(film())
    with pytest.raises(RecordingRefused) as caught:
        coding.take_in(source, tmp_path / "taken", demuxer="mov")
    assert caught.value.reason == Reason.TOO_MANY_PIXELS


def test_a_decoder_that_takes_too_long_is_ended_and_the_file_refused(monkeypatch):
    monkeypatch.setattr(apart, "TAKE_IN_SECONDS", 0.01)
    assert refusal(film()) == Reason.DAMAGED


@pytest.mark.parametrize("place", [0.1, 0.4, 0.7, 0.95])
def test_bytes_turned_over_in_the_middle_end_in_words_or_in_a_film(place):
    data = bytearray(film())
    at = int(len(data) * place)
    data[at : at + 40] = bytes(255 - one for one in data[at : at + 40])
    try:
        taken, found = take_in(bytes(data), max_bytes=LIMIT)
        kinds = streams(make(taken, turn=found.turn)[0])
    except RecordingRefused:
        kinds = []
    assert kinds[:1] in ([], [("video", "h264")])
