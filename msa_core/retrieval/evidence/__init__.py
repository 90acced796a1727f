"""A search kept as evidence: what was asked of which data by which model, what was found, and asking it again."""
