"""The index folder: embedding tiles, shards and manifest on disk, vectors in memory. The only door to FAISS."""
