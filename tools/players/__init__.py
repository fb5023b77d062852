"""Exports in the hands of others: browser players, runtimes and readers."""
