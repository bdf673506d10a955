"""Tickets as other systems hand them over."""

from complaints.files.feeds.maps import (
    BUILT_IN,
    CONSTANT_FIELDS,
    FIELDS_IN_ORDER,
    PARTED,
    FeedMap,
    guessed_columns,
    map_of,
    read_map,
)
from complaints.files.feeds.rejects import REASON, RejectsFile
from complaints.files.feeds.rows import Feed, FeedRow, Refused, open_feed

__all__ = [
    "BUILT_IN",
    "CONSTANT_FIELDS",
    "FIELDS_IN_ORDER",
    "PARTED",
    "REASON",
    "Feed",
    "FeedMap",
    "FeedRow",
    "Refused",
    "RejectsFile",
    "guessed_columns",
    "map_of",
    "open_feed",
    "read_map",
]
