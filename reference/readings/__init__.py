"""Readings: each makes facts of a cell, as values, shapes, counts, ranges, intervals, text."""
