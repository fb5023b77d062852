"""What a student handed in: a file, read without running anything in it."""

from grader.submission.model import Submission, SubmissionFault
from grader.submission.read import read_submission

__all__ = ["Submission", "SubmissionFault", "read_submission"]
