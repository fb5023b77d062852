"""The course systems that questions are written for: a row a system.

To add one, write a file beside this one with a `write(bank) -> Written`, and give it a row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

TYPE_CHECKING = False  # help names these, and `typing` takes as long to load as all of help
if TYPE_CHECKING:
    from grader.export.bank import Bank
    from grader.export.question import Written


class Format:
    """A file that a course system imports: how it is called and ends, and what writes it."""

    def __init__(self, called: str, ending: str, module: str, function: str = "write") -> None:
        self.called = called
        self.ending = ending
        self.module = module
        self.function = function

    def write(self, bank: Bank) -> Written:
        """The questions of a bank in this format.  The module is loaded when it is wanted."""
        writer: Callable[[Bank], Written] = getattr(
            import_module(f"grader.export.{self.module}"), self.function
        )
        return writer(bank)


FORMATS: Mapping[str, Format] = {
    "moodle": Format("Moodle XML", ".xml", "moodle"),
    "qti": Format("QTI 2.1", ".zip", "qti"),
    "qti3": Format("QTI 3.0", ".zip", "qti", "write_third"),
    "canvas": Format("Canvas", ".zip", "canvas"),
}

GSCOPE = "gscope"  # no system of its own: rubrics alone, for questions that Gradescope has already
