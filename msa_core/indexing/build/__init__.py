"""Making an index: survey, read ahead, embed, write."""
