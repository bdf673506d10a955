"""The nouns of forecasting; one file a noun. Siblings import by file, never from this package."""

from forecasting.models.count import DailyCount
from forecasting.models.scan import ScanRun

__all__ = ["DailyCount", "ScanRun"]
