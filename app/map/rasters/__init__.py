"""The rasters on the map, their pictures made on other threads, and what of them is not searched."""
