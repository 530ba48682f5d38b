"""Built-in crises: windows, factors and what covers what."""
