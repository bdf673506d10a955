"""Whistles: their pages, and the steps taken on them."""
