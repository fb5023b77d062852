"""Exports: the questions of an assignment in the files that course systems import.

- `ends` are the numbers that count, as exact decimals that every system reads alike;
- a `question` is what a course system can be asked, as plain values; `ask` makes one of a sheet's
  slot, `bank` all of an assignment, once for every variant;
- `moodle`, `qti` and `canvas` write a bank down, each without knowing the others, and say what the
  system cannot hold.
"""
