"""What the window says of scores, reviews and what the core reports."""
