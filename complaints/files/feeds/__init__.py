"""Tickets as other systems hand them over."""

from complaints.files.feeds.maps import BUILT_IN, FeedMap, read_map
from complaints.files.feeds.rejects import RejectsFile
from complaints.files.feeds.rows import Feed, FeedRow, Refused, open_feed

__all__ = [
    "BUILT_IN",
    "Feed",
    "FeedMap",
    "FeedRow",
    "Refused",
    "RejectsFile",
    "open_feed",
    "read_map",
]
