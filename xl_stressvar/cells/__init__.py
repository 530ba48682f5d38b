"""What a cell is, on its way in and on its way out: the one algebra that every host speaks."""
