"""The drawer and the column of pages, and the pages that lie in them."""
