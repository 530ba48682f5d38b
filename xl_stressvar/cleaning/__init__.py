"""A raw export made into prices: where its table lies, and what its texts mean as numbers and days."""
