"""The headless half of MSA Analyst: rasters, the MSA model, indexes and search. It never draws."""

__version__ = "0.1.0"
