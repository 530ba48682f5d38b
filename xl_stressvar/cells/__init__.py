"""Cells in, cells out: the one cell algebra every host speaks, and how arguments are read from it."""
