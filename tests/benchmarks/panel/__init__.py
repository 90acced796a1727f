"""The panel: pictures that a run was not trained on, measured alike for every model, and one number."""
