"""Readings: each makes facts of a cell, as values, counts, ranges, intervals, text."""
