"""The project above the four apps: settings, doors of operation, and what joins both upper apps."""
