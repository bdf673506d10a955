"""A short video or a voice note, made anew: what a phone hangs on to it stays behind."""

from complaints.files.recordings.apart import make, take_in
from complaints.files.recordings.reasons import Found, Reason, RecordingRefused

__all__ = ["Found", "Reason", "RecordingRefused", "make", "take_in"]
