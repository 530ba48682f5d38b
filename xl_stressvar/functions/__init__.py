"""The worksheet functions, by family: a signature that says everything, and a line or three."""
