"""Image trunks: networks cut into four stages, and the table of them."""
