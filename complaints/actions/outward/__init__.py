"""What leaves the house: where to, what of it, and on its way."""
