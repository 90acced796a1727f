"""Rasters: finding, opening, placing, tiling, reading, warping, writing. The only door to rasterio."""
