"""What a unit asks for beside its work, and what comes of it."""
