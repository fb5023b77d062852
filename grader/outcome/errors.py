"""Reasons for ending without a report, each with one sentence for the person at the keyboard.

What a student typed never raises one of these: that is a finding. Two things are left, and
they are kept apart so that our fault is never shown as theirs.
"""

from __future__ import annotations


class GraderError(Exception):
    """A reason to stop, told in a sentence; `detail` is for whoever looks closer.

    >>> import grader
    >>> try:
    ...     grader.load_assignment("exam-relu-99")
    ... except grader.GraderError as error:
    ...     print(error.exit_code, error.sentence.partition(";")[0])
    2 there is no assignment "exam-relu-99"
    """

    exit_code = 3

    def __init__(self, sentence: str, *, detail: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.detail = detail


class InputError(GraderError):
    """A submission, an assignment or an option that is not there, not clear, or faulty."""

    exit_code = 2


class OwnFault(GraderError):
    """Something that only we can mend: whoever called the grader did nothing wrong."""

    exit_code = 3


class Faulty(Exception):
    """An assignment whose numbers or expressions cannot be worked out; the message says why.

    `system` or `answer` is the part of the file that is to blame, and `said` the message without it;
    `given` are the given numbers of the system that are, `condition` is the text of a condition
    that is, and `remedy` what to write instead.
    """

    def __init__(
        self,
        said: str,
        *,
        system: str | None = None,
        answer: str | None = None,
        given: tuple[str, ...] = (),
        condition: str = "",
        remedy: str = "",
    ) -> None:
        part = f'system "{system}": ' if system else f'answer "{answer}": ' if answer else ""
        super().__init__(f"{part}{said}")
        self.said = said
        self.system = system
        self.answer = answer
        self.given = given
        self.condition = condition
        self.remedy = remedy
