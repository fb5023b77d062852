"""What a student handed in: a file, read without running anything in it."""

from grader.submission.model import Submission, SubmissionFault
from grader.submission.program import literals, merge
from grader.submission.read import after_running, as_it_ran, read_submission

__all__ = [
    "Submission",
    "SubmissionFault",
    "after_running",
    "as_it_ran",
    "literals",
    "merge",
    "read_submission",
]
