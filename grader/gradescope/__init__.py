"""Gradescope: one folder in, one results.json out, whatever happens in between.

`run` is the story.  It first writes a results.json that says "not finished, and not your fault",
then lets a process of its own do the work (`guard`), and writes what that process says, last of
all and in one piece, when nothing of the student's runs any more.  If the work crashes, hangs, is
ended or says something impossible, what it had asked to be said in that case is written instead.

Only this package knows Gradescope's keys; what is decided here about late work and many attempts
stands in `policy` and comes from the assignment.
"""
