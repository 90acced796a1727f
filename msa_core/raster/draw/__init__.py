"""Rasters drawn in the map's CRS."""
