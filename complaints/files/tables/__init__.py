"""Tables from other people's systems, and tables for them: CSV, XLSX, JSON lines."""

from complaints.files.tables.reading import Row, Table, TableRefused, open_table
from complaints.files.tables.writing import Cell, csv_chunks, safe_text, write_csv, write_xlsx

__all__ = [
    "Cell",
    "Row",
    "Table",
    "TableRefused",
    "csv_chunks",
    "open_table",
    "safe_text",
    "write_csv",
    "write_xlsx",
]
