"""Decoding and encoding, in a process of its own (see `apart`): the codecs are large libraries of
other people in C, and what they are given comes from anybody.
"""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.filter import Graph
from av.video.stream import VideoStream

from complaints.files.recordings.reasons import (
    VIDEO_SECONDS,
    VOICE_SECONDS,
    Found,
    Reason,
    RecordingRefused,
)

MAX_PIXELS: Final = 4096 * 2304
LONGEST_SIDE: Final = 1280
FRAMES_A_SECOND: Final = 30
# A phone counts the last second in full; nobody is refused for it.
GRACE_SECONDS: Final = 1.0
QUARTER: Final = 90
SOUND_RATE: Final = 48_000
# Takes every codec that a phone has.
KEPT_AS: Final = "nut"
# What the libraries raise over hostile or broken bytes.
BROKEN: Final = (av.FFmpegError, ArithmeticError, LookupError, TypeError, ValueError)


def take_in(source: Path, target: Path, *, demuxer: str) -> Found:
    """Copy picture and sound into a container of our own, and leave all else: places, devices,
    notes, cover pictures, further tracks. Raises RecordingRefused.
    """
    with av.open(str(source), "r", format=demuxer) as given:
        found = _found(given, _streams(given)[0])
    # Opened again and not wound back: not every container can be.
    with (
        av.open(str(source), "r", format=demuxer) as given,
        av.open(str(target), "w", format=KEPT_AS) as kept,
    ):
        # By the length as played, not as written in the head.
        seconds = _copy(given, kept, *_streams(given))
    if seconds > _longest(found.is_video) + GRACE_SECONDS:
        raise RecordingRefused(Reason.TOO_LONG)
    return Found(found.is_video, round(seconds, 1), found.width, found.height, found.turn)


def make(source: Path, target: Path, silent: Path, *, turn: int) -> tuple[int, int]:
    """Decode what was taken in and encode it anew: H.264 and AAC in MP4, upright, at most 1280
    points long and 30 pictures a second; a video also without its sound. Gives width and height.
    """
    size = (0, 0)
    with av.open(str(source), "r", format=KEPT_AS) as given:
        video, sound = _streams(given)
        with av.open(str(target), "w", format="mp4", options={"movflags": "faststart"}) as made:
            size = _encode(given, made, video, sound, turn)
    if video is not None:
        _without_sound(target, silent)
    return size


def _streams(given: InputContainer) -> tuple[VideoStream | None, AudioStream | None]:
    """The first picture and the first sound; a cover is no picture."""
    pictures = [one for one in given.streams.video if not _is_cover(one)]
    video = pictures[0] if pictures else None
    sound = given.streams.audio[0] if given.streams.audio else None
    if video is None and sound is None:
        raise RecordingRefused(Reason.NOT_A_RECORDING)
    if video is not None and not 0 < video.width * video.height <= MAX_PIXELS:
        raise RecordingRefused(Reason.TOO_MANY_PIXELS)
    return video, sound


def _is_cover(stream: VideoStream) -> bool:
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


def _found(given: InputContainer, video: VideoStream | None) -> Found:
    """By one picture really decoded: which way up, and whether it can be opened at all."""
    if video is None:
        return Found(False, 0.0, 0, 0, 0)
    first = next(given.decode(video), None)
    if first is None:
        raise RecordingRefused(Reason.DAMAGED)
    turn = round(first.rotation / QUARTER) % 4
    width, height = (first.height, first.width) if turn % 2 else (first.width, first.height)
    return Found(True, 0.0, width, height, turn)


def _longest(is_video: bool) -> int:
    return VIDEO_SECONDS if is_video else VOICE_SECONDS


def _copy(
    given: InputContainer,
    kept: OutputContainer,
    video: VideoStream | None,
    sound: AudioStream | None,
) -> float:
    """Packet by packet; stops where it is longer than allowed. Gives the seconds it plays."""
    wanted = [one for one in (video, sound) if one is not None]
    into = {one.index: kept.add_stream_from_template(one, opaque=True) for one in wanted}
    limit = _longest(video is not None) + GRACE_SECONDS
    begin, end = None, 0.0
    for packet in given.demux(wanted):
        if not packet.size or packet.pts is None:
            continue
        at = float(packet.pts * packet.time_base)
        begin = at if begin is None else min(begin, at)
        end = max(end, at + float((packet.duration or 0) * packet.time_base))
        if end - begin > limit:
            break
        packet.stream = into[packet.stream.index]
        kept.mux(packet)
    if begin is None:
        raise RecordingRefused(Reason.DAMAGED)
    return end - begin


