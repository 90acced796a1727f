"""`msa eval`: a checkpoint measured, as a report."""
