"""Hostile and broken environments: a table of input, expectation, result, time and memory (`make hostile`)."""
