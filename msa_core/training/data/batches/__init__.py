"""Which pictures make a batch, and reading them ahead."""
