"""The shards joined for searching; it can always be made again from them."""
