"""The rewrites that make the usual mistakes: a generator a kind, and a file a family of them."""
