"""Handouts: what every student gets on paper or screen, and the keys that staff keep.

- a `roster` names the students, a `sheet` is one student's page as plain values;
- `typst`, `html` and `markdown` write a sheet down, each without knowing the others;
- `folder` puts a class on disk, and makes again only what changed.
"""
