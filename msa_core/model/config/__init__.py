"""What kind of model it is, as plain data: presets, trunks and text encoders by name."""
