"""Newer data, on request: where it is published, how it is fetched, and what is checked before it is kept.

The one package that opens a connection, and only the command `xl-stressvar data` imports it: no
worksheet function does, and none waits for a network.
"""
