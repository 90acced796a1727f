"""Why a tile was found: overlays, and the sheet of them."""
