"""The MSA model: trunk, image and text encoders, MSCMAT, checkpoints and exact heatmaps."""
