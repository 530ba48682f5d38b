"""The worksheet functions, by family.

These modules do without `from __future__ import annotations`: the catalogue reads every signature at each
start, and annotations that are objects already spare it compiling each of them from its text.
"""
