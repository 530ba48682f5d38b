"""The one reader and writer of workbook files (Office Open XML)."""
