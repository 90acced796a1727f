"""The map with what floats over it: tools, popovers, the zone where files are dropped."""
