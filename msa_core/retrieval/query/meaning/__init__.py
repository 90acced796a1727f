"""What the words and pictures of a query mean to the model."""
