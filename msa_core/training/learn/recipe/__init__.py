"""What a run is told: its losses, its rates, and which layers learn."""
