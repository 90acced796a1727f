"""What lies under the rasters: land and graticule, and tiles from a server or an MBTiles file."""
