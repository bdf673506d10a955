"""Foresee 预见: what the years of complaints say about what may come."""
