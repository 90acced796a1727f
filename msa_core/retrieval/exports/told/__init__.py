"""What is told about a hit and about a search, in which order and in which columns."""
