"""From what is typed, drawn or dropped to a query."""
