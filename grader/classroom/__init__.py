"""A whole class: find everybody's hand-in, grade each as alone, keep what is done.

- `layout` says how a download is laid out and whose each file is; `gradescope_export` reads
  Gradescope's own list;
- `course` is what all have in common, and grades one hand-in; `pool` does so on all cores;
- `journal` keeps every result from the moment it is there; `tables` writes the final files.
"""
