"""Where things lie on the map: projections, the viewport, and the numbers a map shows. No painting."""
