"""A student's equation: read as people write it, and compared at random points."""
