"""What `msa-train` takes, and how a run is made of it."""
