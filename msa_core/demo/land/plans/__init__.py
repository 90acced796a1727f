"""The plan of a landscape: what stands where, in which style, and the geometry of it."""
