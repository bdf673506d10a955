"""This app's part of the demonstration: what became of each complaint, until the moment given."""
