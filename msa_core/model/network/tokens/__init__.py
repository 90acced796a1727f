"""What tokenizers make of words, and the tables they do it by."""
