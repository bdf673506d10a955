"""Real processes, started and killed by their own ids, on loopback, within bounds."""
