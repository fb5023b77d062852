"""The key: what is right for every answer, worked out from the equations of its system.

- `model` is the key of one answer as a plain value; `expected` solves the systems and aims at
  each answer; `derive` makes the key of a whole assignment of that;
- `store` keeps keys that were worked out before; `unsolved` says what only solving shows to be
  wrong in an assignment.
"""
