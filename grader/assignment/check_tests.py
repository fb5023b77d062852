"""What is wrong with a course's own tests: the file is not there, or adds up to other points."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from grader.assignment.brought import bytes_beside
from grader.assignment.check import shown_exactly
from grader.assignment.check_tolerance import points_of
from grader.assignment.document import Document, KeyPath
from grader.assignment.faults import Fault
from grader.assignment.own_tests import module_names
from grader.assignment.read_tests import TestFile, read_tests, unknown_modules
from grader.assignment.schema.answers import AnswerFile
from grader.assignment.schema.functions import TestsFile
from grader.assignment.schema.sheet import AssignmentFile, QuestionFile
from grader.assignment.validation_messages import placed
from grader.words.sentences.complaints import own_tests as sentences


def check_tests(sheet: AssignmentFile, document: Document) -> Iterator[Fault]:
    """Everything wrong with the tests that a sheet names."""
    for index, question in enumerate(sheet.questions):
        for name, answer in question.answers.items():
            if answer.tests is not None:
                path: KeyPath = ("questions", index, "answers", name)
                yield from _answer(answer, answer.tests, question, document, path)


def _answer(
    answer: AnswerFile, tests: TestsFile, question: QuestionFile, document: Document, path: KeyPath
) -> Iterator[Fault]:
    here = (*path, "tests")
    file, kit = document.path.parent / tests.file, document.at(("kit",)) is not None
    if Path(tests.file).is_absolute() or ".." in Path(tests.file).parts:
        yield placed(
            document, here, *sentences.tests_not_beside_the_assignment(tests.file),
        )  # fmt: skip
        return
    for name in module_names(tests.module):
        if not all(word.isidentifier() for word in name.split(".")):
            yield placed(document, here, *sentences.no_name_of_a_module(name))
    try:
        source = bytes_beside(document.path.parent, tests.file, of_kit=kit)
    except OSError as error:
        yield placed(
            document, here, *sentences.cannot_be_read(tests.file, error.strerror or error),
        )  # fmt: skip
        return
    found = read_tests(source)
    for trouble in found.troubles:
        yield Fault(file, trouble.line, "tests", trouble.message, trouble.remedy, trouble.warning)
    for module, line in unknown_modules(found, tests.module, file.parent):
        yield Fault(
            file, line, "tests", *sentences.no_such_module(module, tests.file),
        )  # fmt: skip
    yield from _total(answer, found, question, document, path)


def _total(
    answer: AnswerFile, found: TestFile, question: QuestionFile, document: Document, path: KeyPath
) -> Iterator[Fault]:
    total = sum(test.weight for test in found.tests)
    said = points_of(answer, question)
    if said == total or any(not trouble.warning for trouble in found.troubles):
        return
    shown = shown_exactly(total + 0 * said)
    place = (*path, "points")
    yield placed(
        document, place if document.at(place) is not None else path,
        *sentences.points_are_not_the_weights(shown_exactly(said), shown),
    )  # fmt: skip
