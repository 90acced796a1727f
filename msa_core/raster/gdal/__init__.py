"""The door to GDAL: its settings, opening, zips, writing."""
