"""Colours and classes of hits, as QGIS and other programs take them."""
