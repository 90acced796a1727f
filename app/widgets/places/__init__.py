"""Places found: list, grid, table, histogram, saving and reviewing them."""
