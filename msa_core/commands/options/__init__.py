"""Options and the terminal, as all verbs share them."""
