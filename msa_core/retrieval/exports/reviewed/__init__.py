"""Reviews as files, and as training data."""
