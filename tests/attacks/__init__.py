"""Hostile submissions, as data for tests."""
