"""The language of equations: nodes, sizes, functions, and text read and written; and cells, which are such equations."""
