"""The manifest: what the index holds, of which model and which rasters."""
