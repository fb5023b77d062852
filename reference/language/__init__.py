"""The language of equations: nodes, sizes, functions, and text read and written."""
