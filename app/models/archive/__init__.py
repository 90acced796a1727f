"""Rasters and layers, as lists and trees of the window."""
