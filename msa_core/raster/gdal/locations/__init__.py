"""Where the bytes of a raster lie: in a file, in a zip, or at an address."""
