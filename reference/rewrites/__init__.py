"""Rewrites: each makes a cell of a cell.  None knows another's reading."""
