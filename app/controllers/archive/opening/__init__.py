"""Opening files, folders, addresses, and what is found in STAC catalogues."""
