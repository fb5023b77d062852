"""Private answers, of which a student's kit has no key: read, and followed, and no more.

`seen` is one answer as it was read by `reading`; `following` holds it against the student's own
earlier values; `look` does both for a whole kit, and `report` joins that to what is graded.
"""

from grader.grading.private.kit_report import joined, public_part

__all__ = ["joined", "public_part"]
