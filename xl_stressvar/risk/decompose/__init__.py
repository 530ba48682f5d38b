"""A figure taken apart: contributions by part, attribution by cause."""
