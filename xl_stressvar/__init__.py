"""Stressed VaR for spreadsheets: what would today's portfolio lose if a past crisis came back?"""

__version__ = "0.1.0"
