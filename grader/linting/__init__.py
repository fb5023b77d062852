"""Linting: what is wrong with an assignment, and which mistakes its questions cannot see."""
