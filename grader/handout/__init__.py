"""Handouts: what every student gets on paper or screen, and the keys that staff keep.

- a `roster` names the students, a `sheet` is one student's page as plain values;
- `network` finds out what an unrolled cell looks like, `figure` puts a student's numbers to it,
  `drawing` makes the picture, and `beside` says where equations and figures may stand;
- `typst`, `html` and `markdown` write a sheet down, each without knowing the others; `notebook` is
  Markdown with lines to fill in;
- `folder` puts a class on disk, and makes again only what changed.
"""
