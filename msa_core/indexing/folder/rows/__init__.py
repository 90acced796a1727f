"""The tiles and vectors of one raster on disk: a GeoParquet shard, its columns and rules."""
