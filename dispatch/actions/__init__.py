"""Dispatch's verbs: the only writes to its tables. Locks go ground first, then up."""
