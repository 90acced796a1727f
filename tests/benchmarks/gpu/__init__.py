"""What only a GPU can tell, each part in a process of its own: for a machine that is lent for minutes."""
