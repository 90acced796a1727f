"""What is open: the archive, its index and its model, and what is being opened or indexed."""
