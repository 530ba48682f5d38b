"""The hosts: each normalises its cells to the cell algebra and back, nothing else."""
