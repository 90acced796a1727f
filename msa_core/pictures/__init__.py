"""Pictures as cameras, scanners and screens make them, read with Pillow alone: what raster and training share."""
