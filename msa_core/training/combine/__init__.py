"""One checkpoint of several: averages and blends of weights."""
