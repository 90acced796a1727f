"""Which rasters there are, when they were taken, and what their headers say."""
