"""What lies where: geometry, plans, and the layout of every kind of place."""
