"""Areas on the map, of GeoJSON, WKT, GeoPackage and KML."""
