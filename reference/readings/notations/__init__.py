"""Notations: a file a notation; `typeset` writes expressions in any of them."""
