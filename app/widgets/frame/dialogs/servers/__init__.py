"""Dialogs about servers: basemaps and STAC catalogues."""
