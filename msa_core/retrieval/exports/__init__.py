"""Hits as files for GIS: GeoPackage, GeoJSON, CSV, KML and GeoParquet, in any CRS, with styles."""
