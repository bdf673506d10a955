"""Whistles read: whom one may call, the page, the lists, the rate."""