def _encode(
    given: InputContainer,
    made: OutputContainer,
    video: VideoStream | None,
    sound: AudioStream | None,
    turn: int,
) -> tuple[int, int]:
    picture = _Pictures(made, video, turn) if video is not None else None
    noise = _Sounds(made, sound) if sound is not None else None
    for packet in given.demux([one for one in (video, sound) if one is not None]):
        for frame in packet.decode():
            if isinstance(frame, av.VideoFrame) and picture is not None:
                picture.take(frame)
            elif isinstance(frame, av.AudioFrame) and noise is not None:
                noise.take(frame)
    for one in (picture, noise):
        if one is not None:
            one.end()
    return picture.size if picture is not None else (0, 0)


class _Pictures:
    """Turns, shrinks and thins the pictures, and encodes them."""

    def __init__(self, made: OutputContainer, source: VideoStream, turn: int) -> None:
        self._made = made
        width, height = source.width, source.height
        if turn % 2:
            width, height = height, width
        part = min(1.0, LONGEST_SIDE / max(width, height))
        # H.264 counts its points in pairs.
        self.size = _even(width * part), _even(height * part)
        self._stream = made.add_stream("libx264", rate=FRAMES_A_SECOND)
        self._stream.width, self._stream.height = self.size
        self._stream.pix_fmt = "yuv420p"
        self._stream.options = {"crf": "27", "preset": "veryfast"}
        self._graph = self._filters(source, turn)
        self._count = 0

    def _filters(self, source: VideoStream, turn: int) -> Graph:
        graph = Graph()
        steps = [graph.add_buffer(template=source, time_base=source.time_base)]
        steps += [graph.add("transpose", "cclock") for _ in range(turn)]
        steps.append(graph.add("scale", f"{self.size[0]}:{self.size[1]}"))
        steps.append(graph.add("fps", str(FRAMES_A_SECOND)))
        steps.append(graph.add("format", "yuv420p"))
        steps.append(graph.add("buffersink"))
        graph.link_nodes(*steps).configure()
        return graph

    def take(self, frame: av.VideoFrame) -> None:
        self._graph.push(frame)
        self._encode_ready()

    def end(self) -> None:
        self._graph.push(None)
        self._encode_ready()
        self._made.mux(self._stream.encode(None))

    def _encode_ready(self) -> None:
        for frame in _pulled(self._graph):
            frame.pts, frame.time_base = self._count, Fraction(1, FRAMES_A_SECOND)
            frame.pict_type = 0
            self._count += 1
            self._made.mux(self._stream.encode(frame))


class _Sounds:
    """One channel of sound, encoded."""

    def __init__(self, made: OutputContainer, source: AudioStream) -> None:
        self._made = made
        self._stream = made.add_stream("aac", rate=SOUND_RATE, layout="mono")
        self._stream.bit_rate = 64_000
        self._resampler = AudioResampler(format="fltp", layout="mono", rate=SOUND_RATE)

    def take(self, frame: av.AudioFrame | None) -> None:
        for one in self._resampler.resample(frame):
            self._made.mux(self._stream.encode(one))

    def end(self) -> None:
        self.take(None)
        self._made.mux(self._stream.encode(None))


def _even(side: float) -> int:
    return max(2, round(side / 2) * 2)


def _pulled(graph: Graph) -> Iterator[av.VideoFrame]:
    while True:
        try:
            frame = graph.pull()
        except (av.BlockingIOError, av.EOFError):
            return
        if isinstance(frame, av.VideoFrame):
            yield frame


def _without_sound(source: Path, target: Path) -> None:
    with (
        av.open(str(source), "r", format="mov") as given,
        av.open(str(target), "w", format="mp4", options={"movflags": "faststart"}) as made,
    ):
        into = made.add_stream_from_template(given.streams.video[0])
        for packet in given.demux(given.streams.video[0]):
            if packet.dts is not None:
                packet.stream = into
                made.mux(packet)
