"""Films and notes as phones make them, drawn here: left half red, right half blue, one tone."""

import io
from fractions import Fraction

import av
import numpy as np

CANARY = "SECRET-HOME-116.3974-39.9093"
RATE = 48_000
STEP = 960


def film(
    seconds=1.0,
    *,
    size=(160, 120),
    rate=10,
    container="mov",
    codec="libx264",
    sound="aac",
    turned=0,
    notes=None,
    extra=False,
):
    """A film in a container; `turned` is how the phone was held, in degrees."""
    out = io.BytesIO()
    with av.open(out, "w", format=container, options=_options(container)) as made:
        for key, words in (notes or {}).items():
            made.metadata[key] = words
        video = made.add_stream(codec, rate=rate)
        video.width, video.height = size
        video.pix_fmt = "yuv420p"
        if turned:
            video.set_display_rotation(turned)
        tone = made.add_stream(sound, rate=RATE, layout="mono") if sound else None
        second = made.add_stream(sound, rate=RATE, layout="mono") if extra else None
        picture = np.zeros((size[1], size[0], 3), np.uint8)
        picture[:, : size[0] // 2, 0] = 255
        picture[:, size[0] // 2 :, 2] = 255
        for number in range(round(seconds * rate)):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, rate)
            made.mux(video.encode(frame))
        made.mux(video.encode(None))
        for one in filter(None, (tone, second)):
            _sing(made, one, seconds)
    return out.getvalue()


def note(seconds=1.0, *, container="ogg", codec="libopus", notes=None, rate=RATE):
    """A voice note: a tone, and no picture."""
    out = io.BytesIO()
    with av.open(out, "w", format=container, options=_options(container)) as made:
        for key, words in (notes or {}).items():
            made.metadata[key] = words
        _sing(made, made.add_stream(codec, rate=rate, layout="mono"), seconds, rate)
    return out.getvalue()


def _sing(made, stream, seconds, rate=RATE):
    """The tone in the samples that the codec takes."""
    step = stream.codec_context.frame_size or STEP
    resampler = av.AudioResampler(
        format=stream.codec_context.format, layout="mono", rate=rate, frame_size=step
    )
    at = 0
    while at < seconds * rate:
        samples = np.sin((np.arange(STEP) + at) / rate * 440 * 2 * np.pi) * 0.3
        frame = av.AudioFrame.from_ndarray(
            samples.astype(np.float32)[None], format="fltp", layout="mono"
        )
        frame.sample_rate, frame.pts, frame.time_base = rate, at, Fraction(1, rate)
        at += STEP
        for one in resampler.resample(frame):
            made.mux(stream.encode(one))
    for one in resampler.resample(None):
        made.mux(stream.encode(one))
    made.mux(stream.encode(None))


def _options(container):
    return {"movflags": "use_metadata_tags"} if container in {"mov", "mp4"} else {}
