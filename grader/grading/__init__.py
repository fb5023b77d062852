"""Grading: from a student's work to a report, as one story.

- `grade` is the story; `identify` finds the assignment a submission belongs to;
- `follow` says what a value should be after the student's own steps, `diagnose` which one mistake
  explains it;
- `rubric` turns findings into points, `marks` adds those that staff gave; `private` reads the
  answers of a kit, which has no key for them.
"""
