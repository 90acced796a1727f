"""Training and evaluation of the MSA model; stands on ``msa_core.model`` alone."""
