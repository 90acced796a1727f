"""Dialogs that make an index: of rasters, and of embeddings that another program made."""
