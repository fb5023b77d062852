"""Variants: every student gets numbers of their own, vetted, and always the same.

From the ground up:

- `seed` makes whole numbers of a secret and a student, `draw` makes of these what a file asks for;
- `numbers` are one student's, and fill an assignment; `wording` puts them into its texts;
- `solution` solves a system for a whole class in one pass, `mistakes` makes every usual mistake in
  it, `operation_count` counts operations, and `vetting` says which numbers are good enough;
- `parts` are systems that share numbers, and the `lottery` draws them until all are good;
- `issue` gives numbers to students, a `manifest` freezes them, `selection` says which ones count
  for a submission, and `recognise` finds those of somebody else;
- `statistics` tell what the draws of an assignment are like.
"""
