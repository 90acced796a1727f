"""The list of hits, with its options and keys."""
