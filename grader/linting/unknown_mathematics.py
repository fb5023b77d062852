"""Commands of TeX in an assignment's texts that its sheets would print as words."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from grader.assignment import Assignment
from grader.assignment.faults import Fault
from grader.assignment.read_anew import Source
from grader.handout.mathematics import KNOWN_COMMANDS, unknown_commands
from grader.words.sentences import assignments as sentences
from reference.records import replace


def unknown_mathematics(source: Source, assignment: Assignment) -> Iterator[Fault]:
    """A warning for each text between dollars that holds a command which stands for nothing here."""
    for index, question in enumerate(assignment.questions):
        place: tuple[str | int, ...] = ("questions", index)
        texts = [((*place, "prompt"), question.prompt)]
        for answer in question.answers:
            texts += [
                ((*place, "answers", answer.name), text)
                for text in (answer.prompt, *answer.options.values())
            ]
        for path, text in texts:
            for name in unknown_commands(text):
                near = difflib.get_close_matches(name, KNOWN_COMMANDS, n=1, cutoff=0.75)
                fault = source.fault(path, *sentences.no_such_command(name, *near))
                yield replace(fault, warning=True)
