"""Rasters: finding, opening, placing, tiling, reading, warping and writing them. The only door to rasterio."""
