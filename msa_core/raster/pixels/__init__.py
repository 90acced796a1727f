"""From values of any type to pictures: bands, windows, stretch."""
