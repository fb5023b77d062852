"""Variants: every student gets numbers of their own, vetted, the same ones for ever."""
