"""Forecasts held against what happened."""

from . import es, stressed, var

__all__ = ["es", "stressed", "var"]
