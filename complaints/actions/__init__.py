"""The ground's verbs: the only writes to its tables."""
