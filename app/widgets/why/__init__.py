"""Why a place matched."""
