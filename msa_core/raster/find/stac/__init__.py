"""STAC: what its documents say, and the rasters that they lead to."""
