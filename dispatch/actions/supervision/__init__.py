"""Supervision and escalation: what the house demands by itself when time passes."""
