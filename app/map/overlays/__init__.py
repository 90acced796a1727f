"""Why a hit was found, drawn over its tile."""
