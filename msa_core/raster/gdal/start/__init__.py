"""GDAL and its environment, settled once before anything is opened."""
