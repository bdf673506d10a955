"""Why a recording is refused, in words; and what was found in one that is not."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from complaints.errors import Invalid

VIDEO_SECONDS = 30
VOICE_SECONDS = 120


class Reason(StrEnum):
    """Why a recording is refused."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_A_RECORDING = "not_a_recording"
    TOO_LONG = "too_long"
    TOO_MANY_PIXELS = "too_many_pixels"
    DAMAGED = "damaged"


MESSAGES: dict[Reason, Any] = {
    Reason.EMPTY: _("这个文件是空的，请重新选择。"),
    Reason.TOO_LARGE: _("这个文件太大，请录短一些再传。"),
    Reason.NOT_A_RECORDING: _("这个文件不是视频或录音。请用手机拍一段短视频，或录一段语音。"),
    Reason.TOO_LONG: _("太长了：视频最长 30 秒，语音最长 2 分钟。请录短一些再传。"),
    Reason.TOO_MANY_PIXELS: _("这段视频的画面太大，请用普通清晰度再拍一次。"),
    Reason.DAMAGED: _("这段录像或录音已损坏，打不开。请重新录一段。"),
}


class RecordingRefused(Invalid):
    """The bytes are not kept; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(MESSAGES[reason], field="recordings")
        self.reason = reason


@dataclass(frozen=True)
class Found:
    """What a file holds. `seconds` is its length, `turn` the quarter turns (counter-clockwise)
    that bring the picture upright; `width` and `height` are 0 for a voice note.
    """

    is_video: bool
    seconds: float
    width: int
    height: int
    turn: int
