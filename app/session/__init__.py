"""What is open, chosen and found: the state of the window, without widgets."""
