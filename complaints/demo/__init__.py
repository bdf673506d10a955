"""This app's part of the demonstration: invented people, places' voices and what they ask for.

Everything hangs on one seed and the moment given, so the same seed gives the same rows.
"""
