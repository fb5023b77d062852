"""Cells: named equations with the shape of every symbol, and the catalogue of them."""
