"""Damaged files of every kind that strangers hand us: each ends in a sentence, soon, and never in a crash."""
