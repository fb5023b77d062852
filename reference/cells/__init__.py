"""Cells as texts: how they are read, and the catalogue of them."""
