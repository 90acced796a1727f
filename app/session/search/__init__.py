"""What is asked, what was found, and what is shown of it."""
