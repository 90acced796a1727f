"""How the map paints: the base of all layers, pictures from arrays, and marks that are painted many times."""
