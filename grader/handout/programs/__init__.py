"""Right programs, written from the equations of what they have to compute: what a key shows.

- `arrays` brings arguments into the order in which they are worked with, and results back;
- `names` hands out variables, `gradients` says which equations there are, and what a cache must hold;
- `one_step`, `many_steps`, `objects` and `counts` write the lines of a function each;
- `document` makes the programs of an assignment, which run one after the other as one file.
"""
