"""Tests that a course brings along, run beside the student's code and never with it.

The tests run in a Python of their own, where the student's module is a stand-in: what it is asked for
crosses to the confined worker and back as plain values.  So no code of a student's is ever in the
process that compares, and an expected value is never in the process that computes.
"""

from grader.owntests.judge import CourseTests, Tested, TestOutcome

__all__ = ["CourseTests", "TestOutcome", "Tested"]
