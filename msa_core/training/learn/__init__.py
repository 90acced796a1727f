"""A training run: loop, step, losses, schedule and what it leaves behind."""
