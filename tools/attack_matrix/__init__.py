"""Hostile submissions through the real command, at every level of isolation this machine can make."""
