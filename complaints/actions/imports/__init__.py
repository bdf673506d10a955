"""Taking in another system's file: the bulk twin of `file_complaint`, in batches that stand."""

from complaints.actions.imports.whole import import_feed
from complaints.actions.imports.writing import BATCH, Imported

__all__ = ["BATCH", "Imported", "import_feed"]
