"""A class that nobody ever sat in: everybody's hand-in, as a course system would give it out.

- `people` invents names and numbers; `answers` says what each of them got right and wrong;
- `writing` makes files of answers, in the encodings and formats that students use;
- `layouts` lays them down as Gradescope, Moodle, Canvas, nbgrader and plain folders do.

Everything follows from one number, so that the same class can be had again.
"""
