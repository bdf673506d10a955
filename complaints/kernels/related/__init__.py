"""Which messages are the same matter, and what speaks for it: words first, then place and time."""

from complaints.kernels.related.grouping import group_texts
from complaints.kernels.related.lexicon import Lexicon, counts_of, counts_of_pairs
from complaints.kernels.related.places import building_of
from complaints.kernels.related.ranking import Likeness, Subject, rank_related

__all__ = [
    "Lexicon",
    "Likeness",
    "Subject",
    "building_of",
    "counts_of",
    "counts_of_pairs",
    "group_texts",
    "rank_related",
]
