"""Dispose 处置: who must act, by when, and how well."""
