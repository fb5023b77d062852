"""All sentences for people, a file a subject.

A sentence says what was expected, what came, and what to do.  The rest of the grader passes
in plain values and short, harmless text (see `words.shown`) and never writes English of its own.
"""
