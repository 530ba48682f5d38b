"""A figure taken apart: contributions, attribution, its interval."""
