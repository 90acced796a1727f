"""Rasters that name others: virtual rasters, sidecars, and pictures put together of three files."""
