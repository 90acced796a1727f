"""The map: its basemap, where it stands, its tools."""
