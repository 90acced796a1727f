"""Models made of others' weights: where they lie, how they are named."""
