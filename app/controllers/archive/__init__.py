"""Layers and their bands, files and projects opened, indexes made."""
