"""Verbs of a whistle and of the summons under it, one file a part of its life."""
