"""REST doors of the path: the same actions as the pages, the same sight."""
