"""What people build: ways, houses, works, energy, airfields."""
