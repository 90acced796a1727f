"""What is asked of the map: values at a point, counts over areas."""
